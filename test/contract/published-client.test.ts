import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBvh, readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { Animate3DClient } from 'dm-animate3d-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';
import { shortDance } from '../support/short-film.ts';

describe('dm-animate3d-api 1.0.0, unmodified', () => {
  const account = { clientId: '1a2b', clientSecret: 'a secret: with a colon' };
  let service: TestService;
  let folder: string;
  let client: Animate3DClient;

  beforeAll(async () => {
    vi.spyOn(console, 'log').mockReturnValue(); // It tells its progress there.
    service = await openService(account);
    folder = await mkdtemp(join(tmpdir(), 'kinora-client-'));
    await writeFile(join(folder, 'a dance.mp4'), await shortDance(30));
    const { port } = new URL(service.url);
    client = new Animate3DClient(`http://localhost:${port}`, account.clientId, account.clientSecret, 60);
  });

  afterAll(async () => {
    await client.close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  test('uploads, processes and downloads a real capture', { timeout: 60_000 }, async () => {
    const rid = await client.start_new_job(
      join(folder, 'a dance.mp4'),
      undefined,
      undefined,
      undefined,
      undefined,
      0.2,
    );
    const { urls, name } = await client.download_job(rid, folder);
    expect(name).toBe('a dance.mp4');
    expect(urls.map((item) => item.files.map((file) => file.file_type))).toEqual([['bvh', 'glb']]);

    const glb = readGlb(new Uint8Array(await readFile(join(folder, rid, 'motion.glb'))));
    const bvh = parseBvh(new Uint8Array(await readFile(join(folder, rid, 'motion.bvh'))), 'motion');
    expect([glb.clips[0]!.rig.unitMetres, bvh.clip.rig.unitMetres]).toEqual([1, 0.01]);
    for (const clip of [glb.clips[0]!, bvh.clip]) {
      expect(clip.rig.names).toContain('l_forearm_JNT');
      expect(clip.frames).toBe(30);
      expect(movingJoints(clip)).toContain('l_forearm_JNT');
    }
  });

  test('lists its jobs, and is told why one was refused', async () => {
    await expect(client.get_job_status('unknown')).resolves.toMatchObject({ status: 'PROGRESS' });
    expect((await client.list_jobs()).map(({ status }) => status)).toEqual(['SUCCESS']);
    await expect(client.rerun_job('unknown')).rejects.toThrow('There is no such job to run again');
    const { port } = new URL(service.url);
    const stranger = new Animate3DClient(`http://localhost:${port}`, 'somebody', 'else', 60);
    await expect(stranger.list_jobs()).rejects.toThrow('Authentication failed: Unauthorized');
    await stranger.close();
  });
});

/** Joints that turn by more than a hundredth in one of their numbers. */
function movingJoints({ rig, rotations, frames }: Clip): string[] {
  const joints = rig.names.length;
  return rig.names.filter((_name, joint) => {
    for (let frame = 1; frame < frames; frame++) {
      for (let k = 0; k < 4; k++) {
        if (Math.abs(rotations[(frame * joints + joint) * 4 + k]! - rotations[joint * 4 + k]!) > 0.01) return true;
      }
    }
    return false;
  });
}

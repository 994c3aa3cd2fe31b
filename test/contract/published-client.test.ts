import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBvh, readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { Animate3DClient, ProcessParams } from 'dm-animate3d-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';
import { NO_MODELS } from '../support/app.ts';
import { shortDance } from '../support/short-film.ts';
import { skinnedPerson } from '../support/skinned-person.ts';

describe('dm-animate3d-api 1.0.0, unmodified', () => {
  const account = { clientId: '1a2b', clientSecret: 'a secret: with a colon' };
  let service: TestService;
  let folder: string;
  let client: Animate3DClient;
  /** Of the first job, which the later ones run again. */
  let rid: string;

  beforeAll(async () => {
    vi.spyOn(console, 'log').mockReturnValue(); // It tells its progress there.
    service = await openService({ ...account, credits: 10, assets: NO_MODELS });
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
    expect(await client.get_credit_balance()).toBe(10);
    rid = await client.start_new_job(join(folder, 'a dance.mp4'), undefined, undefined, undefined, undefined, 0.2);
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
    expect(await client.get_credit_balance()).toBe(9);
  });

  test('uploads a character, runs the job again on it, and deletes it', { timeout: 60_000 }, async () => {
    await writeFile(join(folder, 'knight.glb'), skinnedPerson());
    const model = await client.upload_character_model(join(folder, 'knight.glb'), undefined, true);
    const found = (await client.list_character_models()).map(({ name, platform }) => [name, platform]);
    expect(found).toEqual([
      ['knight', 'custom'],
      ['Figure', 'deepmotion'],
      ['Roblox R15', 'roblox'],
    ]);
    expect(await client.list_character_models(undefined, 'KNI', true)).toMatchObject([{ id: model }]);

    const params = new ProcessParams({
      ...{ formats: ['bvh', 'glb'], model_id: model, sim: 1, foot_locking_mode: 'always', root_at_origin: true },
      ...{ pose_filtering_strength: 0.5, video_speed_multiplier: 2, trim: [0, 0.4], crop: [0, 0, 1, 0.99] },
      ...{ track_face: 0, track_hand: 0, upper_body_only: false },
    });
    const again = await client.rerun_job(rid, params, undefined, undefined, 0.2);
    expect(again).not.toBe(rid);
    await client.download_job(again, folder);
    const bvh = parseBvh(new Uint8Array(await readFile(join(folder, again, 'motion.bvh'))), 'motion');
    expect(bvh.clip.rig.names.slice(0, 2)).toEqual(['root', 'knight_hips']);
    // 0.4 s of a film that is half as fast as life.
    expect(bvh.clip.frames).toBe(7);
    const glb = readGlb(new Uint8Array(await readFile(join(folder, again, 'motion.glb'))));
    expect(glb.rig.names).toContain('knight_leftHand');
    expect(await client.get_credit_balance()).toBe(8); // 8.6: it leaves off what is behind the point.

    expect(await client.delete_character_model(model)).toBe(1);
    expect(await client.delete_character_model(model)).toBe(0);
    expect(await client.list_character_models(undefined, undefined, true)).toEqual([]);
    await expect(client.delete_character_model('roblox-r15')).rejects.toThrow('A stock character cannot be deleted');
  });

  test('is told what this version has not, with a code and a sentence', async () => {
    const errors: unknown[] = [];
    const onResult = ({ error }: { error?: unknown }): void => void errors.push(error);
    const lacks = expect.stringContaining('this version of the embedded service does not have it') as string;
    const film = join(folder, 'a dance.mp4');
    const detection = await client.prepare_multi_person_job(film, undefined, onResult, undefined, 0.05);
    await client.rerun_job(rid, new ProcessParams({ track_face: 1 }), onResult, undefined, 0.05);
    expect(errors).toEqual([
      { code: '503', message: lacks },
      { code: '701', message: lacks },
    ]);
    const persons = [{ trackingId: '001', modelId: 'roblox-r15' }];
    await expect(client.start_multi_person_job(detection, persons)).rejects.toThrow('this version follows one person');
  });

  test('lists its jobs, and is told why one was refused', async () => {
    await expect(client.get_job_status('unknown')).resolves.toMatchObject({ status: 'PROGRESS' });
    expect((await client.list_jobs()).map(({ status }) => status).sort()).toEqual([
      'FAILURE',
      'FAILURE',
      'SUCCESS',
      'SUCCESS',
    ]);
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { captureInChild, probeVideo } from '@kinora/capture/node';
import { clipDuration, parseBvh, readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { Progress } from '@kinora/core';
import { MkvOutputFormat } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limbError } from '../../../support/limb-error.ts';
import { shortDance, slowFilm } from '../../../support/short-film.ts';

/** A capture of a second takes 3 s on two idle cores, and many times that on busy ones. */
const PATIENCE_MS = 120_000;

const root = fileURLToPath(new URL('../../../../', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-recordings-'));
  const script = join(root, 'test/support/remade-films.mjs');
  await once(spawn(process.execPath, [script, folder, 'turned.mov', 'uneven.webm']), 'exit');
  writeFileSync(join(folder, 'dance.mp4'), await shortDance(20));
}, PATIENCE_MS);
afterAll(() => rmSync(folder, { recursive: true }));

async function capture(name: string, onProgress?: (progress: Progress) => void): Promise<Clip> {
  const [glb] = await captureInChild(join(folder, name), { quality: 'lite', ...(onProgress && { onProgress }) });
  return readGlb(glb!.bytes).clips[0]!;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / 30);
}

describe('captureInChild() of what cameras write', { timeout: PATIENCE_MS }, () => {
  test('takes a phone held upright for what it filmed', async () => {
    const path = join(folder, 'turned.mov');
    expect(await probeVideo(path)).toMatchObject({ width: 480, height: 640, rotation: 90 });
    const [upright, turned] = [await capture('dance.mp4'), await capture('turned.mov')];
    expect(turned.frames).toBe(upright.frames);
    const error = limbError(turned, upright, range(20));
    console.info(`turned: ${(error * 100).toFixed(2)} cm from the film as it is`);
    expect(error).toBeLessThan(0.015);
  });

  test('takes a recording without a length, of uneven frames, by its own times', async () => {
    const totals = new Set<number>();
    const clip = await capture('uneven.webm', ({ frames }) => {
      if (frames) totals.add(frames.total);
    });
    // The last frame is shown at 59/30 s; the 24 frames were counted before the first was tracked.
    expect(clipDuration(clip)).toBeCloseTo(59 / 30, 1);
    expect([...totals]).toEqual([24]);
    const truth = parseBvh(readFileSync(join(root, 'packages/performer/sample/dance.bvh')), 'dance').clip;
    const error = limbError(clip, truth, range(59));
    console.info(`uneven: ${(error * 100).toFixed(1)} cm off in the mean`);
    // 4.8 cm were measured. The same frames at even times would be 6.3 cm off.
    expect(error).toBeLessThan(0.055);
  });

  test('refuses ten minutes that do not say so by the first frame behind the limit', async () => {
    writeFileSync(join(folder, 'long.mkv'), await slowFilm(new MkvOutputFormat({ appendOnly: true }), 600, 0));
    await expect(captureInChild(join(folder, 'long.mkv'))).rejects.toMatchObject({
      code: 'capture/too-long',
      message: 'The video is too long: it goes on after 60 s',
      details: { seconds: expect.closeTo(61) as number },
    });
  });
});

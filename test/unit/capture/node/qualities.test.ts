import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureInChild, readExtraAssets } from '@kinora/capture/node';
import { readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODEL_PACKAGES } from '../../../../packages/capture/src/node/node-models.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { beginningOf, shortDance } from '../../../support/short-film.ts';

/** `heavy` takes 0.3 s a frame on an idle core. */
const PATIENCE_MS = 120_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-qualities-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function keep(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describeShared('captureInChild() in other qualities', { timeout: PATIENCE_MS }, () => {
  const clips: Clip[] = [];

  test.each(['lite', 'heavy'] as const)('captures in %s', async (quality) => {
    const squats = keep('squats.mp4', await beginningOf(sharedAsset('videos/pose_squats.mp4'), 10));
    const [glb] = await captureInChild(squats, { quality });
    const [clip] = readGlb(glb!.bytes).clips;
    expect(clip).toMatchObject({ name: 'squats', report: { tracked: 1, gaps: [] } });
    clips.push(clip!);
  });

  test('does not give the same twice', () => {
    expect(clips[0]!.rotations).not.toEqual(clips[1]!.rotations);
  });
});

describe('captureInChild() with a folder of models', { timeout: PATIENCE_MS }, () => {
  let film: string;
  beforeAll(async () => {
    film = keep('dance.mp4', await shortDance(2));
  });

  test('refuses a folder that lacks the model', async () => {
    await expect(captureInChild(film, { quality: 'heavy', assets: folder })).rejects.toMatchObject({
      code: 'capture/model-unavailable',
      hint: expect.stringContaining('kinora assets DIR') as string,
    });
  });

  test('refuses a model that is damaged', async () => {
    const [model] = await readExtraAssets(['heavy']);
    const damaged = Uint8Array.from(model!.bytes);
    damaged[damaged.length >> 1]! ^= 1;
    keep(model!.name, damaged);
    await expect(captureInChild(film, { quality: 'heavy', assets: folder })).rejects.toMatchObject({
      code: 'capture/model-corrupt',
      details: { name: model!.name },
    });
  });
});

describe('readExtraAssets()', () => {
  test('reads the packages that the project itself is developed with', () => {
    const text = readFileSync(new URL('../../../../packages/capture/package.json', import.meta.url), 'utf8');
    const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> };
    expect(devDependencies).toMatchObject(MODEL_PACKAGES);
  });

  test('gives all models and their notice, which names each of them', async () => {
    const assets = await readExtraAssets();
    const names = assets.map(({ name }) => name);
    expect(names).toEqual([
      'pose_landmark_heavy.tflite',
      'hand_landmark_full.tflite',
      'face_detection_short_range.tflite',
      'face_landmark.tflite',
      'NOTICE',
    ]);
    const notice = new TextDecoder().decode(assets.at(-1)!.bytes);
    for (const name of names.slice(0, -1)) expect(notice).toContain(name);
  });

  test('gives those of a face alone', async () => {
    const assets = await readExtraAssets(['face']);
    expect(assets.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['face_detection_short_range.tflite', 229_032],
      ['face_landmark.tflite', 1_241_896],
      ['NOTICE', expect.any(Number)],
    ]);
  });
});

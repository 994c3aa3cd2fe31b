import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureInChild, findExtras, readExtraAssets } from '@kinora/capture/node';
import { readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { degreesBetween } from '../../../support/expect-rotation.ts';
import { FINGERS, turnIn } from '../../../support/hand-points.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { beginningOf, shortDance } from '../../../support/short-film.ts';

const PATIENCE_MS = 120_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-extras-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function keep(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describeShared('captureInChild() with hands and a face', { timeout: PATIENCE_MS }, () => {
  let clip: Clip;

  beforeAll(async () => {
    const squats = keep('squats.mp4', await beginningOf(sharedAsset('videos/pose_squats.mp4'), 8));
    const [glb] = await captureInChild(squats, { hands: true, face: true });
    [clip] = readGlb(glb!.bytes).clips as [Clip];
  }, PATIENCE_MS);

  test('sees both hands', () => {
    const { confidence, rig, frames } = clip;
    for (const side of ['l', 'r']) {
      const joint = rig.names.indexOf(`${side}_handIndex1_JNT`);
      const seen = Array.from({ length: frames }, (_, i) => confidence![i * rig.names.length + joint]!);
      // The model is sure of a hand from one half on.
      expect(Math.max(...seen)).toBeGreaterThan(0.5);
    }
  });

  test('moves fingers, and none further than fingers go', () => {
    const bends = (['l', 'r'] as const).flatMap((side) =>
      FINGERS.slice(1).flatMap((finger) =>
        Array.from({ length: clip.frames }, (_, i) => degreesBetween(turnIn(clip, i, side, finger, 1), [0, 0, 0, 1])),
      ),
    );
    expect(Math.max(...bends)).toBeGreaterThan(10);
    expect(Math.max(...bends)).toBeLessThan(111);
  });

  test('sees a face at rest, whose mouth is shut and whose eyes are open', () => {
    const { names, weights } = clip.morphs!;
    for (const name of ['jawOpen', 'mouthFunnel', 'eyeBlinkLeft', 'eyeBlinkRight']) {
      const column = names.indexOf(name);
      const shown = Array.from({ length: clip.frames }, (_, i) => weights[i * names.length + column]!);
      // A fifth is hardly seen on an avatar.
      expect(Math.max(...shown), name).toBeLessThan(0.2);
    }
  });
});

describe('captureInChild() with a folder that has no right models of hands', { timeout: PATIENCE_MS }, () => {
  let film: string;
  beforeAll(async () => {
    film = keep('dance.mp4', await shortDance(2));
  });

  test('refuses one that lacks them', async () => {
    await expect(captureInChild(film, { hands: true, assets: folder })).rejects.toMatchObject({
      code: 'capture/model-unavailable',
      hint: expect.stringContaining('kinora assets DIR') as string,
      details: { name: 'hand_landmark_full.tflite' },
    });
  });

  test('refuses one that is damaged', async () => {
    const [model] = await readExtraAssets(['hands']);
    const damaged = Uint8Array.from(model!.bytes);
    damaged[damaged.length >> 1]! ^= 1;
    keep(model!.name, damaged);
    await expect(captureInChild(film, { hands: true, assets: folder })).rejects.toMatchObject({
      code: 'capture/model-corrupt',
      details: { name: 'hand_landmark_full.tflite' },
    });
  });
});

describe('findExtras()', () => {
  test('finds what the project is developed with', () => {
    expect(findExtras()).toEqual(['heavy', 'hands', 'face']);
  });

  test('finds nothing in a folder that is not there', () => {
    expect(findExtras(join(tmpdir(), 'kinora-no-models'))).toEqual([]);
  });
});

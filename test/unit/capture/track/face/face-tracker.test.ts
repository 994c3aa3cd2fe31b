import { describe, expect, test } from 'vitest';

import { createFaceTracker } from '../../../../../packages/capture/src/track/face/face-tracker.ts';
import type { FaceModels } from '../../../../../packages/capture/src/track/face/face-tracker.ts';
import type { Landmarks } from '../../../../../packages/capture/src/track/landmarks.ts';
import { rgbaFrame } from '../../../../support/rgba-frame.ts';

const ANCHORS = 896;
const frame = rgbaFrame(new Uint8Array(400 * 400 * 4), 400, 400);

/** Somebody with a head at a place, 60 px wide, above the shoulders. */
function person(x = 200, y = 120): Landmarks {
  const image = new Float32Array(33 * 4);
  for (let point = 0; point < 11; point++) image.set([x, y, 0, 1], point * 4);
  image.set([x - 15, y], 6 * 4);
  image.set([x + 15, y], 3 * 4);
  image.set([x - 30, y], 8 * 4);
  image.set([x + 30, y], 7 * 4);
  image.set([x + 70, y + 90], 11 * 4);
  image.set([x - 70, y + 90], 12 * 4);
  return { time: 0, score: 1, image, world: new Float32Array(99) };
}

interface Scene {
  /** Sizes of the faces that the detector sees in the middle of what it is shown, as shares of it. */
  readonly faces: readonly number[];
  /** Logits of the model of the points, one for each time it is asked. */
  readonly logits: readonly number[];
  /** Where the points come out: a box in the middle of what the model is shown, pixels of its 192. */
  readonly box?: readonly [left: number, top: number, size: number];
}

/** Models that answer from a list and count how often they were asked. */
function fakeModels({ faces, logits, box = [32, 32, 128] }: Scene) {
  const calls = { detector: 0, face: 0 };
  const models: FaceModels = {
    detector: () => {
      const size = faces[Math.min(calls.detector++, faces.length - 1)];
      const scores = new Float32Array(ANCHORS).fill(-100);
      const boxes = new Float32Array(ANCHORS * 16);
      if (size !== undefined) {
        scores[0] = 4;
        const home = 64 - 128 * (0.5 / 16);
        boxes.set([home, home, size * 128, size * 128, home - 10, home, home + 10, home], 0);
      }
      return Promise.resolve([boxes, scores]);
    },
    face: () => {
      const logit = logits[Math.min(calls.face++, logits.length - 1)]!;
      const points = new Float32Array(468 * 3);
      const [left, top, size] = box;
      for (let point = 0; point < 468; point++) points.set([left + size / 2, top + size / 2, 0], point * 3);
      points.set([left, top + size / 2, 9.6], 33 * 3);
      points.set([left + size, top + size / 2, 0], 263 * 3);
      points.set([left + size / 2, top, 0], 10 * 3);
      points.set([left + size / 2, top + size, 0], 152 * 3);
      return Promise.resolve([points, Float32Array.of(logit)]);
    },
  };
  return { calls, models };
}

describe('createFaceTracker()', () => {
  test('gives the points in pixels of the picture', async () => {
    const { models } = fakeModels({ faces: [0.4], logits: [3] });
    const face = await createFaceTracker(models).track(frame, person());
    expect(face!.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
    expect(face!.image).toHaveLength(468 * 3);
    // The points fill the middle two thirds of a region that is half as large again as the face: they lie on its edges.
    const [left, right] = [face!.image[33 * 3]!, face!.image[263 * 3]!];
    expect((left + right) / 2).toBeCloseTo(200, 3);
    expect(face!.image[33 * 3 + 1]).toBeCloseTo(120, 3);
    // As far in depth as in width: 9.6 of 128.
    expect(face!.image[33 * 3 + 2]).toBeCloseTo(((right - left) * 9.6) / 128, 4);
  });

  test('looks for the face once, twice at it there, and then follows it by its own points', async () => {
    const { calls, models } = fakeModels({ faces: [0.4], logits: [3] });
    const tracker = createFaceTracker(models);
    for (let i = 0; i < 3; i++) expect(await tracker.track(frame, person())).toBeDefined();
    expect(calls).toEqual({ detector: 1, face: 4 });
  });

  test('looks for it again after a cut', async () => {
    const { calls, models } = fakeModels({ faces: [0.4], logits: [3] });
    const tracker = createFaceTracker(models);
    await tracker.track(frame, person());
    tracker.cut();
    await tracker.track(frame, person());
    expect(calls.detector).toBe(2);
  });

  test('looks for it again at once where it is lost, and takes no points that the model doubts', async () => {
    const { calls, models } = fakeModels({ faces: [0.4], logits: [3, 3, -3, 3, 3, -3, -3] });
    const tracker = createFaceTracker(models);
    await tracker.track(frame, person());
    expect(await tracker.track(frame, person())).toBeDefined();
    expect(await tracker.track(frame, person())).toBeUndefined();
    expect(calls).toEqual({ detector: 3, face: 7 });
  });

  test('takes no points that lie where the body has no face, however sure the model is', async () => {
    // They come out half a face to the right of where they are looked for.
    const { calls, models } = fakeModels({ faces: [0.4], logits: [9], box: [96, 32, 128] });
    expect(await createFaceTracker(models).track(frame, person())).toBeUndefined();
    expect(calls).toEqual({ detector: 1, face: 1 });
  });

  test('goes with a head that moves by more than its size between two frames', async () => {
    const { calls, models } = fakeModels({ faces: [0.4], logits: [3] });
    const tracker = createFaceTracker(models);
    await tracker.track(frame, person());
    const face = await tracker.track(frame, person(260, 180));
    expect((face!.image[33 * 3]! + face!.image[263 * 3]!) / 2).toBeCloseTo(260, 2);
    expect(calls).toEqual({ detector: 1, face: 3 });
  });

  test('tells an eye with an iris from a lid', async () => {
    const { models } = fakeModels({ faces: [0.4], logits: [3] });
    const picture = new Uint8Array(400 * 400 * 4).fill(180);
    // The fake's eyes reach from the middle of the face to its edges: the left one from 200 to 227 in the picture.
    for (let y = 100; y < 140; y++) picture.fill(20, (y * 400 + 208) * 4, (y * 400 + 218) * 4);
    const face = await createFaceTracker(models).track(rgbaFrame(picture, 400, 400), person());
    const [left, right] = face!.eyes;
    expect(left).toBeGreaterThan(0.05);
    expect(right).toBe(0);
  });

  test('sees no face without a person', async () => {
    const { calls, models } = fakeModels({ faces: [0.4], logits: [3] });
    expect(await createFaceTracker(models).track(frame, undefined)).toBeUndefined();
    expect(calls).toEqual({ detector: 0, face: 0 });
  });

  test('sees no face that is smaller than 32 pixels', async () => {
    const { calls, models } = fakeModels({ faces: [0.1], logits: [3] });
    expect(await createFaceTracker(models).track(frame, person())).toBeUndefined();
    expect(calls.face).toBe(0);
  });

  test('survives a body whose points are not numbers', async () => {
    const { models } = fakeModels({ faces: [0.4], logits: [3] });
    expect(await createFaceTracker(models).track(frame, person(NaN, NaN))).toBeUndefined();
  });

  test('refuses the outputs of another model', async () => {
    const { models } = fakeModels({ faces: [0.4], logits: [3] });
    const tracker = createFaceTracker({ ...models, face: () => Promise.resolve([new Float32Array(63)]) });
    await expect(tracker.track(frame, person())).rejects.toThrow(RangeError);
  });
});

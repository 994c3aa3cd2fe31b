import { describe, expect, test } from 'vitest';

import type { Run } from '../../../../packages/capture/src/track/landmarks.ts';
import { createTracker } from '../../../../packages/capture/src/track/tracker.ts';
import { rgbaFrame } from '../../../support/rgba-frame.ts';

const ANCHORS = 2254;
const POINTS = 39;
const frame = rgbaFrame(new Uint8Array(100 * 200 * 4), 100, 200, 1.25);

interface Answer {
  presence: number;
  /** Of the edge point from the centre of the crop, in crop pixels. */
  edge?: readonly [number, number];
  heat?: readonly [column: number, row: number];
}

/** Models that answer from a list and count how often they were asked. */
function fakeModels(people: readonly boolean[], answers: readonly Answer[]) {
  const calls = { detector: 0, landmarks: 0 };
  const detector: Run = () => {
    const scores = new Float32Array(ANCHORS).fill(-100);
    if (people[calls.detector++]) scores[0] = 5;
    const boxes = new Float32Array(ANCHORS * 12);
    // From the first anchor to the middle of the picture and a point 0.2 above it, of a letterbox of 200 px.
    const home = 112 - 224 * (0.5 / 28);
    boxes.set([home, home, 100, 100, home, home, home, home - 0.2 * 224]);
    return Promise.resolve([boxes, scores]);
  };
  const landmarks: Run = () => {
    const answer = answers[Math.min(calls.landmarks++, answers.length - 1)]!;
    const points = new Float32Array(POINTS * 5).fill(128);
    points.set([128 + (answer.edge?.[0] ?? 0), 128 + (answer.edge?.[1] ?? -80)], 34 * 5);
    points.set([64, 192, 25.6, 0, 0], 0);
    const metres = new Float32Array(POINTS * 3);
    metres.set([0.1, -0.2, 0.3]);
    const heatmap = new Float32Array(64 * 64 * POINTS).fill(-100);
    if (answer.heat) heatmap[(answer.heat[1] * 64 + answer.heat[0]) * POINTS] = 10;
    return Promise.resolve([metres, heatmap, Float32Array.of(answer.presence), new Float32Array(65536), points]);
  };
  return { calls, detector, landmarks };
}

describe('createTracker()', () => {
  test('gives landmarks in pixels of the picture and metres', async () => {
    const models = fakeModels([true], [{ presence: 0.9 }]);
    const found = await createTracker(models).track(frame);
    expect(found!.time).toBe(1.25);
    expect(found!.score).toBeCloseTo(0.9, 6);
    expect(found!.image).toHaveLength(33 * 4);
    // The region is 100 px (2 × 40 × 1.25) around the middle (50, 100): crop pixel (64, 192) lies at (−25, +25) of it.
    expect(found!.image[0]).toBeCloseTo(25, 3);
    expect(found!.image[1]).toBeCloseTo(125, 3);
    expect(found!.image[2]).toBeCloseTo(10, 3);
    expect(found!.image[3]).toBeCloseTo(0.5, 6);
    expect(found!.world).toHaveLength(33 * 3);
    expect([...found!.world.subarray(0, 3)]).toEqual([0.1, -0.2, 0.3].map(Math.fround));
  });

  test('detects once and then follows', async () => {
    const models = fakeModels([true], [{ presence: 0.9 }]);
    const tracker = createTracker(models);
    for (let i = 0; i < 5; i++) expect(await tracker.track(frame)).toBeDefined();
    expect(models.calls).toEqual({ detector: 1, landmarks: 5 });
  });

  test('detects again in the same frame where the person is lost', async () => {
    const models = fakeModels([true, true], [{ presence: 0.9 }, { presence: 0.4 }, { presence: 0.8 }]);
    const tracker = createTracker(models);
    await tracker.track(frame);
    expect((await tracker.track(frame))!.score).toBeCloseTo(0.8, 6);
    expect(models.calls).toEqual({ detector: 2, landmarks: 3 });
  });

  test('finds nobody where the detector sees nobody, and goes on looking', async () => {
    const models = fakeModels([false, true], [{ presence: 0.9 }]);
    const tracker = createTracker(models);
    expect(await tracker.track(frame)).toBeUndefined();
    expect(models.calls.landmarks).toBe(0);
    expect(await tracker.track(frame)).toBeDefined();
  });

  test('forgets the person on reset', async () => {
    const models = fakeModels([true, true], [{ presence: 0.9 }]);
    const tracker = createTracker(models);
    await tracker.track(frame);
    tracker.reset();
    await tracker.track(frame);
    expect(models.calls.detector).toBe(2);
  });

  test('turns points and metres with the person', async () => {
    // The second frame is seen through a region a quarter turn clockwise: its x axis points down the picture.
    const models = fakeModels([true], [{ presence: 0.9, edge: [80, 0] }]);
    const tracker = createTracker(models);
    await tracker.track(frame);
    const found = await tracker.track(frame);
    const size = 2 * ((80 / 256) * 100) * 1.25;
    expect(found!.image[0]).toBeCloseTo(50 - size / 4, 3);
    expect(found!.image[1]).toBeCloseTo(100 - size / 4, 3);
    expect(found!.world[0]).toBeCloseTo(0.2, 5);
    expect(found!.world[1]).toBeCloseTo(0.1, 5);
    expect(found!.world[2]).toBeCloseTo(0.3, 5);
  });

  test('moves a point to the peak of its heatmap, within reach', async () => {
    const near = await createTracker(fakeModels([true], [{ presence: 0.9, heat: [18, 47] }])).track(frame);
    expect(near!.image[0]).toBeCloseTo(50 + (18 / 64 - 0.5) * 100, 2);
    expect(near!.image[1]).toBeCloseTo(100 + (47 / 64 - 0.5) * 100, 2);
    const far = await createTracker(fakeModels([true], [{ presence: 0.9, heat: [24, 47] }])).track(frame);
    expect(far!.image[0]).toBeCloseTo(25, 3);
  });

  test('does not follow a region that is not a number', async () => {
    const models = fakeModels([true, true], [{ presence: 0.9, edge: [NaN, NaN] }]);
    const tracker = createTracker(models);
    await tracker.track(frame);
    await tracker.track(frame);
    expect(models.calls.detector).toBe(2);
  });

  test('is lost where the presence is not a number', async () => {
    const models = fakeModels([true], [{ presence: NaN }]);
    expect(await createTracker(models).track(frame)).toBeUndefined();
  });

  test('refuses a model that is not one of poses', async () => {
    const wrong: Run = () => Promise.resolve([new Float32Array(63)]);
    await expect(createTracker({ ...fakeModels([true], []), landmarks: wrong }).track(frame)).rejects.toThrow(
      RangeError,
    );
  });
});

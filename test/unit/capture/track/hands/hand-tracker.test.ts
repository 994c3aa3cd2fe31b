import { describe, expect, test } from 'vitest';
import { createHandTracker } from '../../../../../packages/capture/src/track/hands/hand-tracker.ts';
import type { Landmarks, Run } from '../../../../../packages/capture/src/track/landmarks.ts';
import { rgbaFrame } from '../../../../support/rgba-frame.ts';

const SIDE = 224;
const frame = rgbaFrame(new Uint8Array(1000 * 600 * 4), 1000, 600, 0);

interface Answer {
  readonly presence?: number;
  readonly rightness?: number;
}

/** A model that sees a hand in the middle of whatever it is shown, and counts how often it was asked. */
function fakeModel(answer: (call: number) => Answer): { readonly hand: Run; readonly calls: () => number } {
  let calls = 0;
  const hand: Run = () => {
    const { presence = 0.9, rightness = calls % 2 } = answer(calls++);
    const points = new Float32Array(63);
    for (let point = 1; point < 21; point++) {
      const finger = Math.floor((point - 1) / 4);
      points.set([72 + finger * 20, 130 - ((point - 1) % 4) * 25, 0], point * 3);
    }
    points.set([112, 180, 0]);
    return Promise.resolve([
      points,
      Float32Array.of(presence),
      Float32Array.of(rightness),
      points.map((v) => v / 2240),
    ]);
  };
  return { hand, calls: () => calls };
}

/** A body whose wrists are at these places, fingers up, 300 pixels to the metre or otherwise. */
function bodyWith(left: readonly [number, number], right: readonly [number, number], pixels = 300): Landmarks {
  const image = new Float32Array(33 * 4);
  const world = new Float32Array(33 * 3);
  [left, right].forEach(([x, y], side) => {
    image.set([x, y, 0, 1], (15 + side) * 4);
    for (const point of [17, 19]) image.set([x, y - 0.1 * pixels, 0, 1], (point + side) * 4);
  });
  [11, 12, 23, 24].forEach((point, i) => {
    world.set([(i % 2) * 0.3, (i >> 1) * 0.5, 0], point * 3);
    image.set([(i % 2) * 0.3 * pixels, (i >> 1) * 0.5 * pixels, 0, 1], point * 4);
  });
  return { time: 0, score: 1, image, world };
}

const apart = bodyWith([300, 300], [700, 300]);
const together = bodyWith([500, 300], [505, 300]);

describe('createHandTracker()', () => {
  test('looks closer where the body says that a hand is, and then follows it by one look', async () => {
    const { hand, calls } = fakeModel(() => ({}));
    const tracker = createHandTracker({ hand });
    const [left, right] = await tracker.track(frame, apart);
    expect(calls()).toBe(4);
    // Each about where its wrist and knuckles are.
    expect(left!.image[9 * 3]).toBeGreaterThan(250);
    expect(left!.image[9 * 3]).toBeLessThan(350);
    expect(right!.image[9 * 3]).toBeGreaterThan(650);
    expect(right!.image[9 * 3]).toBeLessThan(750);
    await tracker.track(frame, apart);
    expect(calls()).toBe(6);
  });

  test('begins anew with the body where a hand went elsewhere, and after a cut', async () => {
    const { hand, calls } = fakeModel(() => ({}));
    const tracker = createHandTracker({ hand });
    await tracker.track(frame, apart);
    const [left] = await tracker.track(frame, bodyWith([300, 500], [700, 300]));
    expect(left!.image[9 * 3 + 1]).toBeGreaterThan(400);
    expect(calls()).toBe(4 + 3);
    tracker.cut();
    await tracker.track(frame, apart);
    expect(calls()).toBe(4 + 3 + 4);
  });

  test('gives nothing of what the model is not sure of, and looks again in the next frame', async () => {
    const { hand, calls } = fakeModel((call) => ({ presence: call < 2 ? 0.4 : 0.9 }));
    const tracker = createHandTracker({ hand });
    expect(await tracker.track(frame, apart)).toEqual([undefined, undefined]);
    expect(calls()).toBe(2);
    expect(await tracker.track(frame, apart)).toEqual([expect.anything(), expect.anything()]);
  });

  test('hears what the model says of left and right where hands are near each other', async () => {
    const { hand } = fakeModel(() => ({ rightness: 0.95 }));
    expect(await createHandTracker({ hand }).track(frame, together)).toEqual([undefined, expect.anything()]);
    // Of hands that are apart the body knows better.
    expect(await createHandTracker({ hand }).track(frame, apart)).toEqual([expect.anything(), expect.anything()]);
  });

  test.each([
    [0.6, [false, true]],
    [0.4, [true, false]],
  ])('never takes one hand for both: a right one by %f', async (rightness, expected) => {
    const { hand } = fakeModel(() => ({ rightness }));
    const found = await createHandTracker({ hand }).track(frame, together);
    expect(found.map((one) => one !== undefined)).toEqual(expected);
  });

  test('looks for no hands without a body, outside the picture, and in a few pixels', async () => {
    const { hand, calls } = fakeModel(() => ({}));
    const tracker = createHandTracker({ hand });
    for (const body of [undefined, bodyWith([-200, 300], [1200, 300]), bodyWith([300, 300], [700, 300], 100)]) {
      expect(await tracker.track(frame, body)).toEqual([undefined, undefined]);
    }
    expect(calls()).toBe(0);
  });

  test('refuses a model that is none of hands', async () => {
    const tracker = createHandTracker({ hand: () => Promise.resolve([new Float32Array(SIDE)]) });
    await expect(tracker.track(frame, apart)).rejects.toThrow('Not a hand landmark model');
  });
});

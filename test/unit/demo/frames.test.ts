import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameAt, framesOf } from '../../../packages/demo/src/screen/frames.ts';
import { tinyClip } from '../../support/providers.ts';

/** A video of any rate, even or not: from 500 frames a second to one in two seconds. */
const videos = fc
  .array(fc.double({ min: 0.002, max: 2, noNaN: true }), { minLength: 1, maxLength: 50 })
  .map((gaps) => Float64Array.from(gaps.map((_, i) => gaps.slice(0, i).reduce((sum, gap) => sum + gap, 0))));

describe('frameAt()', () => {
  test('finds every frame at its first moment and until the next begins', () => {
    fc.assert(
      fc.property(videos, fc.double({ min: 0, max: 0.9, noNaN: true }), (times, share) => {
        times.forEach((time, frame) => {
          const next = times[frame + 1] ?? time + 1;
          expect(frameAt(times, time + share * (next - time))).toBe(frame);
        });
      }),
    );
  });

  test('finds the first before it, and the last behind all', () => {
    fc.assert(
      fc.property(videos, (times) => {
        expect(frameAt(times, -1)).toBe(0);
        expect(frameAt(times, 1e6)).toBe(times.length - 1);
      }),
    );
  });

  test('takes a time that was rounded down for the frame that it was', () => {
    expect(frameAt(Float64Array.of(0, 1 / 30, 2 / 30), 0.06666)).toBe(2);
  });
});

describe('framesOf()', () => {
  test('begins at 0 and goes by the rate of an even clip', () => {
    expect(framesOf(tinyClip(3))).toEqual(Float64Array.of(0, 1 / 30, 2 / 30));
  });

  test('goes by the times of an uneven one', () => {
    expect(framesOf({ ...tinyClip(2), times: Float32Array.of(0, 0.5) })).toEqual(Float64Array.of(0, 0.5));
  });
});

import { describe, expect, test } from 'vitest';
import { fromUpright } from '../../../../packages/capture/src/video/upright.ts';
import type { Orientation } from '../../../../packages/capture/src/video/upright.ts';

/** The numbers of the stored pixels, counted row by row, that the pixels of the upright picture lie in. */
function upright(width: number, height: number, how: Orientation, storedWidth = 3, storedHeight = 2): number[] {
  const stored = { width: storedWidth, height: storedHeight };
  const [a, b, c, d, e, f] = fromUpright({ width, height }, stored, how);
  return Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    return Math.floor(d * x + e * y + f) * storedWidth + Math.floor(a * x + b * y + c);
  });
}

// What is stored:  0 1 2
//                  3 4 5
describe('fromUpright()', () => {
  test.each([
    ['nothing', 3, 2, { rotation: 0, flip: false }, [0, 1, 2, 3, 4, 5]],
    ['a flip', 3, 2, { rotation: 0, flip: true }, [2, 1, 0, 5, 4, 3]],
    ['a quarter turn', 2, 3, { rotation: 90, flip: false }, [3, 0, 4, 1, 5, 2]],
    ['a half turn', 3, 2, { rotation: 180, flip: false }, [5, 4, 3, 2, 1, 0]],
    ['three quarters', 2, 3, { rotation: 270, flip: false }, [2, 5, 1, 4, 0, 3]],
    ['a quarter turn, then a flip', 2, 3, { rotation: 90, flip: true }, [0, 3, 1, 4, 2, 5]],
  ] as const)('does %s', (_name, width, height, how, expected) => {
    expect(upright(width, height, how)).toEqual(expected);
  });

  test('makes wide pixels square', () => {
    expect(upright(6, 2, { rotation: 0, flip: false })).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  test('reaches from border to border, whatever the sizes', () => {
    for (const rotation of [0, 90, 180, 270] as const) {
      for (const flip of [false, true]) {
        const [a, b, c, d, e, f] = fromUpright(
          { width: 101, height: 57 },
          { width: 53, height: 31 },
          { rotation, flip },
        );
        for (const [x, y] of [
          [0, 0],
          [101, 57],
        ] as const) {
          expect([0, 53]).toContainEqual(expect.closeTo(a * x + b * y + c, 9));
          expect([0, 31]).toContainEqual(expect.closeTo(d * x + e * y + f, 9));
        }
      }
    }
  });
});

import { describe, expect, test } from 'vitest';
import { turnUpright } from '../../../../packages/capture/src/video/upright.ts';
import type { Orientation } from '../../../../packages/capture/src/video/upright.ts';

/** A picture whose pixels are numbered row by row. */
function numbered(width: number, height: number): { data: Uint8Array; width: number; height: number } {
  const pixels = Uint32Array.from({ length: width * height }, (_, i) => i);
  return { data: new Uint8Array(pixels.buffer), width, height };
}

function upright(width: number, height: number, how: Orientation, rawWidth = 3, rawHeight = 2): number[] {
  const out = new Uint8Array(width * height * 4);
  turnUpright(out, width, height, numbered(rawWidth, rawHeight), how);
  return [...new Uint32Array(out.buffer)];
}

// The source:  0 1 2
//              3 4 5
describe('turnUpright()', () => {
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

  test('stays inside the picture, whatever the sizes', () => {
    for (const rotation of [0, 90, 180, 270] as const) {
      for (const flip of [false, true]) {
        for (const [width, height] of [
          [1, 1],
          [7, 3],
          [101, 57],
        ] as const) {
          const pixels = upright(width, height, { rotation, flip }, 53, 31);
          expect(new Set(pixels).size).toBeGreaterThan((width * height) / 4);
          expect(Math.max(...pixels)).toBeLessThan(53 * 31);
        }
      }
    }
  });
});

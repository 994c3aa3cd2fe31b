import { cropRegion } from '../crop.ts';
import type { Frame } from '../frame.ts';
import type { FaceLandmarks } from '../landmarks.ts';

/** Corners of the eyes in the mesh, from the person's right to the left. */
const LEFT_EYE = [362, 263] as const;
const RIGHT_EYE = [33, 133] as const;

// An eye is cut out as a square as wide as it is, and looked at where an iris can be: not at its corners, nor at the brow.
const SIDE = 32;
const [FIRST_COLUMN, LAST_COLUMN] = [6, 25];
const [FIRST_ROW, LAST_ROW] = [8, 22];
const RANGE = { scale: 1 / 255, offset: 0 };
/** How light red, green and blue are to the eye (ITU-R BT.601). */
const LIGHTNESS = [0.299, 0.587, 0.114] as const;

/** Looks at the eyes themselves: the mesh hardly moves where a single one closes. */
export function createEyeContrast(): (frame: Frame, image: Float32Array) => FaceLandmarks['eyes'] {
  const pixels = new Float32Array(SIDE * SIDE * 3);
  return (frame, image) => {
    const contrast = ([from, to]: readonly [number, number]): number => {
      const [fromX, fromY] = [image[from * 3]!, image[from * 3 + 1]!];
      const [toX, toY] = [image[to * 3]!, image[to * 3 + 1]!];
      const region = {
        centreX: (fromX + toX) / 2,
        centreY: (fromY + toY) / 2,
        acrossX: toX - fromX,
        acrossY: toY - fromY,
      };
      cropRegion(pixels, SIDE, frame, region, RANGE);
      return changeAlong(pixels);
    };
    return [contrast(LEFT_EYE), contrast(RIGHT_EYE)];
  };
}

/** Mean change of lightness from a pixel to the next one of its row, as a share of the mean lightness. */
function changeAlong(pixels: Float32Array): number {
  let changes = 0;
  let sum = 0;
  for (let row = FIRST_ROW; row <= LAST_ROW; row++) {
    for (let column = FIRST_COLUMN; column <= LAST_COLUMN; column++) {
      const here = lightnessAt(pixels, (row * SIDE + column) * 3);
      changes += Math.abs(lightnessAt(pixels, (row * SIDE + column + 1) * 3) - here);
      sum += here;
    }
  }
  return sum > 0 ? changes / sum : 0;
}

function lightnessAt(pixels: Float32Array, at: number): number {
  return LIGHTNESS[0] * pixels[at]! + LIGHTNESS[1] * pixels[at + 1]! + LIGHTNESS[2] * pixels[at + 2]!;
}

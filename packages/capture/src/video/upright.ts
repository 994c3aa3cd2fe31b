import type { Affine } from '../track/frame.ts';

/** How the pixels of a file become an upright picture: first turned clockwise, then flipped left to right. */
export interface Orientation {
  readonly rotation: 0 | 90 | 180 | 270;
  readonly flip: boolean;
}

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where a place of the upright picture lies in the picture as it is stored, from the upper left corner of either. It also
 * makes the pixels square, for the upright picture has as many as it takes.
 */
export function fromUpright(upright: Size, stored: Size, { rotation, flip }: Orientation): Affine {
  const [a, b, c, d, e, f] = turn(upright, stored, rotation);
  return flip ? [-a, b, a * upright.width + c, -d, e, d * upright.width + f] : [a, b, c, d, e, f];
}

function turn({ width, height }: Size, stored: Size, rotation: Orientation['rotation']): Affine {
  switch (rotation) {
    case 0:
      return [stored.width / width, 0, 0, 0, stored.height / height, 0];
    // A clockwise quarter turn brings the stored left column to the top: to go right is to go up in what is stored.
    case 90:
      return [0, stored.width / height, 0, -stored.height / width, 0, stored.height];
    case 180:
      return [-stored.width / width, 0, stored.width, 0, -stored.height / height, stored.height];
    case 270:
      return [0, -stored.width / height, stored.width, stored.height / width, 0, 0];
  }
}

import type { View } from '../tuning.ts';

/**
 * One decoded picture, as its decoder left it: the crops need a small part of its pixels, so only those are made upright
 * and turned into red, green and blue. The next frame overwrites its samples.
 */
export interface Frame {
  /** Lightness and two colour differences, or red, green and blue. */
  readonly planes: readonly [Plane, Plane, Plane];
  /** Makes red, green and blue of the samples of the three planes. */
  readonly toRgb: ToRgb;
  /** Pixels of the upright picture. */
  readonly width: number;
  readonly height: number;
  /** The part of it in which somebody is looked for: all else is black. Default: the whole. */
  readonly view?: View;
  /** Seconds from the start of the video. */
  readonly time: number;
}

/** One component of a picture, in rows from the top of the picture as it is stored. */
export interface Plane {
  /** 8 bits a sample, or more of them. May hold other planes as well. */
  readonly samples: Uint8Array | Uint16Array;
  /** Index of the first sample. */
  readonly first: number;
  /** From a sample to the next one of its row, and of its column. */
  readonly columnStep: number;
  readonly rowStep: number;
  readonly columns: number;
  readonly rows: number;
  /** From a place in the upright picture to one in this plane, whose first sample lies at (0, 0). */
  readonly fromUpright: Affine;
}

/** `[a, b, c, d, e, f]`: takes (x, y) to (a·x + b·y + c, d·x + e·y + f). */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** [3 × 4] row-major: takes three samples and a 1 to red, green and blue, 0…255. What lies outside is cut off. */
// prettier-ignore
export type ToRgb = readonly [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
];

/** The part of a picture in which somebody is looked for. */
export function viewOfFrame({ view, width, height }: Frame): View {
  return view ?? { left: 0, top: 0, right: width, bottom: height };
}

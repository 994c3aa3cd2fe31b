import type { Body, Piece } from '../body/body.ts';
import { join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { makeHair } from './hair.ts';
import { carveFace, scalp, strands } from './scalp.ts';

/** Locks from the hairline up, over and to the left: root, bend, tip, and the radius at each. */
const LOCKS: readonly (readonly [Vec3, Vec3, Vec3, number, number, number])[] = [
  [[-0.056, 1.738, 0.04], [-0.056, 1.774, 0.044], [-0.026, 1.806, 0.026], 0.014, 0.023, 0.013],
  [[-0.032, 1.75, 0.06], [-0.024, 1.788, 0.066], [0.012, 1.814, 0.044], 0.014, 0.024, 0.013],
  [[-0.002, 1.754, 0.064], [0.012, 1.79, 0.07], [0.046, 1.806, 0.05], 0.014, 0.023, 0.012],
  [[0.028, 1.75, 0.058], [0.044, 1.778, 0.06], [0.074, 1.784, 0.036], 0.014, 0.02, 0.011],
  [[0.052, 1.736, 0.04], [0.068, 1.756, 0.038], [0.086, 1.748, 0.012], 0.013, 0.017, 0.01],
  [[-0.046, 1.776, 0.014], [-0.034, 1.782, -0.022], [-0.018, 1.768, -0.066], 0.024, 0.02, 0.011],
  [[-0.01, 1.788, 0.016], [0.008, 1.786, -0.022], [0.026, 1.764, -0.066], 0.024, 0.02, 0.011],
  [[0.034, 1.778, 0.012], [0.052, 1.768, -0.022], [0.062, 1.742, -0.06], 0.022, 0.018, 0.01],
];
const HAIRLINE = { forehead: 1.74, temple: 0.016, ears: true };

/** Short at the sides, swept up in front. */
export function quiff(body: Body): Piece {
  return makeHair(body, 'Hair', (p) => locks(p, short(p)), {
    box: [
      [-0.125, 1.54, -0.155],
      [0.125, 1.85, 0.125],
    ],
  });
}

/** Short all over: what a cap leaves to be seen. */
export function cropped(body: Body): Piece {
  return makeHair(body, 'Hair', short, {
    box: [
      [-0.12, 1.54, -0.15],
      [0.12, 1.8, 0.1],
    ],
  });
}

function short(p: Vec3): number {
  const left = leftOf(p);
  let d = scalp(left, 0.007, 0.0125) + strands(p) * 0.0012;
  d = join(d, ellipsoid(left, [0, 1.61, -0.072], [0.055, 0.05, 0.034]), 0.03);
  d = carveFace(d, left, HAIRLINE);
  return meet(d, 1.578 + 0.25 * left[0] - p[1], 0.012);
}

function locks(p: Vec3, d: number): number {
  let whole = d;
  for (const [root, bend, tip, a, b, c] of LOCKS) {
    whole = join(whole, Math.min(bar(p, root, bend, a, b), bar(p, bend, tip, b, c)), 0.019);
  }
  return whole;
}

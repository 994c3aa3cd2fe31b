import { carve, join, meet } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { skull } from './head.ts';
import { HAIR } from './palette.ts';

/** Locks of the quiff, from the hairline up, over and to the left: root, bend, tip, and the radius at each. */
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

export function hair(p: Vec3): number {
  const left = leftOf(p);
  const thickness = mix(0.007, 0.015, smoothstep(1.62, 1.76, p[1]));
  let d = skull(left, thickness) + strands(p) * 0.0014;
  d = join(d, ellipsoid(left, [0, 1.61, -0.072], [0.055, 0.05, 0.034]), 0.03);
  d = carveFace(d, p, left);
  const locks = LOCKS.map(([root, bend, tip, a, b, c]) => Math.min(bar(p, root, bend, a, b), bar(p, bend, tip, b, c)));
  d = locks.reduce((whole, lock) => join(whole, lock, 0.019), d);
  return meet(d, 1.578 + 0.25 * left[0] - p[1], 0.012);
}

export function makeHair(): Part[] {
  const mesh = surfaceNets(hair, [
    axis(-0.125, [0.125, 0.0094]),
    axis(1.54, [1.85, 0.0094]),
    axis(-0.155, [0.125, 0.0094]),
  ]);
  return [makePart(mesh, { name: 'Hair', finish: 'matte', colour: shine, influences: { Head: 1 } })];
}

/** Away with what would grow on forehead, temples and ears. */
function carveFace(d: number, p: Vec3, left: Vec3): number {
  const hairline = 1.74 - 0.5 * Math.max(0, left[0] - 0.045);
  const forehead = meet(0.03 - p[2], p[1] - hairline, 0.012);
  const temple = meet(0.016 - p[2] - 0.35 * (1.68 - p[1]), p[1] - 1.712, 0.012);
  const aroundEar = ellipsoid(left, [0.092, 1.63, -0.008], [0.034, 0.042, 0.029]);
  return [forehead, temple, aroundEar].reduce((rest, region) => carve(rest, region, 0.01), d);
}

function strands(p: Vec3): number {
  return Math.sin(p[0] * 110 + Math.sin(p[1] * 40) * 1.5 + p[2] * 30);
}

function shine(p: Vec3): Colour {
  const light = 0.96 + 0.12 * strands(p) + 0.25 * smoothstep(1.74, 1.82, p[1]);
  return [HAIR[0] * light, HAIR[1] * light, HAIR[2] * light];
}

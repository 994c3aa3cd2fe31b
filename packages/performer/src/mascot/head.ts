import { carve, join } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Colour, Part } from '../figure.ts';
import { makePart } from '../figure.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf, lerp } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import type { Influences } from '../skin/influences.ts';
import { chain } from '../skin/influences.ts';
import { CREAM, EAR, FUR, SOCKS } from './palette.ts';

/** A wide head with tufted cheeks, a short muzzle and big ears. */
export function head(p: Vec3): number {
  const left = leftOf(p);
  let d = ellipsoid(left, [0, 0.875, 0], [0.205, 0.178, 0.178]);
  d = join(d, ellipsoid(left, [0.1, 0.815, 0.04], [0.115, 0.085, 0.11]), 0.05);
  // Two tufts on each cheek.
  d = join(d, bar(left, [0.16, 0.815, 0.03], [0.258, 0.782, 0.015], 0.055, 0.008), 0.03);
  d = join(d, bar(left, [0.15, 0.79, 0.04], [0.215, 0.737, 0.03], 0.05, 0.008), 0.02);
  d = join(d, muzzle(left), 0.045);
  return join(d, ear(left), 0.03);
}

export function makeHead(grain: number): Part {
  const mesh = surfaceNets(head, [
    axis(-0.28, [0.28, 0.0125 * grain]),
    axis(0.67, [1.05, 0.012 * grain], [1.21, 0.0125 * grain]),
    axis(-0.2, [0.02, 0.0135 * grain], [0.27, 0.0095 * grain]),
  ]);
  return makePart(mesh, { name: 'Head', finish: 'skin', colour: mask, influences: headInfluences });
}

export function headInfluences(p: Vec3): Influences {
  return chain('Neck', ['Head', smoothstep(0.67, 0.72, p[1] + 0.3 * Math.abs(p[0]))]);
}

function muzzle(left: Vec3): number {
  const snout = ellipsoid(left, [0, 0.822, 0.165], [0.07, 0.052, 0.078]);
  return join(snout, ellipsoid(left, [0.03, 0.806, 0.185], [0.046, 0.036, 0.05]), 0.02);
}

function ear(left: Vec3): number {
  // Flat from front to back.
  const p: Vec3 = [left[0], left[1], (left[2] + 0.02) * 1.7];
  const shell = bar(p, [0.122, 0.995, 0], [0.178, 1.155, -0.01], 0.078, 0.014) / 1.25;
  return carve(shell, ellipsoid(left, [0.14, 1.045, 0.052], [0.04, 0.075, 0.05]), 0.014);
}

/** Cream cheeks and muzzle, pink inside the ears, dark tips. */
function mask(p: Vec3): Colour {
  const [x, y, z] = leftOf(p);
  const cheek =
    smoothstep(0.022, -0.008, y - 0.842 - 0.16 * (x - 0.1) + 0.35 * Math.max(0, 0.05 - x)) * smoothstep(-0.03, 0.03, z);
  const snout = smoothstep(1.1, 0.95, Math.hypot(x / 0.085, (y - 0.815) / 0.058)) * smoothstep(0.12, 0.15, z);
  const face = lerp(FUR, CREAM, Math.max(cheek, snout));
  const hollow = Math.hypot((x - 0.147 - 0.28 * (y - 1.06)) / 0.032, (y - 1.06) / 0.062);
  const inner = smoothstep(1.1, 0.8, hollow) * smoothstep(-0.03, -0.005, z);
  const tip = smoothstep(1.095, 1.115, y);
  return lerp(lerp(face, EAR, inner), SOCKS, tip);
}

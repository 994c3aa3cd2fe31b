import { carve, meet } from '../field/field.ts';
import { ellipsoid } from '../field/primitives.ts';
import { skull } from '../face/head.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';

/** Hair that grows close: `low` metres thick at the nape, `high` on the crown. */
export function scalp(left: Vec3, low: number, high: number): number {
  return skull(left, mix(low, high, smoothstep(1.62, 1.76, left[1])));
}

export interface Hairline {
  /** Height of the hair's edge in the middle of the forehead. */
  readonly forehead: number;
  /** How far in front of the ears the temples are bare: z, metres. */
  readonly temple: number;
  /** Whether the ears stay free. */
  readonly ears: boolean;
  /** How roundly it is cut: thick hair stands out over a sharp edge like a shelf. */
  readonly soft?: number;
}

/** Away with what would grow on forehead, temples and ears. */
export function carveFace(d: number, left: Vec3, { forehead, temple, ears, soft = 0.01 }: Hairline): number {
  const [x, y, z] = left;
  const hairline = forehead - 0.5 * Math.max(0, x - 0.045);
  const brow = meet(0.03 - z, y - hairline, 0.012);
  const side = meet(temple - z - 0.35 * (1.68 - y), y - (forehead - 0.028), 0.012);
  let rest = carve(carve(d, brow, soft), side, soft);
  if (ears) rest = carve(rest, ellipsoid(left, [0.094, 1.632, -0.008], [0.036, 0.043, 0.03]), 0.01);
  return rest;
}

/** The waves of combed hair: 1 on a crest, −1 in a trough. */
export function strands(p: Vec3): number {
  return Math.sin(p[0] * 110 + Math.sin(p[1] * 40) * 1.5 + p[2] * 30);
}

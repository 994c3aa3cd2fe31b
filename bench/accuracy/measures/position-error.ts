import { LIMBS, PARTS } from './limbs.ts';
import type { LimbMotion, Part } from './limbs.ts';

/** MPJPE: the mean distance of all limb joints, both bodies with the middle of their hips at the origin. Metres. */
export function positionError(ours: LimbMotion, truth: LimbMotion): number {
  return mean(distances(ours, truth));
}

/** The same of each joint, left and right together. */
export function errorByPart(ours: LimbMotion, truth: LimbMotion): Record<Part, number> {
  const all = distances(ours, truth);
  const entries = PARTS.map((part, i) => [part, mean(all.filter((_, at) => Math.floor((at % LIMBS) / 2) === i))]);
  return Object.fromEntries(entries) as Record<Part, number>;
}

/** [frames × 12] metres. */
function distances(ours: LimbMotion, truth: LimbMotion): number[] {
  const [a, b] = [ours.places, truth.places];
  if (a.length !== b.length) throw new RangeError(`Cannot compare ${a.length} numbers with ${b.length}`);
  return Array.from({ length: a.length / 3 }, (_, joint) => {
    const at = joint * 3;
    return Math.hypot(a[at]! - b[at]!, a[at + 1]! - b[at + 1]!, a[at + 2]! - b[at + 2]!);
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

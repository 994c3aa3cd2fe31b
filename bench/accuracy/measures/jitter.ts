import type { LimbMotion } from './limbs.ts';
import { LIMBS } from './limbs.ts';
import { mean } from './position-error.ts';

/** Mean size of the acceleration (2) or jerk (3) of the limb joints, from the middle of the hips. m/s² or m/s³. */
export function unrest({ times, places }: LimbMotion, order: 2 | 3): number {
  let values: Float64Array = places;
  let at = [...times];
  for (let round = 0; round < order; round++) {
    const next = new Float64Array(values.length - LIMBS * 3);
    for (let i = 0; i < next.length; i++) {
      const frame = Math.floor(i / (LIMBS * 3));
      next[i] = (values[i + LIMBS * 3]! - values[i]!) / (at[frame + 1]! - at[frame]!);
    }
    at = at.slice(1).map((time, i) => (time + at[i]!) / 2);
    values = next;
  }
  return mean(Array.from({ length: values.length / 3 }, (_, i) => Math.hypot(...values.subarray(i * 3, i * 3 + 3))));
}

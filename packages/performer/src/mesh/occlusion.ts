import type { Field } from '../field/field.ts';
import { clamp } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, scale } from '../math/vec3.ts';

/** [distance along the normal, weight] of the samples. */
const SAMPLES = [
  [0.008, 0.9],
  [0.02, 0.7],
  [0.045, 0.5],
  [0.09, 0.3],
] as const;

/**
 * How shut in a surface point is: 0 in the open, towards 1 in a deep crease. The field along the normal grows by the
 * distance walked where nothing is near; what it lacks is something in the way (Evans 2006, "Fast approximations for
 * global illumination").
 */
export function occlusion(solid: Field, position: Vec3, normal: Vec3): number {
  let lack = 0;
  let total = 0;
  for (const [step, weight] of SAMPLES) {
    lack += weight * clamp((step - solid(add(position, scale(normal, step)))) / step);
    total += weight;
  }
  return clamp((lack / total) * 1.15);
}

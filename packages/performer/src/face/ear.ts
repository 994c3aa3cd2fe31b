import { carve, join } from '../field/field.ts';
import { ellipsoid, sphere } from '../field/primitives.ts';
import type { Vec3 } from '../math/vec3.ts';

/** A shell with a rim, a deep hollow and a lobe, leaning back and out. */
export function ear(left: Vec3, size: number): number {
  const x = (left[0] - 0.078) / size + 0.078;
  const y = (left[1] - 1.63) / size + 1.63;
  const z = (left[2] + 0.012) / size - 0.012;
  if (x < 0.06) return (0.06 - x) * size + 0.02;
  const p: Vec3 = [x + 0.26 * (z + 0.012), y, z + 0.15 * (y - 1.632)];
  let d = ellipsoid(p, [0.0915, 1.636, -0.014], [0.0125, 0.034, 0.022]);
  d = join(d, sphere(p, [0.087, 1.606, -0.004], 0.01), 0.012);
  // The hollow, and the shallower groove inside the rim.
  d = carve(d, ellipsoid(p, [0.1045, 1.634, -0.006], [0.0135, 0.016, 0.0115]), 0.005);
  return carve(d, ellipsoid(p, [0.1065, 1.651, -0.014], [0.0095, 0.011, 0.012]), 0.005) * size;
}

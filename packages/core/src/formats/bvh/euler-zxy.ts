import type { FloatArray } from '../../math/float-array.ts';

const DEGREES = 180 / Math.PI;

/**
 * A rotation as the angles of Z·X·Y, degrees, the set nearest to the angles that `out` holds from the frame before:
 * programs that blend the curves of a BVH file must not see a jump of 360° or a change of branch.
 *
 * X and Y come from what is left after Z is taken off, so the product is exact also where X is ±90° and the split
 * between Z and Y is free.
 *
 * @param out - [3] degrees z, x, y. Read as the previous angles.
 */
export function eulerZxy(out: Float64Array, rotations: FloatArray, at: number): void {
  const length = Math.hypot(rotations[at]!, rotations[at + 1]!, rotations[at + 2]!, rotations[at + 3]!) || 1;
  const x = rotations[at]! / length;
  const y = rotations[at + 1]! / length;
  const z = rotations[at + 2]! / length;
  const w = rotations[at + 3]! / length;
  const m00 = 1 - 2 * (y * y + z * z);
  const m01 = 2 * (x * y - z * w);
  const m02 = 2 * (x * z + y * w);
  const m10 = 2 * (x * y + z * w);
  const m11 = 1 - 2 * (x * x + z * z);
  const m12 = 2 * (y * z - x * w);
  const m21 = 2 * (y * z + x * w);
  const turnZ = Math.atan2(-m01, m11);
  const cosine = Math.cos(turnZ);
  const sine = Math.sin(turnZ);
  const turnX = Math.atan2(m21, cosine * m11 - sine * m01);
  const turnY = Math.atan2(cosine * m02 + sine * m12, cosine * m00 + sine * m10);
  const lastZ = out[0]!;
  const lastX = out[1]!;
  const lastY = out[2]!;
  const a = [near(turnZ * DEGREES, lastZ), near(turnX * DEGREES, lastX), near(turnY * DEGREES, lastY)];
  // The same rotation by the other branch.
  const b = [
    near(turnZ * DEGREES + 180, lastZ),
    near(180 - turnX * DEGREES, lastX),
    near(turnY * DEGREES + 180, lastY),
  ];
  out.set(travel(a, out) <= travel(b, out) ? a : b);
}

/** The same angle, less than half a turn from another one. */
function near(degrees: number, target: number): number {
  return degrees + 360 * Math.round((target - degrees) / 360);
}

function travel(angles: readonly number[], from: Float64Array): number {
  return angles.reduce((sum, angle, i) => sum + Math.abs(angle - from[i]!), 0);
}

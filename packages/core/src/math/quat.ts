/**
 * Rotations as unit quaternions xyzw in flat arrays. `out` comes first and may be the same four numbers as an input;
 * `…At` is the index of the first of them. Nothing allocates (but see `vec3.ts`). `a·b` turns by b first, then by a.
 */
import type { FloatArray } from './float-array.ts';

/** Where a function that is given a number leaves it for the one that reads numbers from arrays. */
const given = new Float64Array(1);

export function setQuat(out: FloatArray, outAt: number, x: number, y: number, z: number, w: number): void {
  out[outAt] = x;
  out[outAt + 1] = y;
  out[outAt + 2] = z;
  out[outAt + 3] = w;
}

export function copyQuat(out: FloatArray, outAt: number, a: FloatArray, aAt: number): void {
  out[outAt] = a[aAt]!;
  out[outAt + 1] = a[aAt + 1]!;
  out[outAt + 2] = a[aAt + 2]!;
  out[outAt + 3] = a[aAt + 3]!;
}

/** `a·b`: b first, then a. */
export function multiplyQuat(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
): void {
  const ax = a[aAt]!;
  const ay = a[aAt + 1]!;
  const az = a[aAt + 2]!;
  const aw = a[aAt + 3]!;
  const bx = b[bAt]!;
  const by = b[bAt + 1]!;
  const bz = b[bAt + 2]!;
  const bw = b[bAt + 3]!;
  out[outAt] = aw * bx + ax * bw + ay * bz - az * by;
  out[outAt + 1] = aw * by - ax * bz + ay * bw + az * bx;
  out[outAt + 2] = aw * bz + ax * by - ay * bx + az * bw;
  out[outAt + 3] = aw * bw - ax * bx - ay * by - az * bz;
}

/** The opposite turn. */
export function conjugateQuat(out: FloatArray, outAt: number, a: FloatArray, aAt: number): void {
  out[outAt] = -a[aAt]!;
  out[outAt + 1] = -a[aAt + 1]!;
  out[outAt + 2] = -a[aAt + 2]!;
  out[outAt + 3] = a[aAt + 3]!;
}

/** `a⁻¹·b`: what turns a into b, seen from a. */
export function relativeQuat(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
): void {
  const x = a[aAt]!;
  const y = a[aAt + 1]!;
  const z = a[aAt + 2]!;
  const w = a[aAt + 3]!;
  const bx = b[bAt]!;
  const by = b[bAt + 1]!;
  const bz = b[bAt + 2]!;
  const bw = b[bAt + 3]!;
  out[outAt] = w * bx - x * bw - y * bz + z * by;
  out[outAt + 1] = w * by + x * bz - y * bw - z * bx;
  out[outAt + 2] = w * bz - x * by + y * bx - z * bw;
  out[outAt + 3] = w * bw + x * bx + y * by + z * bz;
}

export function dotQuat(a: FloatArray, aAt: number, b: FloatArray, bAt: number): number {
  return a[aAt]! * b[bAt]! + a[aAt + 1]! * b[bAt + 1]! + a[aAt + 2]! * b[bAt + 2]! + a[aAt + 3]! * b[bAt + 3]!;
}

/** Scales to unit length. Four zeros, or anything that is not finite, become no turn. */
export function normalizeQuat(out: FloatArray, outAt: number, a: FloatArray, aAt: number): void {
  const x = a[aAt]!;
  const y = a[aAt + 1]!;
  const z = a[aAt + 2]!;
  const w = a[aAt + 3]!;
  // Not Math.hypot: it guards against an overflow that unit numbers never see, at ten times the price.
  const length = Math.sqrt(x * x + y * y + z * z + w * w);
  const turns = length > 1e-12 && length < Infinity;
  out[outAt] = turns ? x / length : 0;
  out[outAt + 1] = turns ? y / length : 0;
  out[outAt + 2] = turns ? z / length : 0;
  out[outAt + 3] = turns ? w / length : 1;
}

/** The shorter way from a (t = 0) to b (t = 1) at even speed. */
export function slerpQuat(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
  t: number,
): void {
  given[0] = t;
  slerpQuatBy(out, outAt, a, aAt, b, bAt, given, 0);
}

/** As `slerpQuat`, for every frame: t is `shares[shareAt]`. */
export function slerpQuatBy(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
  shares: FloatArray,
  shareAt: number,
): void {
  const t = shares[shareAt]!;
  const dot = a[aAt]! * b[bAt]! + a[aAt + 1]! * b[bAt + 1]! + a[aAt + 2]! * b[bAt + 2]! + a[aAt + 3]! * b[bAt + 3]!;
  const cosine = Math.min(1, Math.abs(dot));
  let weightA = 1 - t;
  let weightB = t;
  // Under 0.03 rad sin(θ) loses digits, and a straight line is the same to 1e-9.
  if (cosine < 0.9995) {
    const angle = Math.acos(cosine);
    const sine = Math.sin(angle);
    weightA = Math.sin((1 - t) * angle) / sine;
    weightB = Math.sin(t * angle) / sine;
  }
  if (dot < 0) weightB = -weightB;
  for (let i = 0; i < 4; i++) out[outAt + i] = a[aAt + i]! * weightA + b[bAt + i]! * weightB;
  normalizeQuat(out, outAt, out, outAt);
}

/** Angle of the turn that takes a to b, radians, [0, π]. q and −q are the same turn. */
export function angleBetweenQuats(a: FloatArray, aAt: number, b: FloatArray, bAt: number): number {
  const ax = a[aAt]!;
  const ay = a[aAt + 1]!;
  const az = a[aAt + 2]!;
  const aw = a[aAt + 3]!;
  const bx = b[bAt]!;
  const by = b[bAt + 1]!;
  const bz = b[bAt + 2]!;
  const bw = b[bAt + 3]!;
  // By the sine of the relative turn: acos of the dot product cannot tell angles under 0.03° in single precision.
  const x = aw * bx - ax * bw - ay * bz + az * by;
  const y = aw * by + ax * bz - ay * bw - az * bx;
  const z = aw * bz - ax * by + ay * bx - az * bw;
  return 2 * Math.atan2(Math.hypot(x, y, z), Math.abs(aw * bw + ax * bx + ay * by + az * bz));
}

/** Turns a vector. `out` may be the same triple as `v`. */
export function rotateVec3(
  out: FloatArray,
  outAt: number,
  q: FloatArray,
  qAt: number,
  v: FloatArray,
  vAt: number,
): void {
  const qx = q[qAt]!;
  const qy = q[qAt + 1]!;
  const qz = q[qAt + 2]!;
  const qw = q[qAt + 3]!;
  const x = v[vAt]!;
  const y = v[vAt + 1]!;
  const z = v[vAt + 2]!;
  // v' = v + 2w(u × v) + 2u × (u × v), with u the vector part of q.
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  out[outAt] = x + qw * tx + (qy * tz - qz * ty);
  out[outAt + 1] = y + qw * ty + (qz * tx - qx * tz);
  out[outAt + 2] = z + qw * tz + (qx * ty - qy * tx);
}

/** Turn by `angle` radians about a unit axis, right-handed. */
export function axisAngleQuat(out: FloatArray, outAt: number, axis: FloatArray, axisAt: number, angle: number): void {
  given[0] = angle;
  axisTurnQuat(out, outAt, axis, axisAt, given, 0);
}

/** As `axisAngleQuat`, for every frame: by `angles[angleAt]` radians. */
export function axisTurnQuat(
  out: FloatArray,
  outAt: number,
  axis: FloatArray,
  axisAt: number,
  angles: FloatArray,
  angleAt: number,
): void {
  const half = angles[angleAt]! / 2;
  const sine = Math.sin(half);
  out[outAt] = axis[axisAt]! * sine;
  out[outAt + 1] = axis[axisAt + 1]! * sine;
  out[outAt + 2] = axis[axisAt + 2]! * sine;
  out[outAt + 3] = Math.cos(half);
}

/**
 * The shortest turn that takes one unit vector to another. For opposite vectors, where every half turn is as short,
 * it is the one about an axis that depends on `from` alone. A zero vector gives no turn.
 */
export function shortestArcQuat(
  out: FloatArray,
  outAt: number,
  from: FloatArray,
  fromAt: number,
  to: FloatArray,
  toAt: number,
): void {
  const fx = from[fromAt]!;
  const fy = from[fromAt + 1]!;
  const fz = from[fromAt + 2]!;
  const tx = to[toAt]!;
  const ty = to[toAt + 1]!;
  const tz = to[toAt + 2]!;
  if ((fx === 0 && fy === 0 && fz === 0) || (tx === 0 && ty === 0 && tz === 0)) {
    setQuat(out, outAt, 0, 0, 0, 1);
    return;
  }
  const w = 1 + fx * tx + fy * ty + fz * tz;
  const isOpposite = !(w > 1e-13);
  const aboutZ = Math.abs(fx) > Math.abs(fz);
  // Of opposite vectors any axis at a right angle will do.
  out[outAt] = isOpposite ? (aboutZ ? -fy : 0) : fy * tz - fz * ty;
  out[outAt + 1] = isOpposite ? (aboutZ ? fx : -fz) : fz * tx - fx * tz;
  out[outAt + 2] = isOpposite ? (aboutZ ? 0 : fy) : fx * ty - fy * tx;
  out[outAt + 3] = isOpposite ? 0 : w;
  normalizeQuat(out, outAt, out, outAt);
}

/**
 * The turn whose matrix has these three columns: where x, y and z go. Unit, right-handed columns.
 *
 * @param columns - [9] column-major.
 */
export function basisQuat(out: FloatArray, outAt: number, columns: FloatArray, columnsAt: number): void {
  const xx = columns[columnsAt]!;
  const xy = columns[columnsAt + 1]!;
  const xz = columns[columnsAt + 2]!;
  const yx = columns[columnsAt + 3]!;
  const yy = columns[columnsAt + 4]!;
  const yz = columns[columnsAt + 5]!;
  const zx = columns[columnsAt + 6]!;
  const zy = columns[columnsAt + 7]!;
  const zz = columns[columnsAt + 8]!;
  // Shepperd's method: divide by the largest of the four, so that no digit is lost near half turns.
  if (xx + yy + zz > 0) setQuat(out, outAt, yz - zy, zx - xz, xy - yx, 1 + xx + yy + zz);
  else if (xx >= yy && xx >= zz) setQuat(out, outAt, 1 + xx - yy - zz, xy + yx, xz + zx, yz - zy);
  else if (yy >= zz) setQuat(out, outAt, xy + yx, 1 + yy - xx - zz, yz + zy, zx - xz);
  else setQuat(out, outAt, xz + zx, yz + zy, 1 + zz - xx - yy, xy - yx);
  normalizeQuat(out, outAt, out, outAt);
}

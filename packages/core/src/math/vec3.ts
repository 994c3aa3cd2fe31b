/**
 * Vectors in flat arrays. `out` comes first and may be the same triple as an input; `…At` is the index of the first
 * of the three numbers. Nothing allocates by itself, but V8 boxes a fraction that a function takes or returns wherever it
 * does not inline that function: what runs for every frame of a player uses only those that read and write arrays.
 */
import type { FloatArray } from './float-array.ts';

/** Where a function that is given a number leaves it for the one that reads numbers from arrays. */
const given = new Float64Array(1);

export function setVec3(out: FloatArray, outAt: number, x: number, y: number, z: number): void {
  out[outAt] = x;
  out[outAt + 1] = y;
  out[outAt + 2] = z;
}

export function copyVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number): void {
  out[outAt] = a[aAt]!;
  out[outAt + 1] = a[aAt + 1]!;
  out[outAt + 2] = a[aAt + 2]!;
}

export function addVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number, b: FloatArray, bAt: number): void {
  out[outAt] = a[aAt]! + b[bAt]!;
  out[outAt + 1] = a[aAt + 1]! + b[bAt + 1]!;
  out[outAt + 2] = a[aAt + 2]! + b[bAt + 2]!;
}

/** `a − b`. */
export function subtractVec3(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
): void {
  out[outAt] = a[aAt]! - b[bAt]!;
  out[outAt + 1] = a[aAt + 1]! - b[bAt + 1]!;
  out[outAt + 2] = a[aAt + 2]! - b[bAt + 2]!;
}

export function scaleVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number, factor: number): void {
  setVec3(out, outAt, a[aAt]! * factor, a[aAt + 1]! * factor, a[aAt + 2]! * factor);
}

export function dotVec3(a: FloatArray, aAt: number, b: FloatArray, bAt: number): number {
  return a[aAt]! * b[bAt]! + a[aAt + 1]! * b[bAt + 1]! + a[aAt + 2]! * b[bAt + 2]!;
}

/** `a × b`, right-handed: x × y = z. */
export function crossVec3(
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
  const bx = b[bAt]!;
  const by = b[bAt + 1]!;
  const bz = b[bAt + 2]!;
  setVec3(out, outAt, ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
}

export function lengthVec3(a: FloatArray, aAt: number): number {
  // Not Math.hypot: it guards against an overflow that metres never see, at ten times the price and 48 bytes a call.
  return Math.sqrt(dotVec3(a, aAt, a, aAt));
}

/** `out = a · b`. */
export function writeDotVec3(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
): void {
  out[outAt] = a[aAt]! * b[bAt]! + a[aAt + 1]! * b[bAt + 1]! + a[aAt + 2]! * b[bAt + 2]!;
}

/** `out = |a|`. */
export function writeLengthVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number): void {
  const x = a[aAt]!;
  const y = a[aAt + 1]!;
  const z = a[aAt + 2]!;
  out[outAt] = Math.sqrt(x * x + y * y + z * z);
}

export function distanceVec3(a: FloatArray, aAt: number, b: FloatArray, bAt: number): number {
  const x = a[aAt]! - b[bAt]!;
  const y = a[aAt + 1]! - b[bAt + 1]!;
  const z = a[aAt + 2]! - b[bAt + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/**
 * Scales to unit length. A vector without a direction (shorter than 1e-12, or not finite) becomes zero.
 *
 * @returns the length that it had; 0 where it had no direction.
 */
export function normalizeVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number): number {
  const length = lengthVec3(a, aAt);
  return unitVec3(out, outAt, a, aAt) ? length : 0;
}

/**
 * As `normalizeVec3`, for every frame.
 *
 * @returns whether it had a direction.
 */
export function unitVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number): boolean {
  const x = a[aAt]!;
  const y = a[aAt + 1]!;
  const z = a[aAt + 2]!;
  const length = Math.sqrt(x * x + y * y + z * z);
  const points = length > 1e-12 && length < Infinity;
  out[outAt] = points ? x / length : 0;
  out[outAt + 1] = points ? y / length : 0;
  out[outAt + 2] = points ? z / length : 0;
  return points;
}

/** `a + (b − a) t`. */
export function lerpVec3(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
  t: number,
): void {
  given[0] = t;
  lerpVec3By(out, outAt, a, aAt, b, bAt, given, 0);
}

/** As `lerpVec3`, for every frame: t is `shares[shareAt]`. */
export function lerpVec3By(
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
  for (let axis = 0; axis < 3; axis++) {
    out[outAt + axis] = a[aAt + axis]! + (b[bAt + axis]! - a[aAt + axis]!) * t;
  }
}

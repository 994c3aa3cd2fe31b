/**
 * Vectors in flat arrays. `out` comes first and may be the same triple as an input; `…At` is the index of the first
 * of the three numbers. Nothing allocates.
 */
import type { FloatArray } from './float-array.ts';

export function setVec3(out: FloatArray, outAt: number, x: number, y: number, z: number): void {
  out[outAt] = x;
  out[outAt + 1] = y;
  out[outAt + 2] = z;
}

export function copyVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number): void {
  setVec3(out, outAt, a[aAt]!, a[aAt + 1]!, a[aAt + 2]!);
}

export function addVec3(out: FloatArray, outAt: number, a: FloatArray, aAt: number, b: FloatArray, bAt: number): void {
  setVec3(out, outAt, a[aAt]! + b[bAt]!, a[aAt + 1]! + b[bAt + 1]!, a[aAt + 2]! + b[bAt + 2]!);
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
  setVec3(out, outAt, a[aAt]! - b[bAt]!, a[aAt + 1]! - b[bAt + 1]!, a[aAt + 2]! - b[bAt + 2]!);
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
  if (!(length > 1e-12 && length < Infinity)) {
    setVec3(out, outAt, 0, 0, 0);
    return 0;
  }
  setVec3(out, outAt, a[aAt]! / length, a[aAt + 1]! / length, a[aAt + 2]! / length);
  return length;
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
  for (let axis = 0; axis < 3; axis++) {
    out[outAt + axis] = a[aAt + axis]! + (b[bAt + axis]! - a[aAt + axis]!) * t;
  }
}

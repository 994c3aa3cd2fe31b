/** Affine 4×4 matrices, column-major, in flat arrays. `…At` is the index of the first of the sixteen numbers. */
import type { FloatArray } from './float-array.ts';
import { basisQuat } from './quat.ts';

/** `a·b`: b first, then a. `out` must not overlap an input. */
export function multiplyMat4(
  out: FloatArray,
  outAt: number,
  a: FloatArray,
  aAt: number,
  b: FloatArray,
  bAt: number,
): void {
  for (let column = 0; column < 16; column += 4) {
    for (let row = 0; row < 4; row++) {
      out[outAt + column + row] =
        a[aAt + row]! * b[bAt + column]! +
        a[aAt + row + 4]! * b[bAt + column + 1]! +
        a[aAt + row + 8]! * b[bAt + column + 2]! +
        a[aAt + row + 12]! * b[bAt + column + 3]!;
    }
  }
}

/** Translate ∘ rotate ∘ scale, as a glTF node means it. */
export function composeMat4(
  out: FloatArray,
  outAt: number,
  translation: FloatArray,
  translationAt: number,
  rotation: FloatArray,
  rotationAt: number,
  scale: FloatArray,
  scaleAt: number,
): void {
  const x = rotation[rotationAt]!;
  const y = rotation[rotationAt + 1]!;
  const z = rotation[rotationAt + 2]!;
  const w = rotation[rotationAt + 3]!;
  const sx = scale[scaleAt]!;
  const sy = scale[scaleAt + 1]!;
  const sz = scale[scaleAt + 2]!;
  out[outAt] = (1 - 2 * (y * y + z * z)) * sx;
  out[outAt + 1] = 2 * (x * y + z * w) * sx;
  out[outAt + 2] = 2 * (x * z - y * w) * sx;
  out[outAt + 4] = 2 * (x * y - z * w) * sy;
  out[outAt + 5] = (1 - 2 * (x * x + z * z)) * sy;
  out[outAt + 6] = 2 * (y * z + x * w) * sy;
  out[outAt + 8] = 2 * (x * z + y * w) * sz;
  out[outAt + 9] = 2 * (y * z - x * w) * sz;
  out[outAt + 10] = (1 - 2 * (x * x + y * y)) * sz;
  for (let row = 0; row < 3; row++) {
    out[outAt + row * 4 + 3] = 0;
    out[outAt + 12 + row] = translation[translationAt + row]!;
  }
  out[outAt + 15] = 1;
}

/**
 * Takes a matrix apart into translate ∘ rotate ∘ scale. A mirroring matrix gets a negative x scale. Shear is lost, and
 * an axis of length 0 counts as length 1 for the rotation.
 */
export function decomposeMat4(
  matrix: FloatArray,
  matrixAt: number,
  translation: FloatArray,
  translationAt: number,
  rotation: FloatArray,
  rotationAt: number,
  scale: FloatArray,
  scaleAt: number,
): void {
  const columns = new Float64Array(9);
  for (let column = 0; column < 3; column++) {
    for (let row = 0; row < 3; row++) columns[column * 3 + row] = matrix[matrixAt + column * 4 + row]!;
    translation[translationAt + column] = matrix[matrixAt + 12 + column]!;
  }
  const mirrored = determinant(columns) < 0;
  for (let column = 0; column < 3; column++) {
    const at = column * 3;
    const length = Math.hypot(columns[at]!, columns[at + 1]!, columns[at + 2]!);
    const signed = mirrored && column === 0 ? -length : length;
    scale[scaleAt + column] = signed;
    for (let row = 0; row < 3; row++) columns[at + row] = columns[at + row]! / (signed || 1);
  }
  basisQuat(rotation, rotationAt, columns, 0);
}

function determinant(m: Float64Array): number {
  return (
    m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) -
    m[3]! * (m[1]! * m[8]! - m[2]! * m[7]!) +
    m[6]! * (m[1]! * m[5]! - m[2]! * m[4]!)
  );
}

/**
 * The inverse of an affine matrix. `out` may be the same sixteen numbers as the input.
 *
 * @returns false where there is none; `out` is then left as it was.
 */
export function invertMat4(out: FloatArray, outAt: number, m: FloatArray, mAt: number): boolean {
  const columns = new Float64Array(12);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 3; row++) columns[column * 3 + row] = m[mAt + column * 4 + row]!;
  }
  const volume = determinant(columns);
  if (!Number.isFinite(1 / volume)) return false;
  for (let row = 0; row < 3; row++) {
    // A row of the inverse is the cross product of the two other columns over the volume.
    const b = ((row + 1) % 3) * 3;
    const c = ((row + 2) % 3) * 3;
    let moved = 0;
    for (let column = 0; column < 3; column++) {
      const y = (column + 1) % 3;
      const z = (column + 2) % 3;
      const value = (columns[b + y]! * columns[c + z]! - columns[b + z]! * columns[c + y]!) / volume;
      out[outAt + column * 4 + row] = value;
      moved -= value * columns[9 + column]!;
    }
    out[outAt + 12 + row] = moved;
    out[outAt + row * 4 + 3] = 0;
  }
  out[outAt + 15] = 1;
  return true;
}

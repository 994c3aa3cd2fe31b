import { rotateVec3 } from '@kinora/core/motion';
import { LIMBS } from './limbs.ts';
import type { LimbMotion } from './limbs.ts';
import { positionError } from './position-error.ts';

/** PA-MPJPE: what is left when each frame is moved, turned and scaled onto the truth as well as can be. Metres. */
export function alignedError(ours: LimbMotion, truth: LimbMotion): number {
  const size = LIMBS * 3;
  const fitted = new Float64Array(ours.places.length);
  const centred = new Float64Array(truth.places.length);
  for (let at = 0; at < fitted.length; at += size) {
    const [from, to] = [centre(ours.places.subarray(at, at + size)), centre(truth.places.subarray(at, at + size))];
    const rotation = bestRotation(from, to);
    const turned = turnAll(rotation, from);
    const scale = dot(turned, to) / dot(turned, turned);
    fitted.set(
      turned.map((value) => value * scale),
      at,
    );
    centred.set(to, at);
  }
  return positionError({ ...ours, places: fitted }, { ...truth, places: centred });
}

/**
 * How far from upright a body stands, by what turns the whole clip best onto the truth, both from the middle of their hips.
 * A heading that differs is no lean. Radians.
 */
export function leanError(ours: LimbMotion, truth: LimbMotion): number {
  const up = Float64Array.of(0, 1, 0);
  rotateVec3(up, 0, bestRotation(ours.places, truth.places), 0, up, 0);
  return Math.atan2(Math.hypot(up[0]!, up[2]!), up[1]!);
}

/** [4] the rotation that brings points onto others with the least squared error: Horn's largest eigenvector. */
export function bestRotation(from: Float64Array, to: Float64Array): Float64Array {
  const s = (i: number, j: number): number => {
    let sum = 0;
    for (let at = 0; at < from.length; at += 3) sum += from[at + i]! * to[at + j]!;
    return sum;
  };
  const [xx, yy, zz] = [s(0, 0), s(1, 1), s(2, 2)];
  const [x, y, z] = [s(1, 2) - s(2, 1), s(2, 0) - s(0, 2), s(0, 1) - s(1, 0)];
  const [xy, xz, yz] = [s(0, 1) + s(1, 0), s(0, 2) + s(2, 0), s(1, 2) + s(2, 1)];
  const matrix = [
    [xx - yy - zz, xy, xz, x],
    [xy, yy - xx - zz, yz, y],
    [xz, yz, zz - xx - yy, z],
    [x, y, z, xx + yy + zz],
  ];
  return largestEigenvector(matrix);
}

/** By powers of the shifted matrix, which is squared at each step: all its eigenvalues are made positive by the shift. */
function largestEigenvector(symmetric: readonly (readonly number[])[]): Float64Array {
  const shift = Math.hypot(...symmetric.flat());
  if (shift === 0) return Float64Array.of(0, 0, 0, 1);
  let power = symmetric.map((row, i) => row.map((value, j) => value / shift + (i === j ? 1 : 0)));
  for (let round = 0; round < 40; round++) {
    const squared = power.map((row) =>
      row.map((_, j) => row.reduce((sum, value, k) => sum + value * power[k]![j]!, 0)),
    );
    const size = Math.hypot(...squared.flat());
    power = squared.map((row) => row.map((value) => value / size));
  }
  // Every column is a multiple of it; the longest is the surest.
  const longest = power.reduce((best, row) => (Math.hypot(...row) > Math.hypot(...best) ? row : best));
  const length = Math.hypot(...longest);
  return Float64Array.from(longest, (value) => value / length);
}

function centre(points: Float64Array): Float64Array {
  const sums = [0, 0, 0];
  points.forEach((value, i) => (sums[i % 3]! += value));
  return points.map((value, i) => value - (sums[i % 3]! * 3) / points.length);
}

export function turnAll(rotation: Float64Array, points: Float64Array): Float64Array {
  const out = new Float64Array(points.length);
  for (let at = 0; at < points.length; at += 3) rotateVec3(out, at, rotation, 0, points, at);
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

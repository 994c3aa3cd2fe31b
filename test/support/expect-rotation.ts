import { expect } from 'vitest';
import type { Clip } from '@kinora/core/motion';

const DEGREES = 180 / Math.PI;

/** Angle between two rotations, degrees. q and −q are the same rotation. */
export function degreesBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [ax = 0, ay = 0, az = 0, aw = 1] = Array.from(a);
  const [bx = 0, by = 0, bz = 0, bw = 1] = Array.from(b);
  const x = aw * bx - ax * bw - ay * bz + az * by;
  const y = aw * by + ax * bz - ay * bw - az * bx;
  const z = aw * bz - ax * by + ay * bx - az * bw;
  return 2 * Math.atan2(Math.hypot(x, y, z), Math.abs(aw * bw + ax * bx + ay * by + az * bz)) * DEGREES;
}

export function expectSameRotation(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  toleranceDegrees: number,
): void {
  expect(degreesBetween(actual, expected)).toBeLessThanOrEqual(toleranceDegrees);
}

/** Largest angle between the joints of two clips of one rig, degrees, and largest distance of what moves, metres. */
export function clipDifference(a: Clip, b: Clip): { degrees: number; metres: number } {
  expect(a.frames).toBe(b.frames);
  expect([...a.translated]).toEqual([...b.translated]);
  let degrees = 0;
  let metres = 0;
  for (let at = 0; at < a.rotations.length; at += 4) {
    degrees = Math.max(degrees, degreesBetween(a.rotations.subarray(at, at + 4), b.rotations.subarray(at, at + 4)));
  }
  for (let at = 0; at < a.translations.length; at++) {
    metres = Math.max(metres, Math.abs(a.translations[at]! - b.translations[at]!));
  }
  return { degrees, metres };
}

/** Angles between two runs of vectors [count × 3], degrees. */
export function vectorAngles(a: ArrayLike<number>, b: ArrayLike<number>): { mean: number; p99: number; max: number } {
  expect(a.length).toBe(b.length);
  const angles: number[] = [];
  for (let at = 0; at < a.length; at += 3) {
    const [ax, ay, az] = [a[at]!, a[at + 1]!, a[at + 2]!];
    const [bx, by, bz] = [b[at]!, b[at + 1]!, b[at + 2]!];
    const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
    angles.push(Math.atan2(cross, ax * bx + ay * by + az * bz) * DEGREES);
  }
  angles.sort((x, y) => x - y);
  return {
    mean: angles.reduce((sum, angle) => sum + angle, 0) / angles.length,
    p99: angles[Math.floor(angles.length * 0.99)]!,
    max: angles.at(-1)!,
  };
}

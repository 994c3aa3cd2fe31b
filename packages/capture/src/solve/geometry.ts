/**
 * Vectors and rotations as values. The solver looks at a few dozen points per frame, once per clip: here a formula that
 * reads like the geometry is worth more than the allocations it saves. Rotations are core's.
 */
import { basisQuat, multiplyQuat, relativeQuat, rotateVec3, shortestArcQuat, slerpQuat } from '@kinora/core/motion';

export type Vec = readonly [x: number, y: number, z: number];
/** [4] xyzw, unit length. */
export type Quat = Float64Array;

export const X: Vec = [1, 0, 0];
export const Y: Vec = [0, 1, 0];
export const Z: Vec = [0, 0, 1];

export function add(a: Vec, b: Vec): Vec {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vec, factor: number): Vec {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vec): number {
  return Math.hypot(a[0], a[1], a[2]);
}

/** Radians from 0 to π; 0 where one has no direction. */
export function angleBetween(a: Vec, b: Vec): number {
  return Math.atan2(length(cross(a, b)), dot(a, b));
}

/** Length 1; a vector without a direction stays zero. */
export function unit(a: Vec): Vec {
  const size = length(a);
  return size > 1e-9 ? scale(a, 1 / size) : [0, 0, 0];
}

export function middle(a: Vec, b: Vec): Vec {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

/** The part of `a` that is at right angles to a unit vector. */
export function across(a: Vec, axis: Vec): Vec {
  return subtract(a, scale(axis, dot(a, axis)));
}

type AxisIndex = 0 | 1 | 2;

/**
 * The rotation that takes one axis exactly onto `exact` and a second one as near to `near` as a right angle allows.
 * Where the two directions are parallel or missing, the second one is free, and any right angle is taken.
 */
export function orient(exactAxis: AxisIndex, exact: Vec, nearAxis: AxisIndex, near: Vec): Quat {
  const sign = (nearAxis - exactAxis + 3) % 3 === 1 ? 1 : -1;
  const first = length(exact) > 1e-9 ? unit(exact) : [X, Y, Z][exactAxis]!;
  const sideways = [near, [X, Y, Z][nearAxis]!, X, Y].find((direction) => length(cross(first, direction)) > 1e-6)!;
  const third = scale(unit(cross(first, sideways)), sign);
  const columns = new Float64Array(9);
  columns.set(first, exactAxis * 3);
  columns.set(scale(cross(third, first), sign), nearAxis * 3);
  columns.set(third, (3 - exactAxis - nearAxis) * 3);
  const out = new Float64Array(4);
  basisQuat(out, 0, columns, 0);
  return out;
}

/** b first, then a. */
export function multiply(a: Quat, b: Quat): Quat {
  const out = new Float64Array(4);
  multiplyQuat(out, 0, a, 0, b, 0);
  return out;
}

/** b as seen from a: `a⁻¹·b`. */
export function relative(a: Quat, b: Quat): Quat {
  const out = new Float64Array(4);
  relativeQuat(out, 0, a, 0, b, 0);
  return out;
}

export function between(a: Quat, b: Quat, t: number): Quat {
  const out = new Float64Array(4);
  slerpQuat(out, 0, a, 0, b, 0, t);
  return out;
}

export function turn(q: Quat, v: Vec): Vec {
  const out = Float64Array.of(v[0], v[1], v[2]);
  rotateVec3(out, 0, q, 0, out, 0);
  return [out[0]!, out[1]!, out[2]!];
}

/** The shortest turn between two directions. */
export function arc(from: Vec, to: Vec): Quat {
  const out = new Float64Array(4);
  shortestArcQuat(out, 0, Float64Array.from(unit(from)), 0, Float64Array.from(unit(to)), 0);
  return out;
}

export function quatAt(rotations: Float32Array | Float64Array, at: number): Quat {
  return Float64Array.of(rotations[at]!, rotations[at + 1]!, rotations[at + 2]!, rotations[at + 3]!);
}

export function vecAt(positions: Float32Array | Float64Array, at: number): Vec {
  return [positions[at]!, positions[at + 1]!, positions[at + 2]!];
}

/** 0 below `from`, 1 above `to`, without a corner. */
export function smoothStep(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

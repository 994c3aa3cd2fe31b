import type { Vec3 } from './vec3.ts';
import { add, cross, dot, normalize, scale, subtract } from './vec3.ts';

/** Unit quaternion xyzw. `multiply(a, b)` turns by b first. */
export type Quat = readonly [number, number, number, number];

export const IDENTITY: Quat = [0, 0, 0, 1];

export function fromAxis(axis: Vec3, angle: number): Quat {
  const half = scale(normalize(axis), Math.sin(angle / 2));
  return [half[0], half[1], half[2], Math.cos(angle / 2)];
}

export function multiply(a: Quat, b: Quat): Quat {
  return [
    a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1],
    a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0],
    a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3],
    a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2],
  ];
}

export function conjugate(q: Quat): Quat {
  return [-q[0], -q[1], -q[2], q[3]];
}

export function rotate(q: Quat, v: Vec3): Vec3 {
  const axis: Vec3 = [q[0], q[1], q[2]];
  const t = scale(cross(axis, v), 2);
  return add(v, add(scale(t, q[3]), cross(axis, t)));
}

/** The same turn seen in the mirror x = 0. */
export function mirrorTurn(q: Quat): Quat {
  return [q[0], -q[1], -q[2], q[3]];
}

/** From `a` (t = 0) to `b` (t = 1) the short way, at an even pace. */
export function slerp(a: Quat, b: Quat, t: number): Quat {
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  const sign = cosine < 0 ? -1 : 1;
  const angle = Math.acos(Math.min(Math.abs(cosine), 1));
  const sine = Math.sin(angle);
  const u = sine < 1e-6 ? 1 - t : Math.sin((1 - t) * angle) / sine;
  const v = (sine < 1e-6 ? t : Math.sin(t * angle) / sine) * sign;
  return [a[0] * u + b[0] * v, a[1] * u + b[1] * v, a[2] * u + b[2] * v, a[3] * u + b[3] * v];
}

/** Degrees about x (nod forward), then z (lean to the right), then y (turn to the left): how a dancer would say it. */
export function fromDegrees(pitch: number, yaw: number, roll: number): Quat {
  const radians = Math.PI / 180;
  const turn = fromAxis([0, 1, 0], yaw * radians);
  const lean = fromAxis([0, 0, 1], roll * radians);
  return multiply(turn, multiply(lean, fromAxis([1, 0, 0], pitch * radians)));
}

/** Turns `fromDirection` onto `toDirection` and, as far as that allows, `fromSide` onto `toSide`. */
export function aim(fromDirection: Vec3, fromSide: Vec3, toDirection: Vec3, toSide: Vec3): Quat {
  return multiply(fromFrame(toDirection, toSide), conjugate(fromFrame(fromDirection, fromSide)));
}

/** The turn that takes +y to `up` and +z as near as possible to `forward`. */
function fromFrame(up: Vec3, forward: Vec3): Quat {
  const y = normalize(up);
  const z = normalize(subtract(forward, scale(y, dot(forward, y))));
  return fromAxes(cross(y, z), y, z);
}

/** Shepperd's method: divides by the largest of the four components. */
function fromAxes(x: Vec3, y: Vec3, z: Vec3): Quat {
  const trace = x[0] + y[1] + z[2];
  if (trace > 0) {
    const s = 2 * Math.sqrt(trace + 1);
    return [(y[2] - z[1]) / s, (z[0] - x[2]) / s, (x[1] - y[0]) / s, s / 4];
  }
  if (x[0] > y[1] && x[0] > z[2]) {
    const s = 2 * Math.sqrt(1 + x[0] - y[1] - z[2]);
    return [s / 4, (x[1] + y[0]) / s, (x[2] + z[0]) / s, (y[2] - z[1]) / s];
  }
  if (y[1] > z[2]) {
    const s = 2 * Math.sqrt(1 + y[1] - x[0] - z[2]);
    return [(x[1] + y[0]) / s, s / 4, (y[2] + z[1]) / s, (z[0] - x[2]) / s];
  }
  const s = 2 * Math.sqrt(1 + z[2] - x[0] - y[1]);
  return [(x[2] + z[0]) / s, (y[2] + z[1]) / s, s / 4, (x[1] - y[0]) / s];
}

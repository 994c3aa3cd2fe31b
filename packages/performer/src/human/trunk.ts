import { join } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import { section } from '../field/section.ts';
import { clamp, mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { ANKLE, HIP, KNEE } from './skeleton.ts';

// Everything here is for the left half: the callers fold the body by |x|.

/** Rows of [height, half-width, half-depth, centre z]. */
const TORSO: Profile = [
  [0.845, 0.166, 0.118, -0.008],
  [0.88, 0.166, 0.119, -0.01],
  [0.93, 0.162, 0.117, -0.01],
  [0.99, 0.152, 0.111, -0.004],
  [1.06, 0.146, 0.106, 0],
  [1.14, 0.15, 0.108, 0],
  [1.22, 0.161, 0.114, -0.002],
  [1.29, 0.168, 0.117, -0.006],
  [1.345, 0.162, 0.108, -0.012],
  [1.385, 0.132, 0.094, -0.018],
  [1.42, 0.096, 0.078, -0.024],
  [1.445, 0.074, 0.069, -0.028],
  [1.47, 0.058, 0.06, -0.029],
  [1.5, 0.046, 0.046, -0.028],
];
const PELVIS: Profile = [
  [0.815, 0.05, 0.045, -0.016],
  [0.84, 0.118, 0.085, -0.016],
  [0.865, 0.152, 0.106, -0.015],
  [0.895, 0.165, 0.115, -0.014],
  [0.94, 0.159, 0.111, -0.01],
  [1, 0.145, 0.1, -0.004],
  [1.02, 0.142, 0.098, -0.004],
];
/** Rows of [height, half-width, half-depth, z from the line through the joints]. Straight-cut trousers. */
const LEG: Profile = [
  [0.075, 0.055, 0.058, 0],
  [0.11, 0.055, 0.059, -0.002],
  [0.2, 0.056, 0.06, -0.006],
  [0.32, 0.06, 0.066, -0.012],
  [0.4, 0.061, 0.066, -0.008],
  [0.49, 0.062, 0.066, 0.004],
  [0.6, 0.068, 0.073, 0.004],
  [0.72, 0.079, 0.087, 0],
  [0.82, 0.088, 0.1, -0.006],
  [0.9, 0.09, 0.104, -0.01],
  [0.95, 0.08, 0.095, -0.01],
];

export function torso(p: Vec3): number {
  let d = lathe(p, TORSO, 2.25);
  // Trapezius, from the neck down to the shoulder: without its slope the shoulders look like a coat hanger.
  d = join(d, bar(p, [0.03, 1.462, -0.034], [0.122, 1.396, -0.026], 0.03, 0.031), 0.06);
  d = join(d, ellipsoid(p, [0.074, 1.298, 0.058], [0.078, 0.062, 0.044]), 0.05);
  return join(d, ellipsoid(p, [0.085, 1.3, -0.102], [0.07, 0.085, 0.035]), 0.06);
}

export function pelvis(p: Vec3): number {
  const buttock = ellipsoid(p, [0.075, 0.875, -0.075], [0.078, 0.085, 0.065]);
  return join(lathe(p, PELVIS, 2.3), buttock, 0.05);
}

export function leg(p: Vec3): number {
  const y = clamp(p[1], LEG[0]![0], LEG[LEG.length - 1]![0]);
  const [a, b, shift] = readProfile(LEG, y) as [number, number, number];
  const [x, z] = legAxis(clamp(y, ANKLE[1], HIP[1]));
  return section(p[0] - x, p[2] - z - shift, a, b, Math.abs(p[1] - y));
}

/** The waves of cloth: 1 on a crest, −1 in a trough. */
export function folds(p: Vec3, frequency: number, phase: number): number {
  return Math.sin(p[1] * frequency + p[0] * 19 + Math.sin(p[2] * 23 + p[0] * 11 + phase) * 1.3);
}

function lathe(p: Vec3, profile: Profile, exponent: number): number {
  const y = clamp(p[1], profile[0]![0], profile[profile.length - 1]![0]);
  const [a, b, z] = readProfile(profile, y) as [number, number, number];
  return section(p[0], p[2] - z, a, b, Math.abs(p[1] - y), exponent);
}

/** x and z of the line hip – knee – ankle at a height. */
function legAxis(y: number): readonly [number, number] {
  const [upper, lower] = y > KNEE[1] ? [HIP, KNEE] : [KNEE, ANKLE];
  const t = (y - lower[1]) / (upper[1] - lower[1]);
  return [mix(lower[0], upper[0], t), mix(lower[2], upper[2], t)];
}

import { join } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import { section } from '../field/section.ts';
import { clamp, mix } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import type { BodyShape } from './build.ts';
import { ANKLE, HIP, KNEE } from './skeleton.ts';

// Everything here is for the left half: the callers fold the body by |x|.

export function torso(shape: BodyShape, p: Vec3): number {
  let d = lathe(p, shape.torso, 2.25);
  const { bust, belly } = shape;
  // Trapezius, from the neck down to the shoulder: without its slope the shoulders look like a coat hanger.
  d = join(d, bar(p, [0.03, 1.462, -0.034], [0.128, 1.398, -0.026], 0.03, 0.034), 0.06);
  d = join(d, ellipsoid(p, [0.074, 1.298, 0.058], [0.078, 0.062, 0.044]), 0.05);
  if (bust > 0) d = join(d, ellipsoid(p, [0.07, 1.262, 0.052 + bust], [0.066, 0.062, 0.052]), 0.035);
  if (belly > 0) d = join(d, ellipsoid(p, [0, 1.03, 0.035 + belly], [0.12, 0.12, 0.07]), 0.07);
  return join(d, ellipsoid(p, [0.085, 1.3, -0.102], [0.07, 0.085, 0.035]), 0.06);
}

export function pelvis(shape: BodyShape, p: Vec3): number {
  const { hips } = shape;
  const buttock = ellipsoid(p, [0.075 * hips, 0.875, -0.075 * hips], [0.078 * hips, 0.085, 0.065 * hips]);
  return join(lathe(p, shape.pelvis, 2.3), buttock, 0.05);
}

/** A bare leg from the hip to inside the shoe, `thicker` all round by so much. */
export function leg(shape: BodyShape, p: Vec3, thicker = 0): number {
  return legTube(shape.leg, p, thicker);
}

/** A tube around the line hip – knee – ankle whose section follows a profile. */
function legTube(profile: Profile, p: Vec3, thicker = 0): number {
  const y = clamp(p[1], profile[0]![0], profile[profile.length - 1]![0]);
  const [a, b, shift] = readProfile(profile, y) as [number, number, number];
  const [x, z] = legAxis(clamp(y, ANKLE[1], HIP[1]));
  return section(p[0] - x, p[2] - z - shift, a + thicker, b + thicker, Math.abs(p[1] - y));
}

/** The waves of cloth: 1 on a crest, −1 in a trough. */
export function folds(p: Vec3, frequency: number, phase: number): number {
  return Math.sin(p[1] * frequency + p[0] * 19 + Math.sin(p[2] * 23 + p[0] * 11 + phase) * 1.3);
}

/** A body turned on a lathe, its section a superellipse. */
export function lathe(p: Vec3, profile: Profile, exponent: number): number {
  const y = clamp(p[1], profile[0]![0], profile[profile.length - 1]![0]);
  const [a, b, z] = readProfile(profile, y) as [number, number, number];
  return section(p[0], p[2] - z, a, b, Math.abs(p[1] - y), exponent);
}

/** x and z of the line hip – knee – ankle at a height. */
export function legAxis(y: number): readonly [number, number] {
  const [upper, lower] = y > KNEE[1] ? [HIP, KNEE] : [KNEE, ANKLE];
  const t = (y - lower[1]) / (upper[1] - lower[1]);
  return [mix(lower[0], upper[0], t), mix(lower[2], upper[2], t)];
}

import { join } from '../field/field.ts';
import { bar, ellipsoid } from '../field/primitives.ts';
import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { dot, normalize, subtract } from '../math/vec3.ts';
import type { Finger } from './skeleton.ts';
import { FINGER_NAMES, FINGERS } from './skeleton.ts';

// Seen from the wrist of the left arm, held out along +x.

const FINGER_RADII: Record<Finger, readonly number[]> = {
  Thumb: [0.0122, 0.0112, 0.0106, 0.0092],
  Index: [0.01, 0.0092, 0.0085, 0.0074],
  Middle: [0.0103, 0.0094, 0.0087, 0.0076],
  Ring: [0.0099, 0.009, 0.0083, 0.0072],
  Pinky: [0.009, 0.0081, 0.0075, 0.0066],
};
/** How far a finger's joints share the skin around them. */
const FINGER_HINGE = 0.01;

export function hand(p: Vec3): number {
  let d = ellipsoid(p, [0.045, 0, 0], [0.056, 0.0155, 0.04]);
  d = join(d, bar(p, [0.03, 0, 0.014], [0.088, 0.002, 0.024], 0.0125, 0.0108), 0.012);
  d = join(d, bar(p, [0.03, 0, 0], [0.09, 0.003, 0.006], 0.0125, 0.011), 0.012);
  d = join(d, bar(p, [0.03, 0, -0.012], [0.086, 0.001, -0.014], 0.0125, 0.0105), 0.012);
  d = join(d, bar(p, [0.03, -0.001, -0.018], [0.078, -0.002, -0.03], 0.0125, 0.0098), 0.012);
  d = join(d, bar(p, [0.012, -0.008, 0.014], [0.05, -0.014, 0.05], 0.017, 0.0128), 0.018);
  return join(d, Math.min(...FINGER_NAMES.map((finger) => fingerField(p, finger))), 0.006);
}

/** How much each of the nearest finger's joints has taken over: names without side, first knuckle first. */
export function fingerShares(p: Vec3): readonly (readonly [joint: string, share: number])[] {
  const finger = nearestFinger(p);
  const hinges = [finger === 'Thumb' ? 0.016 : FINGER_HINGE, 0.008, 0.007];
  return hinges.map((hinge, i) => [`${finger}${i + 1}`, smoothstep(-hinge, hinge, alongFinger(finger, i, p))]);
}

function fingerField(p: Vec3, finger: Finger): number {
  const points = FINGERS[finger];
  const radii = FINGER_RADII[finger];
  let d = 1;
  for (let i = 0; i < 3; i++) d = Math.min(d, bar(p, points[i]!, points[i + 1]!, radii[i]!, radii[i + 1]!));
  return d;
}

function nearestFinger(p: Vec3): Finger {
  const distances = FINGER_NAMES.map((finger) => fingerField(p, finger));
  return FINGER_NAMES[distances.indexOf(Math.min(...distances))]!;
}

/** How far a point lies beyond a joint of a finger, along the finger. */
function alongFinger(finger: Finger, joint: number, p: Vec3): number {
  const points = FINGERS[finger];
  return dot(subtract(p, points[joint]!), normalize(subtract(points[joint + 1]!, points[Math.max(joint - 1, 0)]!)));
}

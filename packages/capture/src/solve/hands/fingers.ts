import { dot, scale, unit } from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { THUMB_AT_REST } from '../skeleton.ts';

// All of it is a left hand at rest: fingers along +x, the back of the hand up, the thumb towards +z. A right hand is its
// image in a mirror.

const DEGREE = Math.PI / 180;

/** The points of the hand model from which each finger goes to its tip, the thumb first. */
export const ROOTS: readonly number[] = [1, 5, 9, 13, 17];
export const FINGERS: number = ROOTS.length;
/** Angles of one finger: bent and spread at its root, bent at its other two joints. */
export const FINGER_ANGLES = 4;
export const HAND_ANGLES: number = FINGERS * FINGER_ANGLES;

export interface FingerLimits {
  readonly least: readonly [bent: number, spread: number, second: number, third: number];
  readonly most: readonly [bent: number, spread: number, second: number, third: number];
}

/** What fingers do (American Academy of Orthopaedic Surgeons, Joint Motion, 1965), radians. */
const FINGER_LIMITS: FingerLimits = limits([-15, -25, -10, -10], [100, 25, 110, 90]);
/** A thumb at its root: across the palm from half to the front, and out of the plane of the palm. */
const THUMB_LIMITS: FingerLimits = limits([-25, -25, -15, -25], [90, 70, 70, 90]);

/** Where a thumb points at rest, and what it turns to across the palm and out of it. */
export const THUMB_AXES: readonly [along: Vec, across: Vec, out: Vec] = [unit([1, 0, 1]), unit([1, 0, -1]), [0, -1, 0]];
export const THUMB_REST: Vec = unit(THUMB_AT_REST);
const [ALONG, ACROSS, OUT] = THUMB_AXES;
const THUMB_REST_ANGLES = [
  Math.atan2(dot(THUMB_REST, ACROSS), dot(THUMB_REST, ALONG)),
  Math.asin(dot(THUMB_REST, OUT)),
];

// The axes about which the outer joints bend are not square to the hand: bent fingers meet at the root of the thumb, and
// a thumb turns its tip to them. Measured as the medians over the 325 golden frames of `asl_hand.25fps.mp4`.
const TILTS = [-11, -1, 12, 16] as const;
const THUMB_TILTS = [-7, 9] as const;

/** The axis of the second and the third joint of each finger, in the space of the joint before: bending is positive. */
export const HINGES: readonly (readonly [second: Vec, third: Vec])[] = [
  [thumbHinge(THUMB_TILTS[0]), thumbHinge(THUMB_TILTS[1])],
  ...TILTS.map((degrees): readonly [Vec, Vec] => {
    const hinge: Vec = [0, -Math.sin(degrees * DEGREE), -Math.cos(degrees * DEGREE)];
    return [hinge, hinge];
  }),
];

/** About the upward axis, and turned about the thumb. */
function thumbHinge(degrees: number): Vec {
  const [x, y, z] = THUMB_REST;
  const upright = unit([-x * y, 1 - y * y, -z * y]);
  const side: Vec = [y * upright[2] - z * upright[1], z * upright[0] - x * upright[2], x * upright[1] - y * upright[0]];
  const [cos, sin] = [Math.cos(degrees * DEGREE), Math.sin(degrees * DEGREE)];
  return [0, 1, 2].map((axis) => upright[axis]! * cos + side[axis]! * sin) as unknown as Vec;
}

/** How angles lie in [20]: the thumb's first. Within limits, in place. */
export function limitAngles(angles: Float64Array, at: number): void {
  for (let angle = 0; angle < HAND_ANGLES; angle++) {
    const { least, most } = limitsOf(Math.floor(angle / FINGER_ANGLES));
    const which = angle % FINGER_ANGLES;
    angles[at + angle] = Math.min(Math.max(angles[at + angle]!, least[which]!), most[which]!);
  }
}

export function limitsOf(finger: number): FingerLimits {
  return finger === 0 ? THUMB_LIMITS : FINGER_LIMITS;
}

/** [20] of a hand whose joints are not turned. */
export function restAngles(): Float64Array {
  const angles = new Float64Array(HAND_ANGLES);
  angles.set(THUMB_REST_ANGLES);
  return angles;
}

export function about(axis: Vec, angle: number): Quat {
  const [x, y, z] = scale(axis, Math.sin(angle / 2));
  return Float64Array.of(x, y, z, Math.cos(angle / 2));
}

function limits(least: FingerLimits['least'], most: FingerLimits['most']): FingerLimits {
  const radians = (degrees: FingerLimits['least']): FingerLimits['least'] =>
    degrees.map((value) => value * DEGREE) as unknown as FingerLimits['least'];
  return { least: radians(least), most: radians(most) };
}

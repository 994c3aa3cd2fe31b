import { MOUTH_HALF } from '../face/mouth-line.ts';
import type { Vec3 } from '../math/vec3.ts';
import type { ArkitName } from './names.ts';
import type { Muscle } from './muscles.ts';
import { aboveMouth, acrossMiddle, both, leftOnly, moveJaw, openJaw, pull, together, underMouth } from './muscles.ts';

// Landmarks of the left half of the canonical face, metres.
const CORNER: Vec3 = [MOUTH_HALF, 1.576, 0.086];
const LIPS: Vec3 = [0, 1.573, 0.1];
const CHEEK: Vec3 = [0.046, 1.606, 0.07];
const UNDER_EYE: Vec3 = [0.042, 1.624, 0.08];
const NOSTRIL: Vec3 = [0.013, 1.61, 0.098];

const wideLips = (move: Vec3): Muscle => pull(LIPS, [0.042, 0.024, 0.05], move);
const halfLips = (move: Vec3): Muscle => pull([0.013, 1.573, 0.098], [0.024, 0.022, 0.05], move);
const corner = (move: Vec3, reach = 0.028): Muscle => pull(CORNER, [reach, reach, 0.045], move);

/** Muscles of the left side. */
const LEFT: Readonly<Partial<Record<ArkitName, Muscle>>> = {
  browDownLeft: together(
    pull([0.024, 1.684, 0.09], [0.034, 0.026, 0.05], [-3, -8, 1]),
    pull([0.05, 1.686, 0.078], [0.03, 0.024, 0.05], [0, -4, 0]),
  ),
  browOuterUpLeft: pull([0.047, 1.69, 0.08], [0.044, 0.036, 0.06], [0, 9, 0]),
  cheekSquintLeft: pull(UNDER_EYE, [0.034, 0.026, 0.045], [0, 6, 3]),
  eyeSquintLeft: pull(UNDER_EYE, [0.03, 0.018, 0.04], [0, 2.5, 1]),
  mouthDimpleLeft: corner([4, 1.5, -4], 0.022),
  mouthFrownLeft: pull(CORNER, [0.042, 0.03, 0.045], [1, -9, -1]),
  mouthLowerDownLeft: underMouth(halfLips([1, -8, 0])),
  mouthPressLeft: together(aboveMouth(halfLips([0, -1.5, -2.5])), underMouth(halfLips([0, 1.5, -2.5]))),
  mouthSmileLeft: together(
    pull(CORNER, [0.05, 0.034, 0.05], [8, 10, -5]),
    pull(CHEEK, [0.03, 0.03, 0.045], [2, 5, 3.5]),
  ),
  mouthStretchLeft: corner([10, -4, -5], 0.032),
  mouthUpperUpLeft: aboveMouth(halfLips([1, 7, 1])),
  noseSneerLeft: together(
    pull(NOSTRIL, [0.018, 0.026, 0.03], [1.5, 5.5, 0]),
    aboveMouth(pull([0.014, 1.585, 0.098], [0.02, 0.02, 0.04], [0, 3, 1])),
  ),
};

/** Muscles of both sides at once. */
const MIDDLE: Readonly<Partial<Record<ArkitName, Muscle>>> = {
  browInnerUp: both(pull([0.011, 1.686, 0.095], [0.036, 0.034, 0.06], [1, 9.5, 0])),
  cheekPuff: both(pull([0.05, 1.58, 0.06], [0.052, 0.048, 0.075], [10, 0, 7])),
  jawForward: moveJaw([0, 0, 8]),
  jawOpen: openJaw,
  mouthClose: together(underMouth(wideLips([0, 17, 3])), aboveMouth(wideLips([0, -7, 0]))),
  mouthFunnel: together(
    both(corner([-9, 0, 4], 0.026)),
    aboveMouth(wideLips([0, 6, 7])),
    underMouth(wideLips([0, -7, 7])),
  ),
  mouthPucker: together(
    both(corner([-12, 0, 6], 0.028)),
    aboveMouth(wideLips([0, 1, 9])),
    underMouth(wideLips([0, -1, 9])),
  ),
  mouthRollLower: underMouth(wideLips([0, 4, -6])),
  mouthRollUpper: aboveMouth(wideLips([0, -4, -6])),
  mouthShrugLower: together(underMouth(wideLips([0, 4, 3])), pull([0, 1.55, 0.085], [0.03, 0.026, 0.04], [0, 5, 1])),
  mouthShrugUpper: aboveMouth(wideLips([0, 4.5, 3])),
};

/** Towards the left; towards the right is the same in the mirror. */
const SIDEWAYS: Readonly<Partial<Record<ArkitName, Muscle>>> = {
  jawLeft: moveJaw([9, 0, 0]),
  mouthLeft: pull(LIPS, [0.055, 0.034, 0.06], [11, 0, -1]),
};

/** The blendshapes that the skin of the face takes part in. */
export const SKIN_MUSCLES: ReadonlyMap<ArkitName, Muscle> = new Map([
  ...entries(MIDDLE),
  ...entries(LEFT).flatMap(([name, muscle]) => pair(name, leftOnly(both(muscle)))),
  ...entries(SIDEWAYS).flatMap(([name, muscle]) => pair(name, muscle)),
]);

function pair(name: ArkitName, left: Muscle): [ArkitName, Muscle][] {
  return [
    [name, left],
    [name.replace('Left', 'Right') as ArkitName, acrossMiddle(left)],
  ];
}

function entries(table: Readonly<Partial<Record<ArkitName, Muscle>>>): [ArkitName, Muscle][] {
  // The keys of a literal are its own.
  return Object.entries(table) as [ArkitName, Muscle][];
}

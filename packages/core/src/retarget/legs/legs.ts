import { conjugateQuat, multiplyQuat, rotateVec3 } from '../../math/quat.ts';
import { distanceVec3, lengthVec3, setVec3, subtractVec3 } from '../../math/vec3.ts';
import type { HumanoidBone } from '../../rig/humanoid.ts';
import { reflectQuat } from '../canonical/anatomical-frame.ts';
import { boneIndex, jointOf, SIDES } from '../canonical/bones.ts';
import type { Side } from '../canonical/bones.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';
import { anklePoints, tailPoint, toePoints } from '../canonical/foot-points.ts';

/** The joints of one leg, and where the sole under its foot is. A figure without feet stands on the ends of its shins. */
export interface Leg {
  readonly side: Side;
  readonly upper: number;
  readonly lower: number;
  /** −1 where the leg ends with the shin. */
  readonly foot: number;
  /** −1 where the foot is of one piece. */
  readonly toes: number;
  /** [3] where a leg without a foot ends, in the space of the shin. */
  readonly shinEnd: Float64Array;
  /** Thigh and shin. */
  readonly length: number;
  /** The joint that the sole turns with: the foot, or the shin of a leg without one. */
  readonly soleJoint: number;
  /** [3] under the ankle, from the ankle, in the space of `soleJoint`. */
  readonly heel: Float64Array;
  /** [3] under the base of the toes, from the ankle, in the space of `soleJoint`: what a foot turns on. */
  readonly ball: Float64Array;
  /** [3] the end of the toes, from their base, in the space of `toes`; undefined where nothing tells. */
  readonly tip: Float64Array | undefined;
  /** [4] orientation of `soleJoint` in a T-pose, model space: its sole is level. */
  readonly flat: Float64Array;
  /** [3] to the front in a T-pose, in the space of the thigh: where a knee goes that is quite straight. */
  readonly ahead: Float64Array;
}

export interface Legs {
  readonly sides: readonly [left: Leg, right: Leg];
  /** [3] upwards in the rig's model space. */
  readonly up: Float64Array;
  /** Height of the ground along `up`. */
  readonly ground: number;
  /** Thigh and shin, mean of both sides. */
  readonly length: number;
  /** From the soles to the top of the head, standing. */
  readonly stature: number;
}

/** Finds the soles in the T-pose, where both feet stand on the ground whatever the rest pose does with them. */
export function findLegs(canonical: CanonicalRig): Legs {
  const { reference, proportions } = canonical;
  const fromCanonical = new Float64Array(4);
  const up = Float64Array.of(0, 1, 0);
  conjugateQuat(fromCanonical, 0, reference.frame.rotation, 0);
  rotateVec3(up, 0, fromCanonical, 0, up, 0);
  const [left, right] = SIDES.map((side, index) => findLeg(canonical, side, index * 3));
  return {
    sides: [left!, right!],
    up,
    ground: proportions.ground,
    length: proportions.legLength,
    stature: proportions.headHeight / HEAD_JOINT,
  };
}

/** The joint of the head is at nine tenths of a human's height. */
const HEAD_JOINT = 0.9;

function findLeg(canonical: CanonicalRig, side: Side, at: number): Leg {
  const { rig, map, reference } = canonical;
  const joint = (bone: HumanoidBone): number => jointOf(map, bone);
  const [upper, lower] = [joint(`${side}UpperLeg`), joint(`${side}LowerLeg`)];
  const [foot, toes] = [joint(`${side}Foot`), joint(`${side}Toes`)];
  const soleJoint = foot >= 0 ? foot : lower;
  const ankles = anklePoints(rig, map, reference);
  const shinEnd = new Float64Array(3);
  subtractVec3(shinEnd, 0, ankles, at, reference.positions, lower * 3);
  const length = distanceVec3(reference.positions, upper * 3, reference.positions, lower * 3) + lengthVec3(shinEnd, 0);
  const ball = new Float64Array(3);
  subtractVec3(ball, 0, toePoints(rig, map, reference), at, ankles, at);
  rotateVec3(ball, 0, canonical.corrections, boneIndex(foot >= 0 ? `${side}Foot` : `${side}LowerLeg`) * 4, ball, 0);
  // The sole is a plane under the lower of ankle and toes.
  const soleHeight = Math.min(ball[1]!, 0);
  const toesAbove = ball[1]! - soleHeight;
  ball[1] = soleHeight;
  const heel = Float64Array.of(0, soleHeight, 0);
  const ahead = Float64Array.of(0, 0, 1);
  intoJoint(canonical, canonical.neutral, upper, ahead);
  intoJoint(canonical, canonical.neutral, soleJoint, heel);
  intoJoint(canonical, canonical.neutral, soleJoint, ball);
  intoJoint(canonical, reference.rotations, lower, shinEnd);
  const tip = toes >= 0 && foot >= 0 ? toeTip(canonical, side, toes, toesAbove) : undefined;
  return {
    side,
    upper,
    lower,
    foot,
    toes,
    shinEnd,
    length,
    soleJoint,
    heel,
    ball,
    tip,
    flat: flatTurn(canonical, soleJoint),
    ahead,
  };
}

/** [4] the T-pose's orientation of a joint, brought back from canonical space. */
function flatTurn({ neutral, reference: { frame } }: CanonicalRig, joint: number): Float64Array {
  const turn = neutral.slice(joint * 4, joint * 4 + 4);
  const fromCanonical = new Float64Array(4);
  if (frame.mirrored) reflectQuat(turn, 0, turn, 0);
  conjugateQuat(fromCanonical, 0, frame.rotation, 0);
  multiplyQuat(turn, 0, fromCanonical, 0, turn, 0);
  return turn;
}

/** [3] how the sole goes on in front of the base of the toes; undefined where no joint or end point tells. */
function toeTip(canonical: CanonicalRig, side: Side, toes: number, toesAbove: number): Float64Array | undefined {
  const { rig, reference } = canonical;
  const tip = new Float64Array(3);
  tailPoint(tip, 0, rig, reference, toes);
  subtractVec3(tip, 0, tip, 0, reference.positions, toes * 3);
  rotateVec3(tip, 0, canonical.corrections, boneIndex(`${side}Toes`) * 4, tip, 0);
  if (Math.hypot(tip[0]!, tip[2]!) === 0) return undefined;
  setVec3(tip, 0, tip[0]!, -toesAbove, tip[2]!);
  intoJoint(canonical, canonical.neutral, toes, tip);
  return tip;
}

/** Canonical space → the joint's own, in place. */
function intoJoint(canonical: CanonicalRig, rotations: Float64Array, joint: number, vector: Float64Array): void {
  const turn = new Float64Array(4);
  conjugateQuat(turn, 0, rotations, joint * 4);
  rotateVec3(vector, 0, turn, 0, vector, 0);
  if (canonical.reference.frame.mirrored) vector[0] = -vector[0]!;
}

import { LANDMARKS } from '../../track/landmarks.ts';
import {
  between,
  cross,
  middle,
  multiply,
  orient,
  quatAt,
  relative,
  scale,
  smoothStep,
  subtract,
  unit,
} from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { BODY_JOINT_COUNT, JOINT, RIGHT_ARM, RIGHT_LEG } from '../skeleton.ts';
import { findHinges, straighten } from './hinges.ts';
import type { LimbFrame } from './hinges.ts';

/** Left is +1, right −1, as on the x axis. */
export type Side = 1 | -1;

const DEGREE = Math.PI / 180;
// What a shoulder and a hip let a limb turn about itself, generously.
const ARM_RANGE = 110 * DEGREE;
const LEG_RANGE = 60 * DEGREE;
// A straight leg is turned the way its foot points, which says less than a bend.
const FOOT_WITNESS = 0.3;
// BlazePose's three points of a hand are the least certain of all: no wrist goes further than this.
const WRIST_BEND = 60 * DEGREE;
const WRIST_TWIST = 80 * DEGREE;
// The forearm takes its share of the hand's turn, as skin and bones do: else the wrist looks like a sweet's wrapper.
const FOREARM_SHARE = 0.5;
const HAND_UNSEEN = 0.2;
const HAND_SEEN = 0.6;

/** Collar bone, upper arm, forearm and hand of one side, in all frames. Needs the trunk to be posed. */
export function poseArm(points: Points, side: Side, poses: Float64Array): void {
  const right = side > 0 ? 0 : 1;
  const [shoulder, elbow, wrist] = [POINT.leftShoulder + right, POINT.leftElbow + right, POINT.leftWrist + right];
  const joint = right * RIGHT_ARM;
  const limb = Array.from({ length: points.frames }, (_, frame): LimbFrame => {
    const [a, b, c] = [shoulder, elbow, wrist].map((point) => pointAt(points, frame, point)) as [Vec, Vec, Vec];
    const parent = quatAt(poses, poseAt(frame, JOINT.spine2));
    return { parent, upper: subtract(b, a), lower: subtract(c, b) };
  });
  // Palms down, an elbow bends forwards: about −y on the left, +y on the right.
  const rest = { direction: [side, 0, 0], hinge: [0, -side, 0], range: ARM_RANGE } as const;
  const hinges = findHinges(points.times, limb, rest);
  limb.forEach(({ parent, upper, lower }, frame) => {
    const hinge = hinges[frame]!;
    const up = scale(hinge, -side);
    const straight = orient(0, scale(straighten(upper, lower, hinge), side), 1, up);
    const hand = limitWrist(straight, orientHand(points, frame, side, straight));
    poses.set(parent, poseAt(frame, JOINT.shoulder + joint));
    poses.set(orient(0, scale(upper, side), 1, up), poseAt(frame, JOINT.arm + joint));
    poses.set(multiply(straight, aboutX(hand.twist * FOREARM_SHARE)), poseAt(frame, JOINT.forearm + joint));
    poses.set(multiply(straight, hand.rotation), poseAt(frame, JOINT.hand + joint));
  });
}

/** By the knuckles of index and little finger; along the forearm where they are not seen well. */
function orientHand(points: Points, frame: number, side: Side, forearm: Quat): Quat {
  const right = side > 0 ? 0 : 1;
  const [wrist, index, little] = [POINT.leftWrist, POINT.leftIndex, POINT.leftLittle].map((point) =>
    pointAt(points, frame, point + right),
  ) as [Vec, Vec, Vec];
  const seen = [POINT.leftIndex, POINT.leftLittle].map((point) => points.seen[frame * LANDMARKS + point + right]!);
  const along = scale(subtract(middle(index, little), wrist), side);
  const hand = orient(0, along, 2, subtract(index, little));
  return between(forearm, hand, smoothStep(Math.min(...seen), HAND_UNSEEN, HAND_SEEN));
}

/** The hand as seen from the forearm, within what a wrist can do, and its turn about the forearm in radians. */
function limitWrist(forearm: Quat, hand: Quat): { rotation: Quat; twist: number } {
  const seen = relative(forearm, hand);
  // The part of the rotation about the bone; what is left is the bend of the wrist.
  const half = Math.atan2(seen[0]!, seen[3]!);
  const swing = multiply(seen, aboutX(-2 * half));
  const bend = 2 * Math.acos(Math.min(1, Math.abs(swing[3]!)));
  const limited = bend > WRIST_BEND ? between(NO_TURN, swing, WRIST_BEND / bend) : swing;
  // 2 × half lies in ±2π, and turns by 2π are none.
  const turned = 2 * Math.atan(Math.tan(half));
  const twist = Math.max(-WRIST_TWIST, Math.min(WRIST_TWIST, turned));
  return { rotation: multiply(limited, aboutX(twist)), twist };
}

const NO_TURN: Quat = Float64Array.of(0, 0, 0, 1);

function aboutX(angle: number): Quat {
  return Float64Array.of(Math.sin(angle / 2), 0, 0, Math.cos(angle / 2));
}

/** Thigh, shin, foot and toes of one side, in all frames. Needs the trunk to be posed. */
export function poseLeg(points: Points, side: Side, poses: Float64Array): void {
  const right = side > 0 ? 0 : 1;
  const names = [POINT.leftHip, POINT.leftKnee, POINT.leftAnkle, POINT.leftHeel, POINT.leftToe];
  const joint = right * RIGHT_LEG;
  const soles: Vec[] = [];
  const limb = Array.from({ length: points.frames }, (_, frame): LimbFrame => {
    const [hip, knee, ankle, heel, toe] = names.map((point) => pointAt(points, frame, point + right)) as [
      Vec,
      Vec,
      Vec,
      Vec,
      Vec,
    ];
    const upper = subtract(knee, hip);
    const sole = unit(subtract(toe, heel));
    soles.push(sole);
    const witness = scale(cross(scale(unit(upper), -1), sole), FOOT_WITNESS);
    return { parent: quatAt(poses, poseAt(frame, JOINT.hips)), upper, lower: subtract(ankle, knee), witness };
  });
  // A knee bends backwards, about +x.
  const hinges = findHinges(points.times, limb, { direction: [0, -1, 0], hinge: [1, 0, 0], range: LEG_RANGE });
  limb.forEach(({ upper, lower }, frame) => {
    const hinge = hinges[frame]!;
    const foot = orient(2, soles[frame]!, 0, hinge);
    poses.set(orient(1, scale(upper, -1), 0, hinge), poseAt(frame, JOINT.upleg + joint));
    poses.set(orient(1, scale(straighten(upper, lower, hinge), -1), 0, hinge), poseAt(frame, JOINT.leg + joint));
    poses.set(foot, poseAt(frame, JOINT.foot + joint));
    poses.set(foot, poseAt(frame, JOINT.toebase + joint));
  });
}

/** Where a joint's rotation begins in [frames × 22 × 4]. */
export function poseAt(frame: number, joint: number): number {
  return (frame * BODY_JOINT_COUNT + joint) * 4;
}

import type { Rig, RigTip } from '@kinora/core/motion';
import type { Body } from './body.ts';
import type { Vec } from './geometry.ts';

// prettier-ignore
/** The joints of the body with DeepMotion's names, parents first, and their parents. */
const BODY_JOINTS = [
  ['hips', -1], ['spine', 0], ['spine1', 1], ['spine2', 2], ['neck', 3], ['head', 4],
  ['l_shoulder', 3], ['l_arm', 6], ['l_forearm', 7], ['l_hand', 8],
  ['r_shoulder', 3], ['r_arm', 10], ['r_forearm', 11], ['r_hand', 12],
  ['l_upleg', 0], ['l_leg', 14], ['l_foot', 15], ['l_toebase', 16],
  ['r_upleg', 0], ['r_leg', 18], ['r_foot', 19], ['r_toebase', 20],
] as const;

// prettier-ignore
/** Numbers of the joints in every rig that the solver makes. Right limbs follow the left ones by `RIGHT_ARM`, `RIGHT_LEG`. */
export const JOINT = {
  hips: 0, spine: 1, spine1: 2, spine2: 3, neck: 4, head: 5,
  shoulder: 6, arm: 7, forearm: 8, hand: 9,
  upleg: 14, leg: 15, foot: 16, toebase: 17,
} as const;
export const RIGHT_ARM = 4;
export const RIGHT_LEG = 4;
export const BODY_JOINT_COUNT: number = BODY_JOINTS.length;

// prettier-ignore
/**
 * A hand at rest, in hand lengths from the wrist to the tip of the middle finger: where the finger begins (along the
 * hand, up, towards the thumb), its direction, and its three bones. Usual proportions of an adult hand.
 */
const FINGERS = [
  { name: 'Thumb', base: [0.13, -0.05, 0.12], direction: [0.75, -0.2, 0.63], bones: [0.22, 0.17, 0.14] },
  { name: 'Index', base: [0.47, 0, 0.13], direction: [1, 0, 0], bones: [0.23, 0.13, 0.11] },
  { name: 'Middle', base: [0.48, 0, 0.03], direction: [1, 0, 0], bones: [0.25, 0.15, 0.12] },
  { name: 'Ring', base: [0.46, 0, -0.06], direction: [1, 0, 0], bones: [0.24, 0.14, 0.12] },
  { name: 'Pinky', base: [0.43, 0, -0.14], direction: [1, 0, 0], bones: [0.18, 0.1, 0.1] },
] as const;

/** Where a left thumb points at rest. */
export const THUMB_AT_REST: Vec = FINGERS[0].direction;

// Parts of the stature (Winter, Biomechanics and Motor Control of Human Movement, segment lengths).
const HAND = 0.108;
const ANKLE_HEIGHT = 0.052;
const HEEL_BEHIND_ANKLE = 0.038;
const BALL_BEFORE_ANKLE = 0.07;
const TOES = 0.045;
const BALL_HEIGHT = 0.008;
const HEAD_TOP = 0.1;

// Parts of the trunk from the middle of the hips up, and of the neck from the shoulders to the ears.
const SPINE = 0.15;
const SPINE_BONE = 0.25;
const HEAD_ON_NECK = 0.6;
// The collar bone begins beside the breast bone, a little below the line of the shoulders.
const COLLAR_SIDE = 0.2;
const COLLAR_BELOW = 0.05;

/** The points of a sole on the ground when the foot is flat, from the ankle. */
export interface Sole {
  readonly heel: Vec;
  readonly ball: Vec;
  readonly toe: Vec;
}

/** The sole of the left or right foot at rest. Metres from the ankle. */
export function soleOf({ stature }: Body): Sole {
  const y = -ANKLE_HEIGHT * stature;
  return {
    heel: [0, y, -HEEL_BEHIND_ANKLE * stature],
    ball: [0, y, BALL_BEFORE_ANKLE * stature],
    toe: [0, y, (BALL_BEFORE_ANKLE + TOES) * stature],
  };
}

interface Joint {
  readonly name: string;
  readonly parent: number;
  readonly offset: Vec;
}

/** 22 joints of the body and 30 of the fingers in a T-pose: facing +Z, palms down, no joint turned, soles on y = 0. */
export function buildRig(body: Body): Rig {
  const joints = bodyJoints(body);
  const tips: RigTip[] = [{ joint: JOINT.head, translation: [0, HEAD_TOP * body.stature, 0] }];
  for (const [side, prefix, hand] of [
    [1, 'l', JOINT.hand],
    [-1, 'r', JOINT.hand + RIGHT_ARM],
  ] as const) {
    addFingers(joints, tips, side, prefix, hand, HAND * body.stature);
  }
  for (const joint of [JOINT.toebase, JOINT.toebase + RIGHT_LEG]) {
    tips.push({ joint, translation: [0, -BALL_HEIGHT * body.stature, TOES * body.stature] });
  }
  const restRotations = new Float32Array(joints.length * 4);
  for (let at = 3; at < restRotations.length; at += 4) restRotations[at] = 1;
  return {
    names: joints.map((joint) => `${joint.name}_JNT`),
    parents: Int16Array.from(joints, (joint) => joint.parent),
    restTranslations: Float32Array.from(joints.flatMap((joint) => joint.offset)),
    restRotations,
    unitMetres: 1,
    tips,
  };
}

function bodyJoints(body: Body): Joint[] {
  const { trunk, stature } = body;
  const offsets: Readonly<Record<string, Vec>> = {
    hips: [0, body.thigh + body.shin + ANKLE_HEIGHT * stature, 0],
    spine: [0, SPINE * trunk, 0],
    spine1: [0, SPINE_BONE * trunk, 0],
    spine2: [0, SPINE_BONE * trunk, 0],
    neck: [0, (1 - SPINE - 2 * SPINE_BONE) * trunk, 0],
    head: [0, HEAD_ON_NECK * body.neck, 0],
    shoulder: [COLLAR_SIDE * body.shoulder, (1 - SPINE - 2 * SPINE_BONE - COLLAR_BELOW) * trunk, 0],
    arm: [(1 - COLLAR_SIDE) * body.shoulder, COLLAR_BELOW * trunk, 0],
    forearm: [body.upperArm, 0, 0],
    hand: [body.forearm, 0, 0],
    upleg: [body.hip, 0, 0],
    leg: [0, -body.thigh, 0],
    foot: [0, -body.shin, 0],
    toebase: [0, (BALL_HEIGHT - ANKLE_HEIGHT) * stature, BALL_BEFORE_ANKLE * stature],
  };
  return BODY_JOINTS.map(([name, parent]) => {
    const [x, y, z] = offsets[name.replace(/^[lr]_/, '')]!;
    return { name, parent, offset: [name.startsWith('r_') ? -x : x, y, z] };
  });
}

function addFingers(joints: Joint[], tips: RigTip[], side: 1 | -1, prefix: string, hand: number, size: number): void {
  for (const { name, base, direction, bones } of FINGERS) {
    const along = (amount: number): Vec => [
      side * direction[0] * amount * size,
      direction[1] * amount * size,
      direction[2] * amount * size,
    ];
    const first: Vec = [side * base[0] * size, base[1] * size, base[2] * size];
    joints.push({ name: `${prefix}_hand${name}1`, parent: hand, offset: first });
    joints.push({ name: `${prefix}_hand${name}2`, parent: joints.length - 1, offset: along(bones[0]) });
    joints.push({ name: `${prefix}_hand${name}3`, parent: joints.length - 1, offset: along(bones[1]) });
    tips.push({ joint: joints.length - 1, translation: along(bones[2]) });
  }
}

import type { Quat } from '../math/quat.ts';
import { fromAxis, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, mirror, subtract } from '../math/vec3.ts';
import type { Joint, Skeleton } from '../skeleton.ts';

/** Joints of the left side, metres, the arm held out. A toy's proportions: a third head, a third body, a third legs. */
export const SHOULDER: Vec3 = [0.172, 0.632, -0.005];
export const ELBOW: Vec3 = [0.312, 0.632, -0.005];
export const WRIST: Vec3 = [0.462, 0.632, -0.005];
export const HIP: Vec3 = [0.092, 0.352, 0];
export const KNEE: Vec3 = [0.097, 0.222, 0.004];
export const ANKLE: Vec3 = [0.1, 0.088, -0.012];
export const BALL: Vec3 = [0.104, 0.035, 0.075];

/** Four points along each finger of the left hand, from the wrist. Three fingers and a thumb, as toys have. */
export const FINGERS = {
  thumb: [
    [0.028, -0.006, 0.034],
    [0.052, -0.008, 0.06],
    [0.072, -0.008, 0.076],
    [0.09, -0.008, 0.088],
  ],
  index: [
    [0.084, 0, 0.03],
    [0.112, 0, 0.034],
    [0.134, 0, 0.036],
    [0.154, 0, 0.037],
  ],
  middle: [
    [0.09, 0.001, 0],
    [0.12, 0.001, 0],
    [0.143, 0.001, 0],
    [0.164, 0.001, 0],
  ],
  ring: [
    [0.083, 0, -0.03],
    [0.109, 0, -0.035],
    [0.129, 0, -0.037],
    [0.148, 0, -0.038],
  ],
} as const satisfies Record<string, readonly Vec3[]>;

export type RobotFinger = keyof typeof FINGERS;
export const FINGER_NAMES = Object.keys(FINGERS) as readonly RobotFinger[];

/** It rests with its arms at ease, not in a T-pose: retargeting has to notice. */
export const ARM_TURN: Quat = fromAxis([0, 0, 1], (-52 * Math.PI) / 180);

/** A point of the held-out left arm to where the arm rests. */
export function lowerArm(p: Vec3): Vec3 {
  return add(SHOULDER, rotate(ARM_TURN, subtract(p, SHOULDER)));
}

export function mirrorName(joint: string): string {
  return joint
    .replace(/_[lr]$/, (side) => (side === '_l' ? '_r' : '_l'))
    .replace(/^left|^right/, (side) => (side === 'left' ? 'right' : 'left'));
}

/** The names of Unreal's mannequin; all nodes rest unturned. */
export const ROBOT_SKELETON: Skeleton = [
  { name: 'root', rest: [0, 0, 0] },
  { name: 'pelvis', parent: 'root', rest: [0, 0.375, 0] },
  { name: 'spine_01', parent: 'pelvis', rest: [0, 0.43, -0.005] },
  { name: 'spine_02', parent: 'spine_01', rest: [0, 0.5, -0.008] },
  { name: 'spine_03', parent: 'spine_02', rest: [0, 0.575, -0.01] },
  { name: 'neck_01', parent: 'spine_03', rest: [0, 0.69, -0.012] },
  { name: 'head', parent: 'neck_01', rest: [0, 0.742, -0.008] },
  ...bothJoints(leftArm()),
  ...bothJoints([
    { name: 'thigh_l', parent: 'pelvis', rest: HIP },
    { name: 'calf_l', parent: 'thigh_l', rest: KNEE },
    { name: 'foot_l', parent: 'calf_l', rest: ANKLE },
    { name: 'ball_l', parent: 'foot_l', rest: BALL },
  ]),
];

function leftArm(): Joint[] {
  return [
    { name: 'clavicle_l', parent: 'spine_03', rest: [0.05, 0.642, -0.005] },
    { name: 'upperarm_l', parent: 'clavicle_l', rest: SHOULDER },
    { name: 'lowerarm_l', parent: 'upperarm_l', rest: lowerArm(ELBOW) },
    { name: 'hand_l', parent: 'lowerarm_l', rest: lowerArm(WRIST) },
    ...FINGER_NAMES.flatMap((finger) =>
      [0, 1, 2].map((i) => ({
        name: `${finger}_0${i + 1}_l`,
        parent: i === 0 ? 'hand_l' : `${finger}_0${i}_l`,
        rest: lowerArm(add(WRIST, FINGERS[finger][i]!)),
      })),
    ),
  ];
}

function bothJoints(left: readonly Joint[]): Joint[] {
  const right = left.map(({ name, parent, rest }): Joint => ({
    name: mirrorName(name),
    ...(parent !== undefined && { parent: mirrorName(parent) }),
    rest: mirror(rest),
  }));
  return [...left, ...right];
}

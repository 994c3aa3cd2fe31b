import type { Quat } from '../math/quat.ts';
import { conjugate, fromAxis, mirrorTurn, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, mirror, subtract } from '../math/vec3.ts';
import type { Joint, Skeleton } from '../skeleton.ts';

/** Joints of the left side, T-pose, metres. A cub's proportions: nearly half of it is head. */
export const SHOULDER: Vec3 = [0.118, 0.6, -0.005];
export const ELBOW: Vec3 = [0.232, 0.6, -0.005];
export const WRIST: Vec3 = [0.342, 0.6, -0.005];
export const HIP: Vec3 = [0.084, 0.325, 0];
export const KNEE: Vec3 = [0.09, 0.2, 0.006];
export const ANKLE: Vec3 = [0.093, 0.075, -0.012];
export const BALL: Vec3 = [0.098, 0.03, 0.07];
export const EYE: Vec3 = [0.086, 0.888, 0.158];

/** Four points along each finger of the left paw, from the wrist. */
export const FINGERS = {
  Thumb: [
    [0.022, -0.004, 0.03],
    [0.044, -0.006, 0.052],
    [0.06, -0.006, 0.064],
    [0.073, -0.006, 0.072],
  ],
  Index: [
    [0.066, 0, 0.026],
    [0.09, 0, 0.031],
    [0.108, 0, 0.034],
    [0.123, 0, 0.035],
  ],
  Middle: [
    [0.072, 0.001, 0],
    [0.097, 0.001, 0],
    [0.116, 0.001, 0],
    [0.132, 0.001, 0],
  ],
  Ring: [
    [0.066, 0, -0.026],
    [0.089, 0, -0.031],
    [0.106, 0, -0.034],
    [0.12, 0, -0.035],
  ],
} as const satisfies Record<string, readonly Vec3[]>;

export type PawFinger = keyof typeof FINGERS;
export const FINGER_NAMES = Object.keys(FINGERS) as readonly PawFinger[];

/** Where the tail bends. */
export const TAIL: readonly Vec3[] = [
  [0, 0.34, -0.1],
  [0, 0.315, -0.21],
  [0, 0.4, -0.315],
  [0, 0.56, -0.34],
];

/** As the people: sculpted with the arms down, resting in a T-pose. */
export const ARM_TURN: Quat = fromAxis([0, 0, 1], (-46 * Math.PI) / 180);

export function lowerArm(p: Vec3): Vec3 {
  return add(SHOULDER, rotate(ARM_TURN, subtract(p, SHOULDER)));
}

export function raiseArm(p: Vec3): Vec3 {
  return add(SHOULDER, rotate(conjugate(ARM_TURN), subtract(p, SHOULDER)));
}

/** Mixamo's names without the prefix; three fingers and a thumb, and a tail. */
export const MASCOT_SKELETON: Skeleton = [
  { name: 'Hips', rest: [0, 0.365, 0] },
  { name: 'Spine', parent: 'Hips', rest: [0, 0.43, -0.004] },
  { name: 'Spine1', parent: 'Spine', rest: [0, 0.495, -0.006] },
  { name: 'Spine2', parent: 'Spine1', rest: [0, 0.56, -0.008] },
  { name: 'Neck', parent: 'Spine2', rest: [0, 0.652, -0.01] },
  { name: 'Head', parent: 'Neck', rest: [0, 0.7, -0.006] },
  ...both([{ name: 'LeftEye', parent: 'Head', rest: EYE }, ...leftArm(), ...leftLeg()]),
  ...TAIL.slice(0, 3).map((rest, i): Joint => ({ name: `Tail${i + 1}`, parent: i === 0 ? 'Hips' : `Tail${i}`, rest })),
];

function leftArm(): Joint[] {
  const lowered = (name: string, parent: string, rest: Vec3): Joint => ({
    name,
    parent,
    rest,
    bind: { position: lowerArm(rest), turn: ARM_TURN },
  });
  return [
    { name: 'LeftShoulder', parent: 'Spine2', rest: [0.035, 0.615, -0.005] },
    lowered('LeftArm', 'LeftShoulder', SHOULDER),
    lowered('LeftForeArm', 'LeftArm', ELBOW),
    lowered('LeftHand', 'LeftForeArm', WRIST),
    ...FINGER_NAMES.flatMap((finger) =>
      [0, 1, 2].map((i) =>
        lowered(
          `LeftHand${finger}${i + 1}`,
          i === 0 ? 'LeftHand' : `LeftHand${finger}${i}`,
          add(WRIST, FINGERS[finger][i]!),
        ),
      ),
    ),
  ];
}

function leftLeg(): Joint[] {
  return [
    { name: 'LeftUpLeg', parent: 'Hips', rest: HIP },
    { name: 'LeftLeg', parent: 'LeftUpLeg', rest: KNEE },
    { name: 'LeftFoot', parent: 'LeftLeg', rest: ANKLE },
    { name: 'LeftToeBase', parent: 'LeftFoot', rest: BALL },
  ];
}

function both(left: readonly Joint[]): Joint[] {
  const right = left.map(({ name, parent, rest, bind }): Joint => ({
    name: mirrorName(name),
    ...(parent !== undefined && { parent: mirrorName(parent) }),
    rest: mirror(rest),
    ...(bind && { bind: { position: mirror(bind.position), turn: mirrorTurn(bind.turn) } }),
  }));
  return [...left, ...right];
}

export function mirrorName(joint: string): string {
  return joint.replace(/^Left|^Right/, (side) => (side === 'Left' ? 'Right' : 'Left'));
}

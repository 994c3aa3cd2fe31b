import { conjugate, fromAxis, mirrorTurn, rotate } from '../math/quat.ts';
import type { Quat } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, mirror, subtract } from '../math/vec3.ts';
import type { Joint, Skeleton } from '../skeleton.ts';

/** Joints of the left side, T-pose, metres. Proportions: 1.80 m with hair, a little more head than life. */
export const SHOULDER: Vec3 = [0.166, 1.39, -0.022];
export const ELBOW: Vec3 = [0.448, 1.39, -0.022];
export const WRIST: Vec3 = [0.696, 1.39, -0.022];
export const HIPS: Vec3 = [0, 0.955, 0];
export const HIP: Vec3 = [0.09, 0.905, -0.004];
export const KNEE: Vec3 = [0.098, 0.49, 0.006];
export const ANKLE: Vec3 = [0.104, 0.092, -0.022];
export const BALL: Vec3 = [0.11, 0.03, 0.11];
export const EYE: Vec3 = [0.036, 1.648, 0.0625];

/** Four points along each finger of the left hand, knuckle to tip, from the wrist. */
export const FINGERS = {
  Thumb: [
    [0.02, -0.01, 0.026],
    [0.052, -0.014, 0.052],
    [0.08, -0.014, 0.066],
    [0.104, -0.014, 0.075],
  ],
  Index: [
    [0.089, 0.001, 0.027],
    [0.129, 0.001, 0.031],
    [0.153, 0.001, 0.033],
    [0.174, 0.001, 0.035],
  ],
  Middle: [
    [0.092, 0.003, 0.006],
    [0.136, 0.003, 0.007],
    [0.164, 0.003, 0.008],
    [0.186, 0.003, 0.008],
  ],
  Ring: [
    [0.088, 0.001, -0.014],
    [0.128, 0.001, -0.017],
    [0.154, 0.001, -0.018],
    [0.174, 0.001, -0.02],
  ],
  Pinky: [
    [0.08, -0.002, -0.032],
    [0.112, -0.002, -0.038],
    [0.131, -0.002, -0.041],
    [0.149, -0.002, -0.044],
  ],
} as const satisfies Record<string, readonly Vec3[]>;

export type Finger = keyof typeof FINGERS;
export const FINGER_NAMES = Object.keys(FINGERS) as readonly Finger[];

/** The skin is modelled with the arms this far down: a shoulder sculpted in T-pose tears when the arm hangs. */
const ARM_DROP: Quat = fromAxis([0, 0, 1], (-48 * Math.PI) / 180);

export const ARM_BIND_TURN: Quat = ARM_DROP;

/** A point of the left arm from T-pose to where the skin was modelled. */
export function lowerArm(p: Vec3): Vec3 {
  return add(SHOULDER, rotate(ARM_DROP, subtract(p, SHOULDER)));
}

/** The way back: a modelled point as if the left arm were held out. */
export function raiseArm(p: Vec3): Vec3 {
  return add(SHOULDER, rotate(conjugate(ARM_DROP), subtract(p, SHOULDER)));
}

export function mirrorName(joint: string): string {
  return joint.replace(/^Left|^Right/, (side) => (side === 'Left' ? 'Right' : 'Left'));
}

/** Mixamo's names without the prefix; all 54 nodes rest unturned in a T-pose. */
export const HUMAN_SKELETON: Skeleton = [
  { name: 'Hips', rest: HIPS },
  { name: 'Spine', parent: 'Hips', rest: [0, 1.05, -0.008] },
  { name: 'Spine1', parent: 'Spine', rest: [0, 1.165, -0.012] },
  { name: 'Spine2', parent: 'Spine1', rest: [0, 1.285, -0.018] },
  { name: 'Neck', parent: 'Spine2', rest: [0, 1.452, -0.03] },
  { name: 'Head', parent: 'Neck', rest: [0, 1.545, -0.012] },
  ...bothJoints([{ name: 'LeftEye', parent: 'Head', rest: EYE }]),
  ...bothJoints(leftArm()),
  ...bothJoints([
    { name: 'LeftUpLeg', parent: 'Hips', rest: HIP },
    { name: 'LeftLeg', parent: 'LeftUpLeg', rest: KNEE },
    { name: 'LeftFoot', parent: 'LeftLeg', rest: ANKLE },
    { name: 'LeftToeBase', parent: 'LeftFoot', rest: BALL },
  ]),
];

function leftArm(): Joint[] {
  const lowered = (name: string, parent: string, rest: Vec3): Joint => ({
    name,
    parent,
    rest,
    bind: { position: lowerArm(rest), turn: ARM_DROP },
  });
  return [
    { name: 'LeftShoulder', parent: 'Spine2', rest: [0.022, 1.415, 0] },
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

function bothJoints(left: readonly Joint[]): Joint[] {
  return [...left, ...left.map(mirrorJoint)];
}

function mirrorJoint({ name, parent, rest, bind }: Joint): Joint {
  return {
    name: mirrorName(name),
    ...(parent !== undefined && { parent: mirrorName(parent) }),
    rest: mirror(rest),
    ...(bind && {
      bind: { position: mirror(bind.position), turn: mirrorTurn(bind.turn) },
    }),
  };
}

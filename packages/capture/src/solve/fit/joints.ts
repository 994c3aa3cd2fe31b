import { POINT } from '../points.ts';

// prettier-ignore
/** BlazePose's points of the joints whose depth is fitted: left and right in turn. */
export const FITTED: readonly number[] = [
  POINT.leftShoulder, POINT.rightShoulder, POINT.leftElbow, POINT.rightElbow, POINT.leftWrist, POINT.rightWrist,
  POINT.leftHip, POINT.rightHip, POINT.leftKnee, POINT.rightKnee, POINT.leftAnkle, POINT.rightAnkle,
];
export const FITTED_COUNT: number = FITTED.length;

/** Numbers in `FITTED` of the left joints; the right one follows. */
export const FIT = { shoulder: 0, elbow: 2, wrist: 4, hip: 6, knee: 8, ankle: 10 } as const;

/** Lengths of the bones between joint centres, metres; the same on both sides. */
export interface BoneLengths {
  /** From one hip to the other, and from one shoulder to the other. */
  readonly hips: number;
  readonly shoulders: number;
  readonly upperArm: number;
  readonly forearm: number;
  readonly thigh: number;
  readonly shin: number;
  /** From the middle of the hips to the middle of the shoulders. */
  readonly trunk: number;
}

export interface FittedBone {
  readonly name: keyof BoneLengths;
  readonly from: number;
  readonly to: number;
}

export const BONES: readonly FittedBone[] = [
  { name: 'shoulders', from: FIT.shoulder, to: FIT.shoulder + 1 },
  { name: 'hips', from: FIT.hip, to: FIT.hip + 1 },
  ...bothSides('upperArm', FIT.shoulder, FIT.elbow),
  ...bothSides('forearm', FIT.elbow, FIT.wrist),
  ...bothSides('thigh', FIT.hip, FIT.knee),
  ...bothSides('shin', FIT.knee, FIT.ankle),
];

/** Shoulder to hip is no bone, but the model knows which of them is nearer. */
export const SIDES_OF_TRUNK: readonly FittedBone[] = bothSides('trunk', FIT.shoulder, FIT.hip);

function bothSides(name: keyof BoneLengths, from: number, to: number): FittedBone[] {
  return [0, 1].map((right) => ({ name, from: from + right, to: to + right }));
}

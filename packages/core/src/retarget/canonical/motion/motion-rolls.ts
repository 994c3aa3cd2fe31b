import type { Clip } from '../../../clip/clip.ts';
import { conjugateQuat, rotateVec3 } from '../../../math/quat.ts';
import { subtractVec3 } from '../../../math/vec3.ts';
import type { RestModel } from '../../../rig/forward-kinematics.ts';
import type { HumanoidBone } from '../../../rig/humanoid.ts';
import type { Body } from '../body-turns.ts';
import { jointOf, SIDES } from '../bones.ts';
import type { Side } from '../bones.ts';
import { anklePoints, toePoints } from '../foot-points.ts';
import { palmAxes } from '../palm.ts';
import { limbEvidence } from './limb-evidence.ts';
import type { Landmark } from './limb-evidence.ts';
import { sampledPoses } from './sampled-poses.ts';

/** Bone of a limb → [3] what of it lies along the hinge in a T-pose, as it points in the reference pose. */
export type MotionRolls = ReadonlyMap<HumanoidBone, Float64Array>;

const square = (degrees: number): number => ((degrees * Math.PI) / 180) ** 2;

// How far from none the middle of a motion may be: of how a forearm is turned in, a shin is, a wrist and a foot.
const FOREARM_TWIST = square(10);
const SHIN_TWIST = square(3);
const WRIST_TWIST = square(5);
const FOOT_YAW = square(10);

/** How the limbs of a rig that has no stance at rest are rolled, found from a clip; without the bones of which it tells nothing. */
export function motionRolls(body: Body, clip: Clip): MotionRolls {
  const poses = sampledPoses(body.rig, clip, body.reference.frame);
  const rolls = new Map<HumanoidBone, Float64Array>();
  for (const side of SIDES) {
    const arm = [`${side}UpperArm`, `${side}LowerArm`, `${side}Hand`] as const;
    const leg = [`${side}UpperLeg`, `${side}LowerLeg`, `${side}Foot`] as const;
    findRolls(rolls, poses, body, arm, FOREARM_TWIST, palmOf(body, side));
    findRolls(rolls, poses, body, leg, SHIN_TWIST, toesOf(body, side));
  }
  return rolls;
}

function findRolls(
  rolls: Map<HumanoidBone, Float64Array>,
  poses: readonly RestModel[],
  { map, reference }: Body,
  bones: readonly [HumanoidBone, HumanoidBone, HumanoidBone],
  twist: number,
  landmark: Landmark | undefined,
): void {
  const [upper, lower, end] = bones.map((bone) => jointOf(map, bone)) as [number, number, number];
  // A limb that ends with its lower bone has no third point to see a hinge by.
  if (end < 0) return;
  const evidence = limbEvidence(poses, { upper, lower, end, twist, landmark });
  for (const [bone, joint, found] of [
    [bones[0], upper, evidence.upper],
    [bones[1], lower, evidence.lower],
  ] as const) {
    if (!found) continue;
    const axis = new Float64Array(3);
    rotateVec3(axis, 0, reference.rotations, joint * 4, found.axis, 0);
    rolls.set(bone, axis);
  }
}

function palmOf(body: Body, side: Side): Landmark | undefined {
  const palm = palmAxes(body, side);
  if (!palm) return undefined;
  const hand = jointOf(body.map, `${side}Hand`);
  // The back of a hand looks up in a T-pose, and the hinge of the left elbow points down.
  const hinge = side === 'left' ? palm.back.map((value) => -value) : palm.back;
  return {
    palm: { hinge: inSpaceOf(body, hand, hinge), forward: inSpaceOf(body, hand, palm.forward) },
    variance: WRIST_TWIST,
  };
}

function toesOf(body: Body, side: Side): Landmark | undefined {
  const foot = jointOf(body.map, `${side}Foot`);
  if (foot < 0) return undefined;
  const at = side === 'left' ? 0 : 3;
  const towards = new Float64Array(3);
  const toes = toePoints(body.rig, body.map, body.reference);
  subtractVec3(towards, 0, toes, at, anklePoints(body.rig, body.map, body.reference), at);
  if (Math.hypot(...towards) === 0) return undefined;
  return { toes: inSpaceOf(body, foot, towards), variance: FOOT_YAW };
}

/** [3] */
function inSpaceOf({ reference }: Body, joint: number, vector: Float64Array): Float64Array {
  const turned = new Float64Array(3);
  const turn = new Float64Array(4);
  conjugateQuat(turn, 0, reference.rotations, joint * 4);
  rotateVec3(turned, 0, turn, 0, vector, 0);
  return turned;
}

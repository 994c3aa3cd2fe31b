import { createPose, forwardKinematics, mapHumanoid, sampleClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone } from '@kinora/core/motion';

/** Shoulders, elbows, wrists, hips, knees, ankles: the joints that published figures speak of. */
const LIMB_JOINTS: readonly HumanoidBone[] = [
  'leftUpperArm',
  'rightUpperArm',
  'leftLowerArm',
  'rightLowerArm',
  'leftHand',
  'rightHand',
  'leftUpperLeg',
  'rightUpperLeg',
  'leftLowerLeg',
  'rightLowerLeg',
  'leftFoot',
  'rightFoot',
];

/** Mean distance of the limb joints of two clips, both with the middle of their hip joints at the origin, metres. */
export function limbError(clip: Clip, truth: Clip, times: readonly number[]): number {
  const [ours, theirs] = [limbPositions(clip), limbPositions(truth)];
  const errors = times.flatMap((time) => {
    const [a, b] = [ours(time), theirs(time)];
    return a.map((position, i) => Math.hypot(...position.map((value, axis) => value - b[i]![axis]!)));
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** Where the limb joints are at a time, in the order of `LIMB_JOINTS`, from the middle of the hip joints. */
export function limbPositions(clip: Clip): (time: number) => number[][] {
  const { bones } = mapHumanoid(clip.rig);
  const joints = LIMB_JOINTS.map((bone) => bones[bone]!.joint);
  const hips = (['leftUpperLeg', 'rightUpperLeg'] as const).map((bone) => bones[bone]!.joint);
  const pose = createPose(clip.rig);
  const positions = new Float32Array(clip.rig.names.length * 3);
  const rotations = new Float32Array(clip.rig.names.length * 4);
  const at = (joint: number, axis: number): number => positions[joint * 3 + axis]!;
  return (time) => {
    sampleClip(clip, time, pose);
    forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, rotations);
    const root = [0, 1, 2].map((axis) => (at(hips[0]!, axis) + at(hips[1]!, axis)) / 2);
    return joints.map((joint) => root.map((middle, axis) => at(joint, axis) - middle));
  };
}

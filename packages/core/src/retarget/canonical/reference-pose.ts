import type { Clip } from '../../clip/clip.ts';
import { alignSigns } from '../../clip/align-signs.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { normalizeQuat, rotateVec3, shortestArcQuat } from '../../math/quat.ts';
import { addVec3, copyVec3, dotVec3, lerpVec3, normalizeVec3, setVec3, subtractVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { anatomicalFrame, poseToCanonical } from './anatomical-frame.ts';
import type { AnatomicalFrame } from './anatomical-frame.ts';
import { SIDES, jointOf } from './bones.ts';

/** A stance of the rig, in canonical space, from which its T-pose can be built. */
export interface ReferencePose {
  /** `rest`: the rig's own rest pose. `motion`: the mean pose of a clip, for rigs whose rest is no stance at all. */
  readonly kind: 'rest' | 'motion';
  /** Takes the motion of this rig to canonical space. */
  readonly frame: AnatomicalFrame;
  /** [joints × 3] canonical space. */
  readonly positions: Float64Array;
  /** [joints × 4] canonical space. */
  readonly rotations: Float64Array;
}

/** Enough frames for a mean; more change nothing that can be seen. */
const MEAN_FRAMES = 240;

/**
 * Takes the rest pose where it is a stance, else the mean pose of a clip (specs/retargeting.md §8 "BVH zero pose
 * arbitrary", §9.4). A rig whose rest is a stance has one T-pose, whatever clip it plays: only so is a clip that is
 * retargeted to its own rig the same clip.
 */
export function referencePose(rig: Rig, map: HumanoidMap, clip: Clip | undefined): ReferencePose {
  const rest = restModel(rig);
  if (clip && !isStance(rest, map)) return motionReference(rig, map, clip);
  const frame = anatomicalFrame(rest.positions, map, toePoints(rig, map, rest), { snap: true });
  return { kind: 'rest', frame, ...poseToCanonical(rest, frame) };
}

/** True where the legs go the other way than the trunk, both the same way, and left and right are across. */
export function isStance({ positions }: RestModel, map: HumanoidMap): boolean {
  const trunk = middle(positions, jointOf(map, 'leftUpperArm'), jointOf(map, 'rightUpperArm'));
  const hips = middle(positions, jointOf(map, 'leftUpperLeg'), jointOf(map, 'rightUpperLeg'));
  const left = new Float64Array(3);
  const right = new Float64Array(3);
  const across = new Float64Array(3);
  subtractVec3(trunk, 0, trunk, 0, hips, 0);
  subtractVec3(left, 0, positions, jointOf(map, 'leftFoot') * 3, positions, jointOf(map, 'leftUpperLeg') * 3);
  subtractVec3(right, 0, positions, jointOf(map, 'rightFoot') * 3, positions, jointOf(map, 'rightUpperLeg') * 3);
  subtractVec3(across, 0, positions, jointOf(map, 'leftUpperArm') * 3, positions, jointOf(map, 'rightUpperArm') * 3);
  for (const vector of [trunk, left, right, across]) normalizeVec3(vector, 0, vector, 0);
  return (
    dotVec3(left, 0, trunk, 0) < -0.5 &&
    dotVec3(right, 0, trunk, 0) < -0.5 &&
    dotVec3(left, 0, right, 0) > 0.3 &&
    Math.abs(dotVec3(across, 0, trunk, 0)) < 0.5
  );
}

/** [2 × 3] a point at the front of the left and the right foot: toes, else an end point, else the ankle itself. */
export function toePoints(rig: Rig, map: HumanoidMap, pose: RestModel): Float64Array {
  const points = new Float64Array(6);
  SIDES.forEach((side, index) => {
    const foot = jointOf(map, `${side}Foot`);
    const toes = jointOf(map, `${side}Toes`);
    if (toes >= 0) copyVec3(points, index * 3, pose.positions, toes * 3);
    else tailPoint(points, index * 3, rig, pose, foot);
  });
  return points;
}

/** Where a joint without a mapped child ends: its end point, else its only child, else the joint itself. */
export function tailPoint(out: Float64Array, outAt: number, rig: Rig, pose: RestModel, joint: number): void {
  copyVec3(out, outAt, pose.positions, joint * 3);
  const tip = rig.tips?.find((candidate) => candidate.joint === joint);
  const child = rig.parents.indexOf(joint);
  if (tip) {
    const offset = Float64Array.from(tip.translation);
    rotateVec3(offset, 0, pose.rotations, joint * 4, offset, 0);
    addVec3(out, outAt, out, outAt, offset, 0);
  } else if (child >= 0 && !rig.parents.includes(joint, child + 1)) {
    copyVec3(out, outAt, pose.positions, child * 3);
  }
}

function motionReference(rig: Rig, map: HumanoidMap, clip: Clip): ReferencePose {
  const model: RestModel = {
    positions: new Float64Array(rig.parents.length * 3),
    rotations: new Float64Array(rig.parents.length * 4),
  };
  forwardKinematics(rig, meanRotations(clip), rig.restTranslations, model.positions, model.rotations);
  // The mean body is set upright and turned to the front; the motion itself keeps the heading of its file.
  const body = anatomicalFrame(model.positions, map, toePoints(rig, map, model), { snap: false });
  const frame: AnatomicalFrame = { rotation: upAxisTurn(rig, map, clip), mirrored: body.mirrored };
  return { kind: 'motion', frame, ...poseToCanonical(model, body) };
}

/** [joints × 4] the mean of each joint's local rotations. */
function meanRotations(clip: Clip): Float64Array {
  const joints = clip.rig.parents.length;
  const count = Math.min(clip.frames, MEAN_FRAMES);
  const sampled = new Float32Array(count * joints * 4);
  for (let i = 0; i < count; i++) {
    const frame = Math.floor((i * clip.frames) / count) * joints * 4;
    sampled.set(clip.rotations.subarray(frame, frame + joints * 4), i * joints * 4);
  }
  alignSigns(sampled, count, joints);
  const mean = new Float64Array(joints * 4);
  for (let at = 0; at < sampled.length; at++) mean[at % mean.length]! += sampled[at]!;
  for (let at = 0; at < mean.length; at += 4) normalizeQuat(mean, at, mean, at);
  return mean;
}

/** [4] the turn that brings the axis along which the body mostly stands in the clip to +Y; no turn about it. */
function upAxisTurn(rig: Rig, map: HumanoidMap, clip: Clip): Float64Array {
  const pose = createPose(rig);
  const model: RestModel = {
    positions: new Float64Array(rig.parents.length * 3),
    rotations: new Float64Array(rig.parents.length * 4),
  };
  const up = new Float64Array(3);
  const step = Math.max(1, Math.floor(clip.frames / MEAN_FRAMES));
  for (let frame = 0; frame < clip.frames; frame += step) {
    readFrame(clip, frame, pose);
    forwardKinematics(rig, pose.rotations, pose.translations, model.positions, model.rotations);
    const hips = middle(model.positions, jointOf(map, 'leftUpperLeg'), jointOf(map, 'rightUpperLeg'));
    const trunk = middle(model.positions, jointOf(map, 'leftUpperArm'), jointOf(map, 'rightUpperArm'));
    subtractVec3(trunk, 0, trunk, 0, hips, 0);
    addVec3(up, 0, up, 0, trunk, 0);
  }
  const axis = up.reduce((best, value, i) => (Math.abs(value) > Math.abs(up[best]!) ? i : best), 0);
  const sign = Math.sign(up[axis]!);
  setVec3(up, 0, 0, 0, 0);
  up[axis] = sign;
  const turn = new Float64Array(4);
  shortestArcQuat(turn, 0, up, 0, Float64Array.of(0, 1, 0), 0);
  return turn;
}

function middle(positions: Float64Array, a: number, b: number): Float64Array {
  const point = new Float64Array(3);
  lerpVec3(point, 0, positions, a * 3, positions, b * 3, 0.5);
  return point;
}

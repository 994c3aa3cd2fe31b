import type { Clip } from '../../clip/clip.ts';
import { alignSigns } from '../../clip/align-signs.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { normalizeQuat, shortestArcQuat } from '../../math/quat.ts';
import { addVec3, dotVec3, lerpVec3, normalizeVec3, setVec3, subtractVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { anatomicalFrame, poseToCanonical } from './anatomical-frame.ts';
import type { AnatomicalFrame } from './anatomical-frame.ts';
import { jointOf } from './bones.ts';
import { anklePoints } from './foot-points.ts';

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
const MEAN_FRAMES = 90;

/**
 * Takes the rest pose where it is a stance, else the mean pose of a clip (specs/retargeting.md §8 "BVH zero pose
 * arbitrary", §9.4). A rig whose rest is a stance has one T-pose, whatever clip it plays: only so is a clip that is
 * retargeted to its own rig the same clip.
 */
export function referencePose(rig: Rig, map: HumanoidMap, clip: Clip | undefined): ReferencePose {
  const rest = restModel(rig);
  if (clip && !isStance(rig, map, rest)) return motionReference(rig, map, clip);
  const stands = isStance(rig, map, rest);
  const frame = anatomicalFrame(rig, map, rest, { snap: true, standing: stands });
  return { kind: 'rest', frame, ...poseToCanonical(rest, frame) };
}

/** True where the legs go the other way than the trunk, both the same way, and left and right are across. */
export function isStance(rig: Rig, map: HumanoidMap, rest: RestModel): boolean {
  const { positions } = rest;
  const ankles = anklePoints(rig, map, rest);
  const trunk = middle(positions, jointOf(map, 'leftUpperArm'), jointOf(map, 'rightUpperArm'));
  const hips = middle(positions, jointOf(map, 'leftUpperLeg'), jointOf(map, 'rightUpperLeg'));
  const left = new Float64Array(3);
  const right = new Float64Array(3);
  const across = new Float64Array(3);
  subtractVec3(trunk, 0, trunk, 0, hips, 0);
  subtractVec3(left, 0, ankles, 0, positions, jointOf(map, 'leftUpperLeg') * 3);
  subtractVec3(right, 0, ankles, 3, positions, jointOf(map, 'rightUpperLeg') * 3);
  subtractVec3(across, 0, positions, jointOf(map, 'leftUpperArm') * 3, positions, jointOf(map, 'rightUpperArm') * 3);
  for (const vector of [trunk, left, right, across]) normalizeVec3(vector, 0, vector, 0);
  return (
    dotVec3(left, 0, trunk, 0) < -0.5 &&
    dotVec3(right, 0, trunk, 0) < -0.5 &&
    dotVec3(left, 0, right, 0) > 0.3 &&
    Math.abs(dotVec3(across, 0, trunk, 0)) < 0.5
  );
}

function motionReference(rig: Rig, map: HumanoidMap, clip: Clip): ReferencePose {
  const model: RestModel = {
    positions: new Float64Array(rig.parents.length * 3),
    rotations: new Float64Array(rig.parents.length * 4),
  };
  forwardKinematics(rig, meanRotations(clip), rig.restTranslations, model.positions, model.rotations);
  // The mean body is set upright and turned to the front; the motion itself keeps the heading of its file.
  const body = anatomicalFrame(rig, map, model, { snap: false, standing: false });
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

import type { Clip } from '../../clip/clip.ts';
import { alignSigns } from '../../clip/align-signs.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { normalizeQuat, shortestArcQuat } from '../../math/quat.ts';
import { addVec3, setVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { anatomicalFrame, poseToCanonical } from './anatomical-frame.ts';
import type { AnatomicalFrame } from './anatomical-frame.ts';
import { flattenFeet } from './motion/flat-feet.ts';
import { levelTrunk } from './motion/level-trunk.ts';
import { sampledPoses } from './motion/sampled-poses.ts';
import { crookedness, isStance, isStraight, trunkUp } from './stance.ts';

/** A stance of the rig, in canonical space, from which its T-pose can be built. */
export interface ReferencePose {
  /**
   * `rest`: the rig's own rest pose. `firstFrame`: that of a clip, for rigs that rest in the middle of a motion.
   * `motion`: the mean pose of a clip, for rigs whose rest is no stance at all.
   */
  readonly kind: 'rest' | 'firstFrame' | 'motion';
  /** Takes the motion of this rig to canonical space. */
  readonly frame: AnatomicalFrame;
  /** [joints × 3] canonical space. */
  readonly positions: Float64Array;
  /** [joints × 4] canonical space. */
  readonly rotations: Float64Array;
}

/** Enough frames for a mean; more change nothing that can be seen. */
const MEAN_FRAMES = 90;

/** A rest pose of less is a rig's own, however its author likes people to stand about: no clip can be better. */
const CROOKED = (20 * Math.PI) / 180;
/** What is built or calibrated, and not caught in a motion. */
const SYMMETRIC = (5 * Math.PI) / 180;

/**
 * Takes the rest pose where it is a good stance. Else the first frame of a clip, where that is a better one: files are
 * exported in the middle of a motion, and clips begin with the T-pose of their calibration. Else the rest pose all the
 * same where it is any stance, and the mean pose of the clip where it is none, as the zero pose of a BVH file may be.
 * Where nodes hold another pose than a skin was bound in, the reader of the file has chosen already.
 *
 * A rig whose rest is a good stance has one T-pose, whatever clip it plays.
 */
export function referencePose(rig: Rig, map: HumanoidMap, clip: Clip | undefined): ReferencePose {
  const rest = restModel(rig);
  const stands = isStance(rig, map, rest);
  if (clip && !(stands && crookedness(rig, map, rest) <= CROOKED)) {
    const start = firstFrame(rig, clip);
    if (isStance(rig, map, start) && isStraight(rig, map, start) && crookedness(rig, map, start) <= SYMMETRIC) {
      return stanceReference('firstFrame', rig, map, start, true);
    }
    if (!stands) return motionReference(rig, map, clip);
  }
  return stanceReference('rest', rig, map, rest, stands);
}

function stanceReference(
  kind: 'rest' | 'firstFrame',
  rig: Rig,
  map: HumanoidMap,
  pose: RestModel,
  standing: boolean,
): ReferencePose {
  const frame = anatomicalFrame(rig, map, pose, { snap: true, standing });
  return { kind, frame, ...poseToCanonical(pose, frame) };
}

function firstFrame(rig: Rig, clip: Clip): RestModel {
  const pose = createPose(rig);
  const model = restModel(rig);
  readFrame(clip, 0, pose);
  forwardKinematics(rig, pose.rotations, pose.translations, model.positions, model.rotations);
  return model;
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
  const level = levelTrunk(rig, map, poseToCanonical(model, body));
  return { kind: 'motion', frame, ...flattenFeet(rig, map, level, sampledPoses(rig, clip, frame)) };
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
    addVec3(up, 0, up, 0, trunkUp(map, model.positions), 0);
  }
  const axis = up.reduce((best, value, i) => (Math.abs(value) > Math.abs(up[best]!) ? i : best), 0);
  const sign = Math.sign(up[axis]!);
  setVec3(up, 0, 0, 0, 0);
  up[axis] = sign;
  const turn = new Float64Array(4);
  shortestArcQuat(turn, 0, up, 0, Float64Array.of(0, 1, 0), 0);
  return turn;
}

import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { distanceVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { pointToCanonical, poseToCanonical } from './anatomical-frame.ts';
import { SIDES, jointOf } from './bones.ts';
import { anklePoints, toePoints } from './foot-points.ts';
import type { ReferencePose } from './reference-pose.ts';

/** The lengths of a body that its travel depends on, metres, in canonical space (specs/retargeting.md §9.7). */
export interface Proportions {
  /** Thigh and shin, mean of both sides. */
  readonly legLength: number;
  /** Height of the hips above the ground in the T-pose, legs straight. */
  readonly hipsHeight: number;
  /** Height of the hips at which the body sits on the ground. */
  readonly clearance: number;
  /** Height of the ground. */
  readonly ground: number;
  /** The hips' place on the ground plane at rest. */
  readonly originX: number;
  readonly originZ: number;
}

export function proportions(rig: Rig, map: HumanoidMap, reference: ReferencePose, clip: Clip | undefined): Proportions {
  const { positions } = reference;
  const heightOf = (joint: number): number => positions[joint * 3 + 1]!;
  const hips = jointOf(map, 'hips');
  let legLength = 0;
  let hipsDrop = 0;
  let ankleHeight = 0;
  const ankles = anklePoints(rig, map, reference);
  const toes = toePoints(rig, map, reference);
  SIDES.forEach((side, index) => {
    const upper = jointOf(map, `${side}UpperLeg`);
    const lower = jointOf(map, `${side}LowerLeg`);
    const shin = distanceVec3(positions, lower * 3, ankles, index * 3);
    legLength += (distanceVec3(positions, upper * 3, positions, lower * 3) + shin) / 2;
    hipsDrop += (heightOf(hips) - heightOf(upper)) / 2;
    ankleHeight += Math.max(ankles[index * 3 + 1]! - toes[index * 3 + 1]!, 0) / 2;
  });
  const hipsHeight = hipsDrop + legLength + ankleHeight;
  const rest = new Float64Array(3);
  pointToCanonical(rest, 0, reference.frame, restModel(rig).positions, hips * 3);
  const height = hipsHeight + heightOf(jointOf(map, 'head')) - heightOf(hips);
  return {
    legLength,
    hipsHeight,
    clearance: sittingHeight(height, hipsDrop, hipsHeight - CROUCH * legLength),
    ground: groundHeight(rig, map, reference, legLength, clip),
    originX: rest[0]!,
    originZ: rest[2]!,
  };
}

/**
 * Without a skin: the lower side of a pelvis is 0.06 heights below the roots of the legs, and so 0.09 below the hips of
 * most rigs; stylised bodies have their hips below the legs. Never so high that a crouch has no room.
 */
function sittingHeight(height: number, hipsDrop: number, crouch: number): number {
  return Math.min(Math.max(hipsDrop + 0.06 * height, 0.02 * height), 0.5 * crouch);
}

/** Below this many leg lengths under its standing height a body is on its way to the ground rather than on its legs. */
export const CROUCH = 0.4;

/**
 * The height of the ground: what the feet stand on at rest, unless the rest does not stand. The root of a BVH has often
 * no offset, so that its rest hangs below the origin while its motion walks on it: then the clip tells.
 */
function groundHeight(
  rig: Rig,
  map: HumanoidMap,
  reference: ReferencePose,
  legLength: number,
  clip: Clip | undefined,
): number {
  const near = 0.15 * legLength;
  const atRest = reference.kind === 'rest' ? lowestFootPoint(rig, map, reference) : Number.NaN;
  if (Math.abs(atRest) < near) return atRest;
  if (clip) {
    const inClip = clipGround(rig, map, reference, clip);
    return Math.abs(atRest - inClip) < near ? atRest : inClip;
  }
  const hips = jointOf(map, 'hips');
  const offset = Math.hypot(...rig.restTranslations.subarray(hips * 3, hips * 3 + 3));
  return rig.parents[hips]! < 0 && offset < 0.01 * legLength ? 0 : atRest;
}

/** Enough frames to find the ground in; a plan is made while a page waits. */
const GROUND_FRAMES = 90;

/** The height that the lower foot touches or comes near in most of a clip: its 5th percentile, so that noise cannot dig. */
function clipGround(rig: Rig, map: HumanoidMap, reference: ReferencePose, clip: Clip): number {
  const pose = createPose(rig);
  const model: RestModel = {
    positions: new Float64Array(rig.parents.length * 3),
    rotations: new Float64Array(rig.parents.length * 4),
  };
  const heights: number[] = [];
  const step = Math.max(1, Math.floor(clip.frames / GROUND_FRAMES));
  for (let frame = 0; frame < clip.frames; frame += step) {
    readFrame(clip, frame, pose);
    forwardKinematics(rig, pose.rotations, pose.translations, model.positions, model.rotations);
    heights.push(lowestFootPoint(rig, map, poseToCanonical(model, reference.frame)));
  }
  heights.sort((a, b) => a - b);
  return heights[Math.floor(heights.length * 0.05)]!;
}

function lowestFootPoint(rig: Rig, map: HumanoidMap, pose: RestModel): number {
  const toes = toePoints(rig, map, pose);
  const ankles = anklePoints(rig, map, pose);
  return Math.min(toes[1]!, toes[4]!, ankles[1]!, ankles[4]!);
}

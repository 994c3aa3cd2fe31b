import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { conjugateQuat, rotateVec3 } from '../../math/quat.ts';
import { copyVec3, distanceVec3, lengthVec3, lerpVec3, subtractVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { poseToCanonical } from './anatomical-frame.ts';
import { SIDES, jointOf } from './bones.ts';
import { anklePoints, toePoints } from './foot-points.ts';
import type { ReferencePose } from './reference-pose.ts';

/** The lengths of a body that its travel depends on, metres, in canonical space. */
export interface Proportions {
  /** Thigh and shin, mean of both sides. */
  readonly legLength: number;
  /** [3] the point of the body that goes from rig to rig, in the space of the joint of the hips: zeros on most rigs. */
  readonly hipsPoint: Float64Array;
  /** Height of that point above the ground in the T-pose, legs straight. */
  readonly hipsHeight: number;
  /** Height of the joint of the head above the ground in the T-pose. */
  readonly headHeight: number;
  /** Height of that point at which the body sits on the ground. */
  readonly clearance: number;
  /** Height of the ground. */
  readonly ground: number;
  /** That point's place on the ground plane at rest. */
  readonly originX: number;
  readonly originZ: number;
}

export function proportions(rig: Rig, map: HumanoidMap, reference: ReferencePose, clip: Clip | undefined): Proportions {
  const { positions } = reference;
  const heightOf = (joint: number): number => positions[joint * 3 + 1]!;
  const { legLength, socketHeight, ankleHeight } = standingLegs(rig, map, reference);
  const hipsPoint = pointOfBody(rig, map, legLength);
  const home = new Float64Array(3);
  const hips = jointOf(map, 'hips');
  const isInHips = lengthVec3(hipsPoint, 0) === 0;
  const drop = isInHips ? heightOf(hips) - socketHeight : 0;
  const hipsHeight = drop + legLength + ankleHeight;
  // A pose that is estimated from a motion is nowhere.
  const standing = reference.kind === 'motion' ? poseToCanonical(restModel(rig), reference.frame) : reference;
  if (isInHips) copyVec3(home, 0, standing.positions, hips * 3);
  else betweenLegs(home, map, standing);
  const headHeight = Math.max(legLength + ankleHeight + heightOf(jointOf(map, 'head')) - socketHeight, hipsHeight);
  return {
    legLength,
    hipsPoint,
    hipsHeight,
    headHeight,
    clearance: sittingHeight(headHeight, drop, hipsHeight - CROUCH * legLength),
    ground: groundHeight(rig, map, reference, legLength, clip),
    originX: home[0]!,
    originZ: home[2]!,
  };
}

/** Lengths and heights of the legs, mean of both sides. */
function standingLegs(
  rig: Rig,
  map: HumanoidMap,
  reference: ReferencePose,
): { readonly legLength: number; readonly socketHeight: number; readonly ankleHeight: number } {
  const { positions } = reference;
  let [legLength, socketHeight, ankleHeight] = [0, 0, 0];
  const ankles = anklePoints(rig, map, reference);
  const toes = toePoints(rig, map, reference);
  SIDES.forEach((side, index) => {
    const upper = jointOf(map, `${side}UpperLeg`) * 3;
    const lower = jointOf(map, `${side}LowerLeg`) * 3;
    const shin = distanceVec3(positions, lower, ankles, index * 3);
    legLength += (distanceVec3(positions, upper, positions, lower) + shin) / 2;
    socketHeight += positions[upper + 1]! / 2;
    ankleHeight += Math.max(ankles[index * 3 + 1]! - toes[index * 3 + 1]!, 0) / 2;
  });
  return { legLength, socketHeight, ankleHeight };
}

/** Leg lengths from the roots of the legs: a joint of the hips that is further away lies outside of the pelvis. */
const OUTSIDE_PELVIS = 0.5;

/**
 * The joint of the hips is in the pelvis, from rig to rig at about the same place: what carries the body carries it
 * there. Where it is not, as with a pivot on the ground, the body is taken where the legs begin: turned about
 * another point than on the other rig, the pelvis would go elsewhere, and the feet with it.
 */
function pointOfBody(rig: Rig, map: HumanoidMap, legLength: number): Float64Array {
  const rest = restModel(rig);
  const hips = jointOf(map, 'hips');
  const point = new Float64Array(3);
  betweenLegs(point, map, rest);
  subtractVec3(point, 0, point, 0, rest.positions, hips * 3);
  if (lengthVec3(point, 0) < OUTSIDE_PELVIS * legLength) return point.fill(0);
  const intoJoint = new Float64Array(4);
  conjugateQuat(intoJoint, 0, rest.rotations, hips * 4);
  rotateVec3(point, 0, intoJoint, 0, point, 0);
  return point;
}

function betweenLegs(out: Float64Array, map: HumanoidMap, { positions }: RestModel): void {
  lerpVec3(out, 0, positions, jointOf(map, 'leftUpperLeg') * 3, positions, jointOf(map, 'rightUpperLeg') * 3, 0.5);
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
  const atRest = reference.kind !== 'motion' ? lowestFootPoint(rig, map, reference) : Number.NaN;
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

import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { addVec3, copyVec3, distanceVec3, dotVec3, lerpVec3, normalizeVec3, subtractVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { jointOf, pointAt, SIDES } from './points.ts';
import type { Side } from './points.ts';

/** Leg lengths from where the other side's mirror image is: more is in the middle of a motion, less than `EVEN` is built. */
const UNEVEN = 0.35;
const EVEN = 0.1;
/** Share of its length to which a straight limb reaches. */
const STRAIGHT = 0.98;

/**
 * The pose in which a body stands, for its front, its ground and its soles: that of rest, as long as it is anybody's rest.
 * A file that was exported in the middle of a motion stands, if at all, where its clip begins.
 */
export function standingPose(clip: Clip, map: HumanoidMap): RestModel {
  const rest = restModel(clip.rig);
  if (unevenness(clip.rig, map, rest) <= UNEVEN) return rest;
  const pose = createPose(clip.rig);
  const start = restModel(clip.rig);
  readFrame(clip, 0, pose);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, start.positions, start.rotations);
  const isBuilt = unevenness(clip.rig, map, start) < EVEN && isStretched(clip.rig, map, start);
  return isBuilt ? start : rest;
}

/** How far the joints of the right limbs are from the mirror image of the left ones, at most; leg lengths. */
function unevenness(rig: Rig, map: HumanoidMap, pose: RestModel): number {
  const [left, right] = SIDES.map((side) => limbPoints(rig, map, pose, side));
  const normal = new Float64Array(3);
  const middle = new Float64Array(3);
  for (const root of [0, 3]) {
    subtractVec3(middle, 0, left![root]!, 0, right![root]!, 0);
    addVec3(normal, 0, normal, 0, middle, 0);
  }
  normalizeVec3(normal, 0, normal, 0);
  lerpVec3(middle, 0, left![3]!, 0, right![3]!, 0, 0.5);
  const distances = left!.map((point, i) => {
    const image = new Float64Array(3);
    subtractVec3(image, 0, point, 0, middle, 0);
    const beside = 2 * dotVec3(image, 0, normal, 0);
    for (let axis = 0; axis < 3; axis++) image[axis] = point[axis]! - beside * normal[axis]!;
    return distanceVec3(image, 0, right![i]!, 0);
  });
  return Math.max(...distances) / wayAlong(left!.slice(3));
}

/** True where no elbow and no knee is bent. */
function isStretched(rig: Rig, map: HumanoidMap, pose: RestModel): boolean {
  return SIDES.every((side) => {
    const points = limbPoints(rig, map, pose, side);
    return [points.slice(0, 3), points.slice(3)].every(
      (limb) => distanceVec3(limb[0]!, 0, limb[2]!, 0) > STRAIGHT * wayAlong(limb),
    );
  });
}

/** [3] of shoulder, elbow, wrist, hip, knee and ankle. An arm without a hand ends at its elbow. */
function limbPoints(rig: Rig, map: HumanoidMap, pose: RestModel, side: Side): Float64Array[] {
  const joints = (['UpperArm', 'LowerArm', 'Hand', 'UpperLeg', 'LowerLeg'] as const).map((bone) => {
    const joint = jointOf(map, `${side}${bone}`);
    const point = new Float64Array(3);
    copyVec3(point, 0, pose.positions, (joint < 0 ? jointOf(map, `${side}LowerArm`) : joint) * 3);
    return point;
  });
  return [...joints, pointAt(rig, map, `${side}Ankle`, pose)];
}

function wayAlong(points: readonly Float64Array[]): number {
  return distanceVec3(points[0]!, 0, points[1]!, 0) + distanceVec3(points[1]!, 0, points[2]!, 0);
}

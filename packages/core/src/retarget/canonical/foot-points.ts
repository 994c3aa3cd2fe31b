import { rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3, distanceVec3, lerpVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { SIDES, jointOf } from './bones.ts';

/**
 * [2 × 3] the left and the right ankle; where the shin ends on a figure without feet. A shin that ends nowhere is taken to
 * be as long as its thigh, as a human's nearly is: travel is scaled by the length of the whole leg.
 */
export function anklePoints(rig: Rig, map: HumanoidMap, pose: RestModel): Float64Array {
  const points = new Float64Array(6);
  SIDES.forEach((side, index) => {
    const at = index * 3;
    const foot = jointOf(map, `${side}Foot`);
    if (foot >= 0) {
      copyVec3(points, at, pose.positions, foot * 3);
      return;
    }
    const hip = jointOf(map, `${side}UpperLeg`) * 3;
    const knee = jointOf(map, `${side}LowerLeg`) * 3;
    tailPoint(points, at, rig, pose, knee / 3);
    if (distanceVec3(points, at, pose.positions, knee) === 0) {
      lerpVec3(points, at, pose.positions, hip, pose.positions, knee, 2);
    }
  });
  return points;
}

/** [2 × 3] a point at the front of the left and the right foot: toes, else an end point, else the ankle itself. */
export function toePoints(rig: Rig, map: HumanoidMap, pose: RestModel): Float64Array {
  const points = anklePoints(rig, map, pose);
  SIDES.forEach((side, index) => {
    const foot = jointOf(map, `${side}Foot`);
    const toes = jointOf(map, `${side}Toes`);
    if (toes >= 0) copyVec3(points, index * 3, pose.positions, toes * 3);
    else if (foot >= 0) tailPoint(points, index * 3, rig, pose, foot);
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

import { conjugateQuat, multiplyQuat, rotateVec3, shortestArcQuat } from '../../../math/quat.ts';
import { addVec3, distanceVec3, normalizeVec3, subtractVec3 } from '../../../math/vec3.ts';
import type { RestModel } from '../../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../../rig/humanoid.ts';
import type { Rig } from '../../../rig/rig.ts';
import { isAbove } from '../body-chains.ts';
import { jointOf, SIDES } from '../bones.ts';

const UP = Float64Array.of(0, 1, 0);
/** In lengths of the shin: by how much the ankle of a foot that stands flat goes up and down. */
const LEVEL = 0.04;
/** Share of a motion for which a foot stands at least, if it stands at all. */
const STANDS = 0.15;
/** The length of the mean of directions that scatter by 15°; those of a foot that rolls from heel to ball do by up to 11°. */
const STEADY = Math.exp(-0.5 * ((15 * Math.PI) / 180) ** 2);

/**
 * A pose whose feet are as flat as they stand in the motion that it is the mean of: on the way feet hang, and their mean
 * is pitched by up to 25°. A foot that never stands stays as it is.
 *
 * @param pose - canonical space.
 * @param poses - the motion, canonical space.
 */
export function flattenFeet(rig: Rig, map: HumanoidMap, pose: RestModel, poses: readonly RestModel[]): RestModel {
  const flat: RestModel = { positions: pose.positions.slice(), rotations: pose.rotations.slice() };
  for (const side of SIDES) {
    const foot = jointOf(map, `${side}Foot`);
    const up = foot < 0 ? undefined : soleUp(poses, jointOf(map, `${side}LowerLeg`), foot);
    if (!up) continue;
    const turn = new Float64Array(4);
    rotateVec3(up, 0, pose.rotations, foot * 4, up, 0);
    shortestArcQuat(turn, 0, up, 0, UP, 0);
    rig.parents.forEach((_, joint) => {
      if (!isAbove(rig.parents, foot, joint)) return;
      multiplyQuat(flat.rotations, joint * 4, turn, 0, pose.rotations, joint * 4);
      subtractVec3(flat.positions, joint * 3, pose.positions, joint * 3, pose.positions, foot * 3);
      rotateVec3(flat.positions, joint * 3, turn, 0, flat.positions, joint * 3);
      addVec3(flat.positions, joint * 3, flat.positions, joint * 3, pose.positions, foot * 3);
    });
  }
  return flat;
}

/**
 * Which way is up for a foot that stands flat: it does where its ankle is as low as it mostly gets, since heel and ball
 * both lift it.
 *
 * @returns [3] unit, in the space of the foot; undefined where it stands nowhere, or each time otherwise.
 */
function soleUp(poses: readonly RestModel[], knee: number, foot: number): Float64Array | undefined {
  const height = ({ positions }: RestModel): number => positions[foot * 3 + 1]!;
  const heights = poses.map(height).sort((a, b) => a - b);
  // Not the lowest: a single frame may lie under the ground.
  const ground = heights[Math.floor(heights.length * 0.05)]!;
  const shin = distanceVec3(poses[0]!.positions, knee * 3, poses[0]!.positions, foot * 3);
  const standing = poses.filter((pose) => Math.abs(height(pose) - ground) < LEVEL * shin);
  if (standing.length < STANDS * poses.length) return undefined;
  const mean = new Float64Array(3);
  const up = new Float64Array(3);
  const turn = new Float64Array(4);
  for (const { rotations } of standing) {
    conjugateQuat(turn, 0, rotations, foot * 4);
    rotateVec3(up, 0, turn, 0, UP, 0);
    addVec3(mean, 0, mean, 0, up, 0);
  }
  return normalizeVec3(mean, 0, mean, 0) / standing.length > STEADY ? mean : undefined;
}

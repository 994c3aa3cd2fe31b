import type { Pose } from '../../clip/pose.ts';
import { copyQuat, multiplyQuat, rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { Rig } from '../../rig/rig.ts';

/**
 * Forward kinematics of some joints alone. Allocates nothing.
 *
 * @param joints - each after its parent, which must be among them.
 */
export function placeJoints(out: RestModel, { parents }: Rig, joints: Int16Array, pose: Pose): void {
  const { positions, rotations } = out;
  for (let i = 0; i < joints.length; i++) {
    const joint = joints[i]!;
    const parent = parents[joint]!;
    if (parent < 0) {
      copyVec3(positions, joint * 3, pose.translations, joint * 3);
      copyQuat(rotations, joint * 4, pose.rotations, joint * 4);
      continue;
    }
    rotateVec3(positions, joint * 3, rotations, parent * 4, pose.translations, joint * 3);
    addVec3(positions, joint * 3, positions, joint * 3, positions, parent * 3);
    multiplyQuat(rotations, joint * 4, rotations, parent * 4, pose.rotations, joint * 4);
  }
}

/** Joints and all that they hang from, each after its parent. Numbers under 0 stand for joints that are not there. */
export function withAncestors(parents: Int16Array, joints: readonly number[]): Int16Array {
  const needed = new Set<number>();
  for (const end of joints) for (let joint = end; joint >= 0; joint = parents[joint]!) needed.add(joint);
  return Int16Array.from(needed).sort();
}

import { restModel } from '../../forward-kinematics.ts';
import { rotateVec3 } from '../../../math/quat.ts';
import { addVec3, distanceVec3, lengthVec3 } from '../../../math/vec3.ts';
import type { Rig } from '../../rig.ts';

/** A rig's hierarchy with what the search asks of it again and again. */
export interface JointTree {
  readonly rig: Rig;
  readonly children: readonly (readonly number[])[];
  readonly depths: Int16Array;
  /** [joints] metres to the parent, 0 for a root. */
  readonly lengths: Float64Array;
  /** [joints] metres along the longest chain below the joint, end points included: the same in every pose. */
  readonly reaches: Float64Array;
  /** [joints × 3] where the joints are at rest, model space. */
  readonly positions: Float64Array;
  /** [joints × 3] where the chain ends below a joint that has no child, model space; NaN where the file does not say. */
  readonly tips: Float64Array;
}

/** @param ignored - [joints] true for joints that are no part of the body: they give no chain its length. */
export function buildJointTree(rig: Rig, ignored: readonly boolean[]): JointTree {
  const count = rig.parents.length;
  const { positions, rotations } = restModel(rig);
  const children: number[][] = Array.from({ length: count }, () => []);
  const depths = new Int16Array(count);
  const lengths = new Float64Array(count);
  for (let joint = 0; joint < count; joint++) {
    const parent = rig.parents[joint]!;
    if (parent < 0) continue;
    children[parent]?.push(joint);
    depths[joint] = depths[parent]! + 1;
    lengths[joint] = distanceVec3(positions, joint * 3, positions, parent * 3);
  }
  const tips = modelTips(rig, positions, rotations);
  return { rig, children, depths, lengths, reaches: reachesOf(rig, lengths, ignored), positions, tips };
}

function reachesOf(rig: Rig, lengths: Float64Array, ignored: readonly boolean[]): Float64Array {
  const reaches = new Float64Array(lengths.length);
  for (const tip of rig.tips ?? []) {
    if (!ignored[tip.joint])
      reaches[tip.joint] = Math.max(reaches[tip.joint]!, lengthVec3(Float64Array.from(tip.translation), 0));
  }
  for (let joint = lengths.length - 1; joint >= 0; joint--) {
    const parent = rig.parents[joint]!;
    // A helper in the middle of a chain (a roll bone) carries the rest of it; one at its end does not count.
    if (parent < 0 || (ignored[joint] && reaches[joint] === 0)) continue;
    reaches[parent] = Math.max(reaches[parent]!, reaches[joint]! + lengths[joint]!);
  }
  return reaches;
}

function modelTips(rig: Rig, positions: Float64Array, rotations: Float64Array): Float64Array {
  const tips = new Float64Array(positions.length).fill(NaN);
  for (const { joint, translation } of rig.tips ?? []) {
    rotateVec3(tips, joint * 3, rotations, joint * 4, Float64Array.from(translation), 0);
    addVec3(tips, joint * 3, tips, joint * 3, positions, joint * 3);
  }
  return tips;
}

/** True for a joint strictly below another. */
export function isBelow(tree: JointTree, joint: number, ancestor: number): boolean {
  const { parents } = tree.rig;
  // Parents come before their children, so an ancestor has the smaller index.
  let at = parents[joint] ?? -1;
  while (at > ancestor) at = parents[at]!;
  return at === ancestor && at >= 0;
}

export function isWithin(tree: JointTree, joint: number, ancestor: number): boolean {
  return joint === ancestor || isBelow(tree, joint, ancestor);
}

/** @returns the joints from below `ancestor` down to `joint`; empty where `joint` is not below it. */
export function pathBelow(tree: JointTree, ancestor: number, joint: number): number[] {
  const path: number[] = [];
  for (let at = joint; at >= 0 && at !== ancestor; at = tree.rig.parents[at]!) path.unshift(at);
  return isBelow(tree, joint, ancestor) ? path : [];
}

/** @returns the nearest joint that has both below it or is one of them; −1 for joints of two roots. */
export function commonAncestor(tree: JointTree, a: number, b: number): number {
  const { parents } = tree.rig;
  let [x, y] = [a, b];
  while (x !== y) {
    if (x > y) x = parents[x]!;
    else y = parents[y]!;
  }
  return x;
}

import type { HumanoidBone } from '../humanoid.ts';
import { saysNothing } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { commonAncestor, isWithin } from './shape/joint-tree.ts';

/** A hostile file may have any number of joints between two bones. */
const MOST = 4;

/** Joints without a name from a joint up to that of a bone that has one, nearest first, that carry no other bone. */
export function namelessAbove(
  evidence: Evidence,
  joints: ReadonlyMap<HumanoidBone, number>,
  joint: number,
): readonly number[] {
  const { rig, tree, names } = evidence;
  const assigned = [...joints.values()];
  const aside = assigned.filter((other) => !isWithin(tree, other, joint) && !isWithin(tree, joint, other));
  const trunk = Math.max(-1, ...aside.map((other) => commonAncestor(tree, joint, other)));
  const found: number[] = [];
  for (let above = rig.parents[joint]!; above > trunk && found.length < MOST; above = rig.parents[above]!) {
    if (names[above]!.known && assigned.includes(above)) break;
    if (saysNothing(evidence, above)) found.push(above);
  }
  return found;
}

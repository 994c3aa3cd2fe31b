import type { JointTree } from './joint-tree.ts';
import { pathBelow } from './joint-tree.ts';

/** One arm or leg: the joints of its chain from where it leaves the trunk. */
export interface Limb {
  /** The first joint outside the trunk. */
  readonly root: number;
  /** From the root to the hand, or to the toes. */
  readonly path: readonly number[];
  /** Where in `path` the two long bones begin (upper arm, thigh); −1 where the chain is too short to say. */
  readonly upper: number;
}

/** What names say of joints before the shape is looked for. All arrays are per joint. */
export interface JointMarks {
  /** No part of the body. */
  readonly ignored: readonly boolean[];
  /** Only continues the bone of its parent (`upperarm02`): no bone begins there. */
  readonly merged: readonly boolean[];
  /** Named as head, neck, trunk or hips: in no limb. */
  readonly central: readonly boolean[];
}

const COINCIDENT = 1e-6;

/**
 * Follows a limb from its root to the hand or the toes.
 *
 * @param afterCost - how much the length of what follows the two long bones counts against them.
 */
export function findLimb(tree: JointTree, { ignored, merged }: JointMarks, root: number, afterCost: number): Limb {
  const path: number[] = [];
  let next: number | undefined = root;
  while (next !== undefined) {
    if (!ignored[next] && !merged[next]) path.push(next);
    // Three chains leave from a hand, or five from a foot; single joints beside a limb are twists.
    const chains: number[] = tree.children[next]!.filter((child) => tree.reaches[child]! > 0);
    next = chains.length < 3 ? longestChild(tree, ignored, next, []) : undefined;
  }
  return { root, path, upper: twoLongest(tree, path, afterCost) };
}

/** Where the two longest consecutive bones of a chain begin. */
function twoLongest(tree: JointTree, path: readonly number[], afterCost: number): number {
  const bones = path.slice(1).map((joint, i) => bone(tree, path[i]!, joint));
  let best = -1;
  let greatest = -Infinity;
  for (let i = 0; i + 1 < bones.length; i++) {
    const after = bones.slice(i + 2).reduce((sum, length) => sum + length, 0);
    const worth = bones[i]! + bones[i + 1]! - after * afterCost;
    if (worth <= greatest) continue;
    best = i;
    greatest = worth;
  }
  return best;
}

/** Length along the chain, so that joints between the two ends (roll bones) count. */
function bone(tree: JointTree, from: number, to: number): number {
  return pathBelow(tree, from, to).reduce((sum, joint) => sum + tree.lengths[joint]!, 0);
}

/** The children that a chain may go on with: no helpers, and none that only repeats its parent's place. */
export function keptChildren(tree: JointTree, ignored: readonly boolean[], joint: number): number[] {
  return tree.children[joint]!.filter((child) => {
    const reaches = tree.reaches[child]! > 0;
    return reaches || (!ignored[child] && tree.lengths[child]! > COINCIDENT);
  });
}

export function longestChild(
  tree: JointTree,
  ignored: readonly boolean[],
  joint: number,
  except: readonly number[],
): number | undefined {
  return keptChildren(tree, ignored, joint)
    .filter((child) => !except.includes(child))
    .reduce<number | undefined>(
      (best, child) => (best === undefined || reach(tree, child) > reach(tree, best) ? child : best),
      undefined,
    );
}

function reach(tree: JointTree, child: number): number {
  return tree.lengths[child]! + tree.reaches[child]!;
}

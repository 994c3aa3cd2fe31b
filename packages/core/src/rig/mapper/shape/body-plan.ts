import { commonAncestor, isWithin, pathBelow } from './joint-tree.ts';
import type { JointTree } from './joint-tree.ts';
import { findLimb, keptChildren, longestChild } from './limb.ts';
import type { JointMarks, Limb } from './limb.ts';

/** A human shape found in a hierarchy by lengths and branches alone, in whatever pose, whatever the names. */
export interface BodyPlan {
  /** The lowest joint from which both legs and the trunk leave. */
  readonly hips: number;
  /** From above the hips to where the arms leave. */
  readonly trunk: readonly number[];
  /** From above the trunk to the head. */
  readonly neck: readonly number[];
  /** In the order of the file: which is left, the shape alone does not say. */
  readonly arms: readonly [Limb, Limb];
  readonly legs: readonly [Limb, Limb];
}

interface LimbPair {
  readonly at: number;
  readonly a: number;
  readonly b: number;
  /** Length of the limbs, less where the two are not alike: a lock of hair may be nearly as long as an arm. */
  readonly worth: number;
}

/** Two sides of a person differ by less than this share of their length; modelled by hand, not mirrored, by up to a tenth; a glove or a thing in one hand adds to it. */
const MIRROR_TOLERANCE = 0.15;
const MISMATCH_COST = 2;
/** Share of the longest chain of the rig: fingers and eyes are shorter. */
const SHORTEST_LIMB = 0.08;
/**
 * CMU's collar bone and upper arm together are longer than the arm itself, but then half an arm would follow. A foot may be
 * as long as it likes: stylised figures have great ones.
 */
const BEYOND_WRIST_COST = 1;
/** What a pair of chains from a joint with nothing beyond is worth as arms. */
const NO_NECK = 0.6;
/** Bounds of the search: a hostile file must not cost more than an honest one. */
const MOST_CHAINS = 8;
const MOST_PAIRS = 40;

/**
 * Finds the two pairs of equal long chains that leave one trunk (retargeting.md §7, step 5).
 *
 * @returns undefined where there is no such shape.
 */
export function findBodyPlan(tree: JointTree, marks: JointMarks): BodyPlan | undefined {
  const pairs = findPairs(tree, marks);
  let best: { frame: Frame; worth: number } | undefined;
  for (const legs of pairs) {
    for (const arms of pairs) {
      const limbs = legs.worth + arms.worth;
      // Nearly equal counts as equal, so that the first in the file wins whatever the rounding.
      if (best && limbs <= best.worth * 1.0001) break;
      const frame = frameOf(tree, marks, legs, arms);
      if (!frame) continue;
      // A head without a neck chain is possible, but a pair of plaits hangs from a joint with nothing beyond.
      const worth = frame.neck.length > 0 ? limbs : limbs * NO_NECK;
      if (!best || worth > best.worth * 1.0001) best = { frame, worth };
    }
  }
  return best && planOf(tree, marks, best.frame);
}

function findPairs(tree: JointTree, { central }: JointMarks): LimbPair[] {
  const holdsCentral = [...central];
  for (let joint = central.length - 1; joint > 0; joint--) {
    const parent = tree.rig.parents[joint]!;
    if (parent >= 0) holdsCentral[parent] ||= holdsCentral[joint]!;
  }
  const longest = tree.reaches.reduce((a, b) => Math.max(a, b), 0);
  const pairs = tree.children.flatMap((children, at) => {
    const chains = children
      .filter((child) => !holdsCentral[child] && tree.reaches[child]! > longest * SHORTEST_LIMB)
      .sort((a, b) => tree.reaches[b]! - tree.reaches[a]!)
      .slice(0, MOST_CHAINS)
      .sort((a, b) => a - b);
    return chains.flatMap((a, i) => chains.slice(i + 1).flatMap((b) => pairOf(tree, at, a, b)));
  });
  return pairs.sort((a, b) => b.worth - a.worth).slice(0, MOST_PAIRS);
}

function pairOf(tree: JointTree, at: number, a: number, b: number): LimbPair[] {
  const [reachA, reachB] = [tree.reaches[a]!, tree.reaches[b]!];
  const longer = Math.max(reachA, reachB);
  const mismatch = Math.abs(reachA - reachB) / longer;
  return mismatch <= MIRROR_TOLERANCE ? [{ at, a, b, worth: longer * (1 - MISMATCH_COST * mismatch) }] : [];
}

/** A trunk between two pairs of limbs. */
interface Frame {
  readonly hips: number;
  readonly trunk: readonly number[];
  readonly neck: readonly number[];
  readonly legs: LimbPair;
  readonly arms: LimbPair;
}

function frameOf(tree: JointTree, { ignored }: JointMarks, legs: LimbPair, arms: LimbPair): Frame | undefined {
  if (legs.at === arms.at || isInPair(tree, legs.at, arms) || isInPair(tree, arms.at, legs)) return undefined;
  const hips = commonAncestor(tree, legs.at, arms.at);
  if (hips < 0) return undefined;
  const trunk = pathBelow(tree, hips, arms.at);
  // The trunk is the longer way: the legs leave from the hips or from an inverted pelvis right below them.
  if (trunk.length === 0 || pathBelow(tree, hips, legs.at).length >= trunk.length) return undefined;
  return { hips, trunk, neck: neckPath(tree, ignored, arms), legs, arms };
}

function isInPair(tree: JointTree, joint: number, { a, b }: LimbPair): boolean {
  return isWithin(tree, joint, a) || isWithin(tree, joint, b);
}

function planOf(tree: JointTree, marks: JointMarks, { hips, trunk, neck, legs, arms }: Frame): BodyPlan {
  const arm = (root: number): Limb => findLimb(tree, marks, root, BEYOND_WRIST_COST);
  const leg = (root: number): Limb => findLimb(tree, marks, root, 0);
  return {
    hips,
    trunk,
    neck,
    arms: [arm(arms.a), arm(arms.b)],
    legs: [leg(legs.a), leg(legs.b)],
  };
}

/** The longest chain beside the arms, up to where it branches: eyes, jaw and hair leave from the head. */
function neckPath(tree: JointTree, ignored: readonly boolean[], arms: LimbPair): number[] {
  const path: number[] = [];
  let next = longestChild(tree, ignored, arms.at, [arms.a, arms.b]);
  while (next !== undefined) {
    path.push(next);
    const children = keptChildren(tree, ignored, next);
    next = children.length === 1 ? children[0] : undefined;
  }
  return path;
}

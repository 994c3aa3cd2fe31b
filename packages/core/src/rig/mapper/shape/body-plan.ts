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
/** Two chains so alike are a pair. */
const TWIN_TOLERANCE = 0.01;
/** Wings may be longer than arms, but have no hands. */
const HAND_LEAD = 1.5;
/** Bounds of the search: a hostile file must not cost more than an honest one. */
const MOST_CHAINS = 8;
const MOST_PAIRS = 40;
const MOST_BONES = 16;

/**
 * Finds the two pairs of equal long chains that leave one trunk.
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
  const hands = endInHands(tree);
  const pairs = tree.children.flatMap((children, at) => {
    const chains = children
      .filter((child) => !holdsCentral[child] && tree.reaches[child]! > longest * SHORTEST_LIMB)
      .sort((a, b) => tree.reaches[b]! - tree.reaches[a]!)
      .slice(0, MOST_CHAINS)
      .sort((a, b) => a - b);
    return chains.flatMap((a, i) => chains.slice(i + 1).flatMap((b) => pairOf(tree, hands, at, a, b)));
  });
  return pairs.sort((a, b) => b.worth - a.worth).slice(0, MOST_PAIRS);
}

function pairOf(tree: JointTree, hands: readonly boolean[], at: number, a: number, b: number): LimbPair[] {
  const [reachA, reachB] = [tree.reaches[a]!, tree.reaches[b]!];
  const longer = Math.max(reachA, reachB);
  const mismatch = Math.abs(reachA - reachB) / longer;
  const alike = mismatch <= MIRROR_TOLERANCE ? longer * (1 - MISMATCH_COST * mismatch) : sharedLength(tree, a, b);
  const worth = hands[a] && hands[b] ? alike * HAND_LEAD : alike;
  return worth > 0 ? [{ at, a, b, worth }] : [];
}

/** How far two chains are alike bone by bone, metres: a sword in one hand makes one longer. 0 for less than two bones. */
function sharedLength(tree: JointTree, a: number, b: number): number {
  let shared = 0;
  let [x, y] = [longestBelow(tree, a), longestBelow(tree, b)];
  for (let bones = 0; bones < MOST_BONES; bones++) {
    const [p = 0, q = 0] = [tree.lengths[x], tree.lengths[y]];
    const alike = x >= 0 && y >= 0 && Math.abs(p - q) <= MIRROR_TOLERANCE * Math.max(p, q);
    if (!alike) return bones >= 2 ? shared : 0;
    shared += p;
    [x, y] = [longestBelow(tree, x), longestBelow(tree, y)];
  }
  return shared;
}

/** −1 where nothing is below. */
function longestBelow(tree: JointTree, joint: number): number {
  return longestChild(tree, [], joint, []) ?? -1;
}

/** [joints] true where three or more chains leave from the joint or from one below it: fingers, or toes. */
function endInHands(tree: JointTree): boolean[] {
  const ends = tree.children.map((children) => children.filter((child) => tree.reaches[child]! > 0).length >= 3);
  for (let joint = ends.length - 1; joint > 0; joint--) {
    const parent = tree.rig.parents[joint]!;
    if (parent >= 0) ends[parent] ||= ends[joint]!;
  }
  return ends;
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
  if (trunk.length === 0 || lengthOf(tree, pathBelow(tree, hips, legs.at)) >= lengthOf(tree, trunk)) return undefined;
  return { hips, trunk, neck: neckPath(tree, ignored, arms), legs, arms };
}

function lengthOf(tree: JointTree, path: readonly number[]): number {
  return path.reduce((sum, joint) => sum + tree.lengths[joint]!, 0);
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
  // Wings leave in a pair, the neck alone.
  const pairs = twins(tree, keptChildren(tree, ignored, arms.at));
  let next = longestChild(tree, ignored, arms.at, [arms.a, arms.b, ...pairs]);
  while (next !== undefined) {
    path.push(next);
    const children = keptChildren(tree, ignored, next);
    next = children.length === 1 ? children[0] : undefined;
  }
  return path;
}

/** Chains that have an equal beside them. */
function twins(tree: JointTree, chains: readonly number[]): number[] {
  const whole = (joint: number): number => tree.lengths[joint]! + tree.reaches[joint]!;
  return chains.filter(
    (a) =>
      tree.reaches[a]! > 0 && chains.some((b) => a !== b && Math.abs(whole(a) - whole(b)) <= TWIN_TOLERANCE * whole(a)),
  );
}

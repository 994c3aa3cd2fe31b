import type { JointTree } from './joint-tree.ts';
import { commonAncestor, isWithin, pathBelow } from './joint-tree.ts';

/** One arm or leg: the joints of its chain from where it leaves the trunk. */
export interface Limb {
  /** The first joint outside the trunk. */
  readonly root: number;
  /** From the root to the hand, or to the toes. */
  readonly path: readonly number[];
  /** Where in `path` the two long bones begin (upper arm, thigh); −1 where the chain is too short to say. */
  readonly upper: number;
}

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
  readonly reach: number;
}

/** Two sides of a person differ by less than this share of their length; modelled by hand, not mirrored, by up to a tenth. */
const MIRROR_TOLERANCE = 0.1;
const COINCIDENT = 1e-6;
/** Share of the longest chain of the rig: fingers and eyes are shorter. */
const SHORTEST_LIMB = 0.08;
/**
 * CMU's collar bone and upper arm together are longer than the arm itself, but then half an arm would follow. A foot may be
 * as long as it likes: stylised figures have great ones.
 */
const BEYOND_WRIST_COST = 1;
/** Bounds of the search: a hostile file must not cost more than an honest one. */
const MOST_CHAINS = 8;
const MOST_PAIRS = 40;

/**
 * Finds the two pairs of equal long chains that leave one trunk (retargeting.md §7, step 5).
 *
 * @param ignored - [joints] true for joints that are no part of the body.
 * @param merged - [joints] true for a joint that only continues the bone of its parent (`upperarm02`): no bone begins there.
 * @returns undefined where there is no such shape.
 */
export function findBodyPlan(
  tree: JointTree,
  ignored: readonly boolean[],
  merged: readonly boolean[],
): BodyPlan | undefined {
  const pairs = findPairs(tree);
  let best: { plan: BodyPlan; score: number } | undefined;
  for (const legs of pairs) {
    for (const arms of pairs) {
      const plan = planOf(tree, ignored, merged, legs, arms);
      if (!plan) continue;
      // A head without a neck chain is possible, but a pair of plaits hangs from a joint with nothing beyond.
      const score = (legs.reach + arms.reach) * (plan.neck.length > 0 ? 1 : 0.6);
      if (!best || score > best.score * 1.0001) best = { plan, score };
    }
  }
  return best?.plan;
}

function findPairs(tree: JointTree): LimbPair[] {
  const longest = tree.reaches.reduce((a, b) => Math.max(a, b), 0);
  const pairs = tree.children.flatMap((children, at) => {
    const chains = children
      .filter((child) => tree.reaches[child]! > longest * SHORTEST_LIMB)
      .sort((a, b) => tree.reaches[b]! - tree.reaches[a]!)
      .slice(0, MOST_CHAINS)
      .sort((a, b) => a - b);
    return chains.flatMap((a, i) => chains.slice(i + 1).flatMap((b) => pairOf(tree, at, a, b)));
  });
  return pairs.sort((a, b) => b.reach - a.reach).slice(0, MOST_PAIRS);
}

function pairOf(tree: JointTree, at: number, a: number, b: number): LimbPair[] {
  const [reachA, reachB] = [tree.reaches[a]!, tree.reaches[b]!];
  const reach = Math.max(reachA, reachB);
  return Math.abs(reachA - reachB) <= reach * MIRROR_TOLERANCE ? [{ at, a, b, reach }] : [];
}

function planOf(
  tree: JointTree,
  ignored: readonly boolean[],
  merged: readonly boolean[],
  legs: LimbPair,
  arms: LimbPair,
): BodyPlan | undefined {
  if (legs.at === arms.at) return undefined;
  const inLimb = (joint: number, pair: LimbPair): boolean =>
    isWithin(tree, joint, pair.a) || isWithin(tree, joint, pair.b);
  if (inLimb(legs.at, arms) || inLimb(arms.at, legs)) return undefined;
  const hips = commonAncestor(tree, legs.at, arms.at);
  if (hips < 0) return undefined;
  const trunk = pathBelow(tree, hips, arms.at);
  // The trunk is the longer way: the legs leave from the hips or from an inverted pelvis right below them.
  if (trunk.length === 0 || pathBelow(tree, hips, legs.at).length >= trunk.length) return undefined;
  const neck = neckPath(tree, ignored, arms);
  const limb = (root: number, afterCost: number): Limb => {
    const path = limbPath(tree, ignored, merged, root);
    return { root, path, upper: twoLongest(tree, path, afterCost) };
  };
  return {
    hips,
    trunk,
    neck,
    arms: [limb(arms.a, BEYOND_WRIST_COST), limb(arms.b, BEYOND_WRIST_COST)],
    legs: [limb(legs.a, 0), limb(legs.b, 0)],
  };
}

/** The longest chain beside the arms, up to where it branches: eyes, jaw and hair leave from the head. */
function neckPath(tree: JointTree, ignored: readonly boolean[], arms: LimbPair): number[] {
  const path: number[] = [];
  let next = longestChild(tree, ignored, arms.at, [arms.a, arms.b]);
  while (next !== undefined) {
    path.push(next);
    const children = kept(tree, ignored, next);
    next = children.length === 1 ? children[0] : undefined;
  }
  return path;
}

function limbPath(tree: JointTree, ignored: readonly boolean[], merged: readonly boolean[], root: number): number[] {
  const path: number[] = [];
  let next: number | undefined = root;
  while (next !== undefined) {
    if (!ignored[next] && !merged[next]) path.push(next);
    // Three chains leave from a hand, or five from a foot.
    next = kept(tree, ignored, next).length < 3 ? longestChild(tree, ignored, next, []) : undefined;
  }
  return path;
}

/**
 * Where the two longest consecutive bones of a chain begin.
 *
 * @param afterCost - how much the length of what follows them counts against them.
 */
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
function kept(tree: JointTree, ignored: readonly boolean[], joint: number): number[] {
  return tree.children[joint]!.filter((child) => {
    const reaches = tree.reaches[child]! > 0;
    return reaches || (!ignored[child] && tree.lengths[child]! > COINCIDENT);
  });
}

function longestChild(
  tree: JointTree,
  ignored: readonly boolean[],
  joint: number,
  except: readonly number[],
): number | undefined {
  return kept(tree, ignored, joint)
    .filter((child) => !except.includes(child))
    .reduce<number | undefined>(
      (best, child) => (best === undefined || reach(tree, child) > reach(tree, best) ? child : best),
      undefined,
    );
}

function reach(tree: JointTree, child: number): number {
  return tree.lengths[child]! + tree.reaches[child]!;
}

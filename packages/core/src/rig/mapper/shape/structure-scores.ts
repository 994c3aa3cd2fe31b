import type { BodyPlan } from './body-plan.ts';
import type { Limb } from './limb.ts';
import type { JointTree } from './joint-tree.ts';
import type { Part } from '../names/vocabulary.ts';

/** [joints] → [0, 1] per part: how well a joint's place in the body plan fits. */
export type StructureScores = ReadonlyMap<number, Partial<Record<Part, number>>>;

/** A place in the right chain, but not the one that lengths point at. */
const NEARBY = 0.4;

/** What the shape alone says of each joint. Empty where no shape was found. */
export function structureScores(tree: JointTree, plan: BodyPlan | undefined): StructureScores {
  const { parents } = tree.rig;
  const scores = new Map<number, Partial<Record<Part, number>>>();
  if (!plan) return scores;
  const give = (joint: number | undefined, part: Part, score: number): void => {
    if (joint === undefined) return;
    const of = scores.get(joint) ?? {};
    of[part] = Math.max(of[part] ?? 0, score);
    scores.set(joint, of);
  };
  give(plan.hips, 'hips', 1);
  for (let joint = parents[plan.hips]!; joint >= 0; joint = parents[joint]!) give(joint, 'hips', NEARBY);
  scoreTrunk(plan.trunk, give);
  scoreNeck(tree, plan.neck, give);
  for (const arm of plan.arms) scoreLimb(arm, ['shoulder', 'upperArm', 'lowerArm', 'hand'], give);
  for (const leg of plan.legs) {
    scoreLimb(leg, [undefined, 'upperLeg', 'lowerLeg', 'foot'], give);
    // Any of five toes may be the one; names or numbers choose.
    const foot = leg.upper < 0 ? undefined : leg.path[leg.upper + 2];
    for (const toe of foot === undefined ? [] : tree.children[foot]!) give(toe, 'toes', 1);
  }
  return scores;
}

type Give = (joint: number | undefined, part: Part, score: number) => void;

/** Of many trunk joints the first is the spine, the one that carries the arms the upper chest, the middle one the chest. */
function scoreTrunk(trunk: readonly number[], give: Give): void {
  for (const joint of trunk) for (const part of ['spine', 'chest', 'upperChest'] as const) give(joint, part, NEARBY);
  give(trunk[0], 'spine', 1);
  if (trunk.length >= 2) give(trunk[Math.floor(trunk.length / 2)], 'chest', 1);
  if (trunk.length >= 3) give(trunk.at(-1), 'upperChest', 1);
}

/** The bone from the head to its top is longer than the bones of the neck, if the chain has one. */
const TOP_OF_HEAD = 1.3;

function scoreNeck(tree: JointTree, neck: readonly number[], give: Give): void {
  for (const joint of neck) {
    give(joint, 'neck', NEARBY);
    give(joint, 'head', NEARBY);
  }
  const last = neck.at(-1);
  if (last === undefined) return;
  const isTop =
    neck.length >= 3 &&
    tree.children[last]!.length === 0 &&
    tree.lengths[last]! > TOP_OF_HEAD * tree.lengths[neck.at(-2)!]!;
  give(isTop ? neck.at(-2) : last, 'head', 1);
  if (neck.length >= 2) give(neck[0], 'neck', 1);
}

/** @param parts - in the order of the chain; the second is where the two long bones begin. */
function scoreLimb(limb: Limb, parts: readonly (Part | undefined)[], give: Give): void {
  if (limb.upper < 0) return;
  const [first] = parts;
  if (first && limb.upper > 1) give(limb.path[0], first, NEARBY);
  parts.forEach((part, i) => {
    if (part) give(limb.path[limb.upper + i - 1], part, 1);
  });
}

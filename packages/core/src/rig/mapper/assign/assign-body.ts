import { REQUIRED_BONES } from '../../humanoid.ts';
import type { HumanoidBone } from '../../humanoid.ts';
import type { Evidence } from '../evidence.ts';
import type { JointTree } from '../shape/joint-tree.ts';
import { scoreOf } from '../names/name-scores.ts';
import type { NameScores } from '../names/name-scores.ts';
import type { Side } from '../names/read-name.ts';
import type { Part } from '../names/vocabulary.ts';

interface BodyBone {
  readonly bone: HumanoidBone;
  readonly part: Part;
  readonly side: Side | undefined;
  /** Index of the bone below which it must lie; −1 for the hips. */
  readonly parent: number;
}

function limbBones(side: Side, after: number): BodyBone[] {
  const at = (bone: HumanoidBone, part: Part, parent: number): BodyBone => ({ bone, part, side, parent });
  // Arms need only be below the hips: in simple figures they leave beside the trunk, not from its end.
  return [
    at(`${side}Shoulder`, 'shoulder', 0),
    at(`${side}UpperArm`, 'upperArm', after),
    at(`${side}LowerArm`, 'lowerArm', after + 1),
    at(`${side}Hand`, 'hand', after + 2),
    at(`${side}UpperLeg`, 'upperLeg', 0),
    at(`${side}LowerLeg`, 'lowerLeg', after + 4),
    at(`${side}Foot`, 'foot', after + 5),
    at(`${side}Toes`, 'toes', after + 6),
  ];
}

/** Parents before children. */
const BODY: readonly BodyBone[] = [
  ...(['hips', 'spine', 'chest', 'upperChest', 'neck', 'head'] as const).map((part, i) => ({
    bone: part,
    part,
    side: undefined,
    parent: i - 1,
  })),
  ...limbBones('left', 6),
  ...limbBones('right', 14),
];
const CHILDREN: readonly (readonly number[])[] = BODY.map((_, b) =>
  BODY.flatMap(({ parent }, c) => (parent === b ? [c] : [])),
);

/** Assigning a bone must be worth more than this: a bone of the rig that fits nothing stays unmapped. */
const COST = 0.3;
/** Of two equal joints the one nearer the root begins the bone. */
const DEPTH_COST = 1e-4;
/** Of equal brothers the first by number: the great toe. */
const NUMBER_COST = 1e-7;
const NEVER = -1e9;

/** A place that fits is worth less than a name that does, and enough where names are silent. */
const STRUCTURE_WEIGHT = 0.6;
/** Below `DEPTH_COST`, whatever number a name holds. */
const MOST_NUMBER = 100;
/** More than all names and places together. */
const DECLARED = 100;

/** The part that each bone of the body is, whatever its side. */
export const BODY_PARTS: ReadonlyMap<HumanoidBone, Part> = new Map(BODY.map(({ bone, part }) => [bone, part]));

/** The bone of the body above one, whether the rig has it or not; undefined above the hips. */
export function bodyParent(bone: HumanoidBone): HumanoidBone | undefined {
  return BODY[BODY.find((entry) => entry.bone === bone)?.parent ?? -1]?.bone;
}

/**
 * Gives the bones of the body their joints so that the sum of what names and structure say is greatest, and every bone
 * lies below the bone above it. Dynamic programming over bones × joints: every assignment is
 * weighed, in O(22 · joints).
 */
export function assignBody(evidence: Evidence): Map<HumanoidBone, number> {
  const table = solve(evidence.tree, (bone, joint) => fit(evidence, bone, joint));
  const assigned = new Map<HumanoidBone, number>();
  let hips = -1;
  evidence.rig.parents.forEach((parent, root) => {
    if (parent >= 0) return;
    const joint = table.bestWithin(0, root);
    if (hips < 0 || table.placed(0, joint) > table.placed(0, hips)) hips = joint;
  });
  // Where all bones together are worth nothing, there is no body.
  if (hips >= 0 && table.placed(0, hips) > 0) table.read(0, hips, assigned);
  return assigned;
}

/** What a bone at a joint adds to the sum; undefined where it must not be there. */
function fit(evidence: Evidence, { bone, part, side }: BodyBone, joint: number): number | undefined {
  const { declared, names, readings, sides, structure } = evidence;
  if (declared.size > 0) {
    const own = declared.get(bone);
    if (own !== undefined) return own === joint ? DECLARED : undefined;
    // The author of the file left it out on purpose, unless there is no humanoid without it.
    if (!REQUIRED_BONES.includes(bone) || [...declared.values()].includes(joint)) return undefined;
  }
  if (readings[joint]!.helper || sides[joint] !== side) return undefined;
  const own = names[joint]!.known ? names[joint] : nameByNeighbours(evidence, joint);
  const name = scoreOf(own, part);
  const order = NUMBER_COST * Math.min(readings[joint]!.numbers[0] ?? 0, MOST_NUMBER);
  return name + STRUCTURE_WEIGHT * (structure.get(joint)?.[part] ?? 0) - order;
}

/** A joint between two spines is a spine, and one below a neck a neck, whatever it is called. */
function nameByNeighbours({ trunk, neck, names }: Evidence, joint: number): NameScores | undefined {
  for (const [chain, part] of [
    [trunk, 'spine'],
    [neck, 'neck'],
  ] as const) {
    const at = chain.indexOf(joint);
    const neighbours =
      at < 0 ? [] : [...chain.slice(at + 1), ...(part === 'spine' ? chain.slice(0, at).reverse() : [])];
    const named = neighbours.find((other) => names[other]?.parts[part] !== undefined);
    if (named !== undefined) return names[named];
  }
  return undefined;
}

interface Table {
  placed(bone: number, joint: number): number;
  bestWithin(bone: number, joint: number): number;
  read(bone: number, joint: number, into: Map<HumanoidBone, number>): void;
}

function solve(tree: JointTree, worth: (bone: BodyBone, joint: number) => number | undefined): Table {
  const count = tree.depths.length;
  /** [bones × joints] the greatest sum of a bone and all below it, with the bone at the joint. */
  const placed = new Float64Array(BODY.length * count).fill(NEVER);
  /** [bones × joints] the joint strictly below at which `placed` is greatest; −1 for none. */
  const best = new Int16Array(BODY.length * count).fill(-1);
  /** [bones × joints] the greatest sum of a bone, placed or left out, and all below it, strictly below the joint. */
  const below = new Float64Array(BODY.length * count);

  for (let b = BODY.length - 1; b >= 0; b--) {
    const row = b * count;
    const under = (joint: number): number =>
      CHILDREN[b]!.reduce((sum, child) => sum + below[child * count + joint]!, 0);
    for (let joint = count - 1; joint >= 0; joint--) {
      const own = worth(BODY[b]!, joint);
      if (own !== undefined) placed[row + joint] = own - COST - DEPTH_COST * tree.depths[joint]! + under(joint);
      best[row + joint] = bestBelow(tree, placed, best, row, joint);
      const at = best[row + joint]!;
      below[row + joint] = Math.max(at < 0 ? NEVER : placed[row + at]!, under(joint));
    }
  }

  const table: Table = {
    placed: (b, joint) => placed[b * count + joint]!,
    bestWithin: (b, joint) => better(placed, b * count, joint, best[b * count + joint]!),
    read(b, joint, into) {
      into.set(BODY[b]!.bone, joint);
      for (const child of CHILDREN[b]!) readBelow(child, joint, into);
    },
  };
  function readBelow(b: number, joint: number, into: Map<HumanoidBone, number>): void {
    const at = best[b * count + joint]!;
    const without = CHILDREN[b]!.reduce((sum, child) => sum + below[child * count + joint]!, 0);
    if (at >= 0 && placed[b * count + at]! >= without) table.read(b, at, into);
    else for (const child of CHILDREN[b]!) readBelow(child, joint, into);
  }
  return table;
}

function bestBelow(tree: JointTree, placed: Float64Array, best: Int16Array, row: number, joint: number): number {
  let found = -1;
  for (const child of tree.children[joint]!) {
    const candidate = better(placed, row, child, best[row + child]!);
    if (found < 0 || placed[row + candidate]! > placed[row + found]!) found = candidate;
  }
  return found;
}

function better(placed: Float64Array, row: number, joint: number, below: number): number {
  return below >= 0 && placed[row + below]! > placed[row + joint]! ? below : joint;
}

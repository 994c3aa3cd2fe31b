import type { HumanoidBone } from '../humanoid.ts';
import type { Rig } from '../rig.ts';
import { isCentral, nameScores } from './names/name-scores.ts';
import type { NameScores } from './names/name-scores.ts';
import { readNames } from './names/read-name.ts';
import type { NameReading, Side } from './names/read-name.ts';
import type { Part } from './names/vocabulary.ts';
import { findBodyPlan } from './shape/body-plan.ts';
import type { BodyPlan } from './shape/body-plan.ts';
import { findFacing, sideOrder } from './shape/facing.ts';
import type { Facing } from './shape/facing.ts';
import { buildJointTree, isWithin } from './shape/joint-tree.ts';
import type { JointTree } from './shape/joint-tree.ts';
import type { Limb } from './shape/limb.ts';
import { structureScores } from './shape/structure-scores.ts';
import type { StructureScores } from './shape/structure-scores.ts';

/** Everything that is known of a rig before its bones are assigned. All arrays are per joint. */
export interface Evidence {
  readonly rig: Rig;
  readonly tree: JointTree;
  readonly readings: readonly NameReading[];
  readonly names: readonly NameScores[];
  readonly structure: StructureScores;
  /** By shape, from above the hips to where the arms leave, and on to the head. Empty where no shape was found. */
  readonly trunk: readonly number[];
  readonly neck: readonly number[];
  readonly sides: readonly (Side | undefined)[];
  /** How sure the sides are: 1 by name or by the feet, less where the front had to be assumed. */
  readonly sideTrust: number;
  readonly declared: ReadonlyMap<HumanoidBone, number>;
  readonly warnings: readonly string[];
}

const ASSUMED_FRONT_TRUST = 0.8;
/** From here a name means its part. */
const MEANT = 0.75;

export function gatherEvidence(rig: Rig): Evidence {
  const readings = readNames(rig.names);
  const ignored = readings.map((reading) => reading.helper);
  const tree = buildJointTree(rig, ignored);
  const names = nameScores(readings);
  const marks = { ignored, merged: continuations(rig, names), central: names.map(isCentral) };
  const plan = endTrunkAtNeck(findBodyPlan(tree, marks), names);
  const warnings: string[] = [];
  const { sides, trust } = readSides(tree, readings, plan, warnings);
  return {
    rig,
    tree,
    readings,
    names,
    structure: structureScores(tree, plan),
    trunk: plan?.trunk ?? [],
    neck: plan?.neck ?? [],
    sides,
    sideTrust: trust,
    declared: readDeclared(rig, warnings),
    warnings,
  };
}

/** True for a joint that may be any bone: its name means none, and nothing else either. */
export function saysNothing({ names, readings }: Evidence, joint: number): boolean {
  return !names[joint]!.known && !readings[joint]!.helper;
}

/** Old bipeds hang the collar bones from the neck: what is called a neck is none of the trunk. */
function endTrunkAtNeck(plan: BodyPlan | undefined, names: readonly NameScores[]): BodyPlan | undefined {
  const neck = plan?.trunk.findIndex((joint) => (names[joint]?.parts.neck ?? 0) >= MEANT) ?? -1;
  if (!plan || neck < 1) return plan;
  return { ...plan, trunk: plan.trunk.slice(0, neck), neck: [...plan.trunk.slice(neck), ...plan.neck] };
}

function readDeclared(rig: Rig, warnings: string[]): Map<HumanoidBone, number> {
  const declared = new Map<HumanoidBone, number>();
  for (const [bone, joint] of Object.entries(rig.declared ?? {}) as [HumanoidBone, number][]) {
    if (joint >= 0 && joint < rig.parents.length) declared.set(bone, joint);
    else warnings.push(`The file declares ${bone} as joint ${joint}, which does not exist`);
  }
  return declared;
}

const LONG_BONES: readonly Part[] = ['upperArm', 'lowerArm', 'upperLeg', 'lowerLeg'];

/** Joints that carry on the long bone of their parent: MakeHuman's `upperarm02`, Rigify's `DEF-thigh.L.001`. */
function continuations(rig: Rig, names: readonly NameScores[]): boolean[] {
  const boneOf = (joint: number): Part | undefined => LONG_BONES.find((part) => (names[joint]?.parts[part] ?? 0) > 0.9);
  return rig.names.map((_, joint) => {
    const bone = boneOf(joint);
    return bone !== undefined && boneOf(rig.parents[joint]!) === bone;
  });
}

interface Sides {
  readonly sides: readonly (Side | undefined)[];
  readonly trust: number;
}

/** By name where names say it, by the feet where they do not. A limb has one side: that of most of its joints. */
function readSides(
  tree: JointTree,
  readings: readonly NameReading[],
  plan: BodyPlan | undefined,
  warnings: string[],
): Sides {
  const sides: (Side | undefined)[] = [];
  tree.rig.parents.forEach((parent, joint) => sides.push(ownSide(readings[joint]) ?? sides[parent]));
  if (!plan) return { sides, trust: 1 };
  const facing = facingOfPlan(tree, plan);
  let trust = 1;
  for (const pair of [plan.legs, plan.arms]) {
    const byNames = orderByNames(tree, readings, pair);
    const order = byNames || orderByPlace(tree, facing, pair);
    if (order === 0) continue;
    if (byNames === 0 && !facing?.seen) trust = ASSUMED_FRONT_TRUST;
    pair.forEach(({ root }, i) => {
      const side = order > 0 === (i === 0) ? 'left' : 'right';
      for (let joint = root; joint < sides.length; joint++) if (isWithin(tree, joint, root)) sides[joint] = side;
    });
  }
  if (trust < 1) warnings.push('Neither names nor feet say which side is left: the figure is taken to face +Z');
  return { sides, trust };
}

/** The side of a part that the name knows: a letter beside an unknown word may be anything. */
function ownSide(reading: NameReading | undefined): Side | undefined {
  return reading && (reading.terms.length > 0 || reading.finger !== undefined) ? reading.side : undefined;
}

/** Share of a limb's joints that must agree on a side: a stray `r` in one name is no side. */
const QUORUM = 0.4;

/** +1 where the first of two limbs is the left one by name, −1 the right one, 0 where names do not tell. */
function orderByNames(tree: JointTree, readings: readonly NameReading[], [a, b]: readonly [Limb, Limb]): number {
  return Math.sign(sideByNames(tree, readings, a.root) - sideByNames(tree, readings, b.root));
}

/** +1 for a left limb, −1 for a right one, 0 where too few of its joints say; those whose names are known have the word. */
function sideByNames(tree: JointTree, readings: readonly NameReading[], root: number): number {
  const limb = readings.filter((_, joint) => isWithin(tree, joint, root));
  const known = limb.filter((reading) => ownSide(reading) !== undefined);
  const votes = (known.length > 0 ? known : limb).map(({ side }): number =>
    side === undefined ? 0 : side === 'left' ? 1 : -1,
  );
  const sum = votes.reduce((total, vote) => total + vote, 0);
  return Math.abs(sum) >= QUORUM * votes.length ? Math.sign(sum) : 0;
}

function orderByPlace(tree: JointTree, facing: Facing | undefined, [a, b]: readonly [Limb, Limb]): number {
  const joint = (limb: Limb): number => limb.path[limb.upper] ?? limb.root;
  return facing ? sideOrder(tree, facing, joint(a), joint(b)) : 0;
}

function facingOfPlan(tree: JointTree, plan: BodyPlan): Facing | undefined {
  const joints = ([a, b]: readonly [Limb, Limb], after: number): [number, number] => [
    a.path[a.upper + after] ?? -1,
    b.path[b.upper + after] ?? -1,
  ];
  if ([...plan.arms, ...plan.legs].some((limb) => limb.upper < 0)) return undefined;
  return findFacing(tree, {
    upperArms: joints(plan.arms, 0),
    upperLegs: joints(plan.legs, 0),
    feet: joints(plan.legs, 2),
    toes: joints(plan.legs, 3),
  });
}

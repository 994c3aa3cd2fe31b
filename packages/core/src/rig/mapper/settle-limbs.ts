import type { HumanoidBone } from '../humanoid.ts';
import type { Evidence } from './evidence.ts';
import { BODY_PARTS } from './assign-body.ts';
import { meansBetter, scoreOf } from './names/name-scores.ts';
import type { Side } from './names/read-name.ts';
import { isBelow, isWithin, pathBelow } from './shape/joint-tree.ts';

/** What is added to. */
export interface Settlement {
  /** Bones that another joint, of which the name says nothing, may be as well. */
  readonly doubtful: Set<HumanoidBone>;
  /** Bones that begin at a joint without a name. */
  readonly settled: Set<HumanoidBone>;
}

type Joints = Map<HumanoidBone, number>;

/** From here a name means its part. */
const MEANT = 0.75;

const SIDES = ['left', 'right'] as const;
const LIMBS = [
  ['UpperArm', 'LowerArm', 'Hand'],
  ['UpperLeg', 'LowerLeg', 'Foot'],
] as const;
type LimbPart = (typeof LIMBS)[number][number];
/** A hostile file may have any number of joints between two bones. */
const MOST_RIVALS = 4;

/** Bones of which nothing but the name tells that they do not begin further up. */
const CHAIN_BONES: readonly HumanoidBone[] = [
  'spine',
  'neck',
  ...SIDES.flatMap((side) => [`${side}Shoulder`, `${side}Toes`] as const),
];

/** The two long bones of a limb are so much more alike, as a ratio, where the joint between them is right. */
const CLEARLY_MORE_EVEN = 1.35;

/**
 * Where a joint without a name lies above one whose name tells a bone, the bone may begin there, and what has the name is
 * only its second half (`upperarm02`, `DEF-thigh.L.001`) or hangs from it. The two long bones of a limb are of much the
 * same length, which tells most of them; the rest is in doubt.
 *
 * @param joints - bone → joint; bones are moved, and added where a limb lacked one.
 */
export function settleLimbs(evidence: Evidence, joints: Joints, { doubtful, settled }: Settlement): void {
  for (const bone of CHAIN_BONES) if (isContinued(evidence, joints, bone)) doubtful.add(bone);
  if (isUncounted(evidence, joints)) doubtful.add('chest');
  for (const bone of joints.keys()) if (hasNameOfNameless(evidence, joints, bone)) doubtful.add(bone);
  for (const side of SIDES) {
    for (const limb of LIMBS) {
      settleLimb(evidence, joints, beginningsOf(evidence, joints, side, limb), { doubtful, settled });
    }
  }
}

/** True where a bone's name counts, and a joint without a name may be what it counts from. */
function isContinued(evidence: Evidence, joints: Joints, bone: HumanoidBone): boolean {
  const joint = joints.get(bone);
  const part = BODY_PARTS.get(bone);
  if (joint === undefined || part === undefined || !evidence.names[joint]!.known) return false;
  const isFirst = evidence.readings[joint]!.numbers.every((number) => number <= 1);
  const isMeant = isFirst && scoreOf(evidence.names[joint], part) >= MEANT;
  if (isMeant && !(part === 'spine' ? evidence.readings[joint]!.numbers.length > 0 : part === 'neck' || part === 'shoulder')) return false;
  const assigned = [...joints.values()];
  return namelessAbove(evidence, joints, joint).some((above) => !assigned.includes(above)) || (part === 'toes' && hasNamelessBrother(evidence, joint));
}

/** True where the chest is one of several joints of a trunk by its number alone, and not all of them have names. */
function isUncounted({ names, tree, trunk }: Evidence, joints: Joints): boolean {
  const chest = names[joints.get('chest') ?? -1];
  const above = joints.get('neck') ?? joints.get('head') ?? -1;
  const counted = new Set([...trunk, ...pathBelow(tree, joints.get('hips') ?? -1, above).slice(0, -1)]);
  const isCalled = chest !== undefined && !meansBetter(chest, 'chest', 'spine', 0);
  return chest?.known === true && !isCalled && [...counted].some((joint) => !names[joint]!.known);
}

/** True where a bone's name means another bone of its side, and a joint without a name has got that: all may be one off. */
function hasNameOfNameless({ names }: Evidence, joints: Joints, bone: HumanoidBone): boolean {
  const scores = names[joints.get(bone)!]!;
  const [side] = /^left|^right/.exec(bone) ?? [];
  return [...joints].some(([other, joint]) => {
    const part = BODY_PARTS.get(other);
    const isBrother = side !== undefined && other.startsWith(side) && part !== undefined && !names[joint]!.known;
    return isBrother && meansBetter(scores, BODY_PARTS.get(bone)!, part);
  });
}

/** Joints without a name from a joint up to that of a bone with one, nearest first, that carry nothing else. */
function namelessAbove({ rig, tree, names, readings }: Evidence, joints: Joints, joint: number): number[] {
  const assigned = [...joints.values()];
  const isEnd = (above: number): boolean => assigned.includes(above) && names[above]!.known;
  const found: number[] = [];
  for (let above = rig.parents[joint]!; above >= 0 && !isEnd(above); above = rig.parents[above]!) {
    if (assigned.some((other) => isBelow(tree, other, above) && !isWithin(tree, other, joint) && !isBelow(tree, joint, other))) break;
    if (!names[above]!.known && !readings[above]!.helper) found.push(above);
  }
  return found;
}

/** One of five toes has its brothers beside it, below the same bone. */
function hasNamelessBrother({ rig, tree, names, readings }: Evidence, toe: number): boolean {
  const above = rig.parents[rig.parents[toe]!] ?? -1;
  return rig.names.some((_, joint) => {
    const isBrother = joint !== toe && tree.depths[joint] === tree.depths[toe] && isBelow(tree, joint, above);
    return isBrother && !names[joint]!.known && !readings[joint]!.helper;
  });
}

/** One bone of a limb, and the joints at which it may begin. */
interface Beginning {
  readonly bone: HumanoidBone;
  readonly joints: readonly number[];
}

/** The joint that a bone has, and nameless ones above it and on the way to the next bone. */
function beginningsOf(evidence: Evidence, joints: Joints, side: Side, limb: readonly LimbPart[]): Beginning[] {
  return limb.map((part, i): Beginning => {
    const bone: HumanoidBone = `${side}${part}`;
    const own = joints.get(bone);
    const next = limb.slice(i + 1).flatMap((other) => joints.get(`${side}${other}`) ?? [])[0];
    const above = own === undefined ? [] : namelessAbove(evidence, joints, own);
    const between = next === undefined ? [] : namelessAbove(evidence, joints, next);
    // A shoulder may be an upper arm (`lShldr`), where nothing is called one.
    const isNameless = part === 'UpperArm' && (own === undefined || !evidence.names[own]!.known);
    const shoulder = isNameless ? joints.get(`${side}Shoulder`) : undefined;
    const others = [...above.slice(0, MOST_RIVALS), ...between.slice(0, MOST_RIVALS)];
    return { bone, joints: [...new Set([own ?? [], others, shoulder ?? []].flat())] };
  });
}

/** One joint for each bone of a limb, −1 where it has none. */
interface Way {
  readonly joints: readonly number[];
  /** 0 where both long bones are equally long. */
  readonly unevenness: number;
}

function settleLimb(
  { tree, names }: Evidence,
  joints: Joints,
  beginnings: readonly Beginning[],
  { doubtful, settled }: Settlement,
): void {
  const ways = beginnings.some(({ joints: { length } }) => length > 1) ? waysThrough(tree, beginnings) : [];
  const [best] = ways;
  beginnings.forEach(({ bone }, i) => {
    const [own, joint] = [joints.get(bone), best?.joints[i] ?? -1];
    const rival = ways.find((way) => way.joints[i] !== joint);
    const isClear = !best || !rival || rival.unevenness - best.unevenness > Math.log(CLEARLY_MORE_EVEN);
    if (joint < 0 || (joint === own && isClear)) return;
    const rivals = isClear ? [] : ways.map((way) => way.joints[i]);
    for (const [other, taken] of joints) if (rivals.includes(taken)) doubtful.add(other);
    if (own === undefined || isClear) {
      const displaced = [...joints].find(([, taken]) => taken === joint)?.[0];
      // What was taken for another bone by its name is no sure place for this one.
      if (displaced !== undefined && names[joint]!.known) doubtful.add(bone);
      if (displaced !== undefined) joints.delete(displaced);
      joints.set(bone, joint);
      settled.add(bone);
      return;
    }
    doubtful.add(bone);
  });
}

/** Every choice of one joint for each bone, each below the one before; the most even first. */
function waysThrough(tree: Evidence['tree'], beginnings: readonly Beginning[]): Way[] {
  const ways = beginnings.reduce<number[][]>(
    (begun, { joints }) =>
      begun.flatMap((way) => {
        const last = way.findLast((joint) => joint >= 0);
        const below = joints.filter((joint) => last === undefined || isBelow(tree, joint, last));
        return (joints.length === 0 ? [-1] : below).map((joint) => [...way, joint]);
      }),
    [[]],
  );
  return ways
    .map((joints) => ({ joints, unevenness: unevennessOf(tree, joints) }))
    .sort((a, b) => a.unevenness - b.unevenness);
}

function unevennessOf(tree: Evidence['tree'], [upper, lower, end]: readonly number[]): number {
  if (upper! < 0 || lower! < 0 || end! < 0) return 0;
  return Math.abs(Math.log(lengthBetween(tree, upper!, lower!) / lengthBetween(tree, lower!, end!)));
}

function lengthBetween(tree: Evidence['tree'], from: number, to: number): number {
  return pathBelow(tree, from, to).reduce((sum, joint) => sum + tree.lengths[joint]!, 0);
}

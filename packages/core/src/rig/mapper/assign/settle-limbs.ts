import type { HumanoidBone } from '../../humanoid.ts';
import type { Evidence } from '../evidence.ts';
import { namelessAbove } from '../nameless-above.ts';
import type { Side } from '../names/read-name.ts';
import { isBelow, pathBelow } from '../shape/joint-tree.ts';
import type { JointTree } from '../shape/joint-tree.ts';

/** What became of the bones of arms and legs. */
export interface Settlement {
  /** Bones that another joint, of which the name says nothing, may be as well. */
  readonly doubtful: Set<HumanoidBone>;
  /** Bones that begin where the limb divides evenly, whatever names say. */
  readonly settled: Set<HumanoidBone>;
}

type Joints = Map<HumanoidBone, number>;

const LIMBS = [
  ['UpperArm', 'LowerArm', 'Hand'],
  ['UpperLeg', 'LowerLeg', 'Foot'],
] as const;
type LimbPart = (typeof LIMBS)[number][number];

/** The two long bones of a limb are so much more alike, as a ratio, where the joint between them is right. */
const CLEARLY_MORE_EVEN = 1.35;
/** In lengths of the bone: what is shorter lies beside the bone's beginning (a hip joint), and is no half of it. */
const SHORTEST_HALF = 0.3;

/**
 * Where a joint without a name lies above one whose name tells a bone, the bone may begin there, and what has the name is
 * only its second half (`upperarm02`, `DEF-thigh.L.001`) or hangs from it. The two long bones of a limb are of much the
 * same length, which tells most of them; the rest is in doubt.
 *
 * @param joints - bone → joint; bones are moved, and added where a limb lacked one.
 */
export function settleLimbs(evidence: Evidence, joints: Joints): Settlement {
  const settlement: Settlement = { doubtful: new Set(), settled: new Set() };
  for (const side of ['left', 'right'] as const) {
    for (const limb of LIMBS) settleLimb(evidence, joints, beginningsOf(evidence, joints, side, limb), settlement);
    // Where it is open which joint is the foot, so are the toes.
    if (settlement.doubtful.has(`${side}Foot`)) settlement.doubtful.add(`${side}Toes`);
  }
  return settlement;
}

/** One bone of a limb, and the joints at which it may begin. */
interface Beginning {
  readonly bone: HumanoidBone;
  readonly joints: readonly number[];
}

/** The joint that a bone has, and nameless ones above it and on the way to the next bone. */
function beginningsOf(evidence: Evidence, joints: Joints, side: Side, limb: readonly LimbPart[]): Beginning[] {
  const above = (joint: number | undefined): readonly number[] =>
    joint === undefined ? [] : namelessAbove(evidence, joints, joint);
  return limb.map((part, i): Beginning => {
    const bone: HumanoidBone = `${side}${part}`;
    const own = joints.get(bone);
    const next = limb.slice(i + 1).flatMap((other) => joints.get(`${side}${other}`) ?? [])[0];
    const rivals = own !== undefined && isNamedAtTop(evidence, own, next) ? [] : above(own);
    // A shoulder may be an upper arm (`lShldr`), where nothing is called one.
    const lacksName = part === 'UpperArm' && (own === undefined || !evidence.names[own]!.known);
    const shoulder = lacksName ? joints.get(`${side}Shoulder`) : undefined;
    return { bone, joints: [...new Set([own ?? [], rivals, above(next), shoulder ?? []].flat())] };
  });
}

/** True where a joint is the first by its name, and what is above it too short for a half of its bone. */
function isNamedAtTop({ names, readings, tree }: Evidence, joint: number, next: number | undefined): boolean {
  const isFirst = names[joint]!.known && readings[joint]!.numbers.every((number) => number <= 1);
  return isFirst && next !== undefined && tree.lengths[joint]! < SHORTEST_HALF * lengthBetween(tree, joint, next);
}

function settleLimb(
  { tree, names }: Evidence,
  joints: Joints,
  beginnings: readonly Beginning[],
  { doubtful, settled }: Settlement,
): void {
  const ways = waysThrough(tree, beginnings);
  const [best] = ways;
  if (!best) return;
  beginnings.forEach(({ bone }, i) => {
    const [own, joint] = [joints.get(bone), best.joints[i]!];
    const rival = ways.find((way) => way.joints[i] !== joint);
    const isClear = !rival || rival.unevenness - best.unevenness > Math.log(CLEARLY_MORE_EVEN);
    if (joint < 0 || (joint === own && isClear)) return;
    if (!isClear) {
      const rivals = new Set(ways.map((way) => way.joints[i]));
      for (const [other, taken] of joints) if (rivals.has(taken)) doubtful.add(other);
      if (own !== undefined) return;
    }
    const displaced = [...joints].find(([, taken]) => taken === joint)?.[0];
    if (displaced !== undefined) joints.delete(displaced);
    // What was taken for another bone by its name is no sure place for this one.
    if (displaced !== undefined && names[joint]!.known) doubtful.add(bone);
    joints.set(bone, joint);
    settled.add(bone);
  });
}

/** One joint for each bone of a limb, −1 where it has none. */
interface Way {
  readonly joints: readonly number[];
  /** 0 where both long bones are equally long. */
  readonly unevenness: number;
}

/** Every choice of one joint for each bone, each below the one before; the most even first. */
function waysThrough(tree: JointTree, beginnings: readonly Beginning[]): Way[] {
  let ways: number[][] = [[]];
  for (const { joints } of beginnings) {
    ways = ways.flatMap((way) => {
      const last = way.findLast((joint) => joint >= 0);
      const below = joints.filter((joint) => last === undefined || isBelow(tree, joint, last));
      return (joints.length === 0 ? [-1] : below).map((joint) => [...way, joint]);
    });
  }
  return ways
    .map((joints) => ({ joints, unevenness: unevennessOf(tree, joints) }))
    .sort((a, b) => a.unevenness - b.unevenness);
}

function unevennessOf(tree: JointTree, joints: readonly number[]): number {
  const [upper, lower, end] = joints;
  if (joints.includes(-1)) return 0;
  return Math.abs(Math.log(lengthBetween(tree, upper!, lower!) / lengthBetween(tree, lower!, end!)));
}

function lengthBetween(tree: JointTree, from: number, to: number): number {
  return pathBelow(tree, from, to).reduce((sum, joint) => sum + tree.lengths[joint]!, 0);
}

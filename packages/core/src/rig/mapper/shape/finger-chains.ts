import { addVec3, distanceVec3, dotVec3, lengthVec3, normalizeVec3, subtractVec3 } from '../../../math/vec3.ts';
import type { Finger } from '../names/vocabulary.ts';
import type { JointTree } from './joint-tree.ts';

/** A bone of the palm is so much longer than its distance from the wrist. */
const PALM = 0.6;
/** No hand has more; what has is hair, or a tail of feathers. */
const MOST_FINGERS = 5;
/** The thumb points so far from the other fingers, in radians, … */
const THUMB_ANGLE = 0.35;
/** … and by this factor farther than any of them. */
const THUMB_LEAD = 1.3;

const BESIDE_THUMB: readonly Finger[] = ['index', 'middle', 'ring', 'little'];

/**
 * Tells the fingers of a hand by where they lie, for hands without names: the thumb points elsewhere than the others, and
 * they follow in order of their distance from it.
 *
 * @returns each finger's joints from the palm outwards; empty where no thumb stands out.
 */
export function fingersByShape(tree: JointTree, ignored: readonly boolean[], hand: number): Map<Finger, number[]> {
  const chains = tree.children[hand]!.filter((child) => !ignored[child])
    .map((child) => chainFrom(tree, ignored, child))
    .filter((chain) => chain.length >= 2);
  const thumb = chains.length >= 2 && chains.length <= MOST_FINGERS ? findThumb(tree, chains) : undefined;
  if (!thumb) return new Map();
  const [from] = thumb;
  const rest = chains
    .filter((chain) => chain !== thumb)
    .map((chain) => withoutPalm(tree, hand, chain))
    .sort((a, b) => distance(tree, a[0]!, from!) - distance(tree, b[0]!, from!));
  return new Map<Finger, number[]>([
    ['thumb', thumb],
    ...rest.map((chain, i): [Finger, number[]] => [BESIDE_THUMB[i]!, chain]),
  ]);
}

/** A finger of four joints begins in the palm where its first joint lies near the wrist; else the fourth is its tip. */
export function withoutPalm(tree: JointTree, hand: number, chain: readonly number[]): number[] {
  const [first, second] = chain;
  if (chain.length < 4 || first === undefined || second === undefined) return [...chain];
  return distance(tree, hand, first) < PALM * distance(tree, first, second) ? chain.slice(1) : [...chain];
}

function chainFrom(tree: JointTree, ignored: readonly boolean[], joint: number): number[] {
  const chain = [joint];
  for (let next = tree.children[joint]!; next.length === 1 && !ignored[next[0]!]; next = tree.children[next[0]!]!) {
    chain.push(next[0]!);
  }
  return chain;
}

function findThumb(tree: JointTree, chains: readonly number[][]): number[] | undefined {
  const directions = chains.map((chain) => directionOf(tree, chain));
  const angles = directions.map((own) => {
    const others = new Float64Array(3);
    for (const other of directions) if (other !== own) addVec3(others, 0, others, 0, other, 0);
    const length = lengthVec3(others, 0);
    return length > 0 ? Math.acos(Math.min(1, Math.max(-1, dotVec3(own, 0, others, 0) / length))) : 0;
  });
  const [most, next] = [...angles].sort((a, b) => b - a);
  // Of two fingers either points away from the other.
  if (chains.length < 3 || most! < THUMB_ANGLE || most! < THUMB_LEAD * next!) return undefined;
  return chains[angles.indexOf(most!)];
}

function directionOf({ positions }: JointTree, chain: readonly number[]): Float64Array {
  const out = new Float64Array(3);
  subtractVec3(out, 0, positions, chain.at(-1)! * 3, positions, chain[0]! * 3);
  normalizeVec3(out, 0, out, 0);
  return out;
}

function distance({ positions }: JointTree, a: number, b: number): number {
  return distanceVec3(positions, a * 3, positions, b * 3);
}

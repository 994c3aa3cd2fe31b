import {
  addVec3,
  crossVec3,
  dotVec3,
  lengthVec3,
  normalizeVec3,
  scaleVec3,
  setVec3,
  subtractVec3,
} from '../../../math/vec3.ts';
import type { JointTree } from './joint-tree.ts';

/** The joints that show how a figure stands. Two of each: which is left is the question. */
export interface Stance {
  readonly upperArms: readonly [number, number];
  readonly upperLegs: readonly [number, number];
  readonly feet: readonly [number, number];
  /** −1 where the foot is the last joint: then the end point of the file is asked. */
  readonly toes: readonly [number, number];
}

/** The body's own axes at rest, model space, unit length. */
export interface Facing {
  /** [3] from the legs to the arms. */
  readonly up: Float64Array;
  /** [3] towards the body's left. */
  readonly left: Float64Array;
  /** True where the feet say where the front is; else it is taken for +Z, as the house and glTF have it. */
  readonly seen: boolean;
}

/** A leg points down within this much of the trunk's axis, as a cosine. Zero poses of BVH files do not. */
const DOWN = 0.5;
/** A foot that shows the front is at least so horizontal. */
const FLAT = 0.35;

/**
 * Where up, front and left are, by where feet point.
 *
 * @returns undefined where the figure does not stand: then nothing can be said (a BVH file whose zero pose is a layout).
 */
export function findFacing(tree: JointTree, stance: Stance): Facing | undefined {
  const { positions } = tree;
  const up = difference(middle(positions, stance.upperArms), middle(positions, stance.upperLegs));
  if (normalizeVec3(up, 0, up, 0) === 0) return undefined;
  const legs = [0, 1].map((i) => difference(at(positions, stance.feet[i]!), at(positions, stance.upperLegs[i]!)));
  if (legs.some((leg) => normalizeVec3(leg, 0, leg, 0) === 0 || dotVec3(leg, 0, up, 0) > -DOWN)) return undefined;
  const across = difference(at(positions, stance.upperLegs[0]), at(positions, stance.upperLegs[1]));
  const front = frontOf(tree, stance, up);
  const forward = front ?? Float64Array.of(0, 0, 1);
  const left = new Float64Array(3);
  crossVec3(left, 0, up, 0, forward, 0);
  // A figure seen from the side of +Z, without feet: its own width is the only hint.
  const usable =
    normalizeVec3(left, 0, left, 0) > 0 && Math.abs(dotVec3(left, 0, across, 0)) > 0.5 * lengthVec3(across, 0);
  return usable ? { up, left, seen: front !== undefined } : undefined;
}

/** +1 where `a` is on the left of `b`, −1 on the right, 0 where they are one above the other. */
export function sideOrder(tree: JointTree, facing: Facing, a: number, b: number): number {
  const across = difference(at(tree.positions, a), at(tree.positions, b));
  if (normalizeVec3(across, 0, across, 0) === 0) return 0;
  const share = dotVec3(across, 0, facing.left, 0);
  return Math.abs(share) < 0.5 ? 0 : Math.sign(share);
}

/** Limbs this parallel, as a cosine, stand on the ground together. */
const PARALLEL = 0.7;

/** True for a body that stands on its arms too: arms and legs side by side below a level trunk. That is an animal. */
export function standsOnFours(
  tree: JointTree,
  stance: Stance & { readonly hands: readonly [number, number] },
): boolean {
  const { positions } = tree;
  const direction = (from: Float64Array, to: Float64Array): Float64Array => {
    const out = difference(to, from);
    normalizeVec3(out, 0, out, 0);
    return out;
  };
  const { upperArms, upperLegs, feet, hands } = stance;
  const trunk = direction(middle(positions, upperLegs), middle(positions, upperArms));
  const limbs = [0, 1].flatMap((i) => [
    direction(at(positions, upperLegs[i]!), at(positions, feet[i]!)),
    direction(at(positions, upperArms[i]!), at(positions, hands[i]!)),
  ]);
  const down = limbs[0]!;
  return limbs.every((limb) => dotVec3(limb, 0, down, 0) > PARALLEL && Math.abs(dotVec3(limb, 0, trunk, 0)) < DOWN);
}

function frontOf(tree: JointTree, stance: Stance, up: Float64Array): Float64Array | undefined {
  const sum = new Float64Array(3);
  for (const i of [0, 1] as const) {
    const toe = toeDirection(tree, stance.feet[i], stance.toes[i], up);
    if (!toe || (i === 1 && dotVec3(toe, 0, sum, 0) <= 0)) return undefined;
    addVec3(sum, 0, sum, 0, toe, 0);
  }
  return sum;
}

/** The horizontal part of ankle → toe, where there is enough of it. */
function toeDirection(tree: JointTree, foot: number, toe: number, up: Float64Array): Float64Array | undefined {
  const end = toe >= 0 ? at(tree.positions, toe) : at(tree.tips, foot);
  const direction = difference(end, at(tree.positions, foot));
  // Not a number where the file gives no end point.
  if (!(normalizeVec3(direction, 0, direction, 0) > 0)) return undefined;
  const rise = new Float64Array(3);
  scaleVec3(rise, 0, up, 0, dotVec3(direction, 0, up, 0));
  subtractVec3(direction, 0, direction, 0, rise, 0);
  return normalizeVec3(direction, 0, direction, 0) > FLAT ? direction : undefined;
}

function at(points: Float64Array, joint: number): Float64Array {
  return points.subarray(joint * 3, joint * 3 + 3);
}

function middle(points: Float64Array, [a, b]: readonly [number, number]): Float64Array {
  const out = new Float64Array(3);
  addVec3(out, 0, points, a * 3, points, b * 3);
  scaleVec3(out, 0, out, 0, 0.5);
  return out;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(3);
  setVec3(out, 0, a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
  return out;
}

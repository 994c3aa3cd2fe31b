import type { Rig } from '../../rig/rig.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import { jointOf } from './bones.ts';

/**
 * The joints between hips and head, whatever their number and names: a spine of ten joints has more than VRM has
 * words for, so the chains come from the skeleton and only their ends from the map.
 */
export interface BodyChains {
  /** The joint that carries the whole body: the hips, or, where spine or legs do not hang from them, what all hang from. */
  readonly carrier: number;
  /** Joints after the hips up to the one that arms and neck hang from, in order. Empty where arms hang from the hips. */
  readonly trunk: readonly number[];
  /** Joints after the trunk and before the head, in order. */
  readonly neck: readonly number[];
}

export function bodyChains(rig: Rig, map: HumanoidMap): BodyChains {
  const { parents } = rig;
  const hips = jointOf(map, 'hips');
  const head = jointOf(map, 'head');
  const shared = (joints: readonly number[]): number => joints.reduce((a, b) => commonAncestor(parents, a, b));
  const legs = [jointOf(map, 'leftUpperLeg'), jointOf(map, 'rightUpperLeg')];
  const arms = [jointOf(map, 'leftUpperArm'), jointOf(map, 'rightUpperArm')];
  const carrier = shared([hips, head, ...legs]);
  // Whatever the legs hang from is pelvis, even where it lies below the joint that is called the hips.
  const fork = shared([head, ...legs]);
  const start = isAbove(parents, hips, fork) ? fork : shared([hips, head]);
  const toHead = pathBetween(parents, start, head).slice(0, -1);
  const split = trunkLength(toHead, shared([head, ...arms]), map);
  return { carrier: carrier < 0 ? hips : carrier, trunk: toHead.slice(0, split), neck: toHead.slice(split) };
}

/** True where `ancestor` is `joint` or above it. */
export function isAbove(parents: Int16Array, ancestor: number, joint: number): boolean {
  while (joint > ancestor) joint = parents[joint]!;
  return joint === ancestor;
}

function trunkLength(toHead: readonly number[], chest: number, map: HumanoidMap): number {
  // Old bipeds hang the collar bones from the neck: the trunk ends below whatever is called the neck.
  const neck = toHead.indexOf(jointOf(map, 'neck'));
  const shared = toHead.indexOf(chest) + 1;
  const named = Math.max(
    ...(['spine', 'chest', 'upperChest'] as const).map((bone) => toHead.indexOf(jointOf(map, bone)) + 1),
  );
  const length = shared > 0 ? shared : named;
  return neck >= 0 ? Math.min(length, neck) : length;
}

/** −1 where two joints hang from different roots. */
function commonAncestor(parents: Int16Array, a: number, b: number): number {
  // Parents have smaller numbers than their children, so the larger of two is never an ancestor of the smaller.
  while (a !== b && a >= 0 && b >= 0) {
    if (a > b) a = parents[a]!;
    else b = parents[b]!;
  }
  return a === b ? a : -1;
}

/** The joints after `from` down to `to`, in order; from the root where `from` is −1. */
function pathBetween(parents: Int16Array, from: number, to: number): number[] {
  const path: number[] = [];
  for (let joint = to; joint >= 0 && joint !== from; joint = parents[joint]!) path.unshift(joint);
  return path;
}

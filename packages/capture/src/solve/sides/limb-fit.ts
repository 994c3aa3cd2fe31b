import { LANDMARKS } from '../../track/landmarks.ts';
import { length, subtract } from '../geometry.ts';
import { POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';

/** Left ends of the bones that cross the body where the points beyond them are exchanged. */
const BONES: Readonly<Record<'arms' | 'legs', readonly [root: number, end: number]>> = {
  arms: [POINT.leftShoulder, POINT.leftElbow],
  legs: [POINT.leftHip, POINT.leftKnee],
};

/** By how many metres upper arms or thighs fit their usual length worse once their ends are exchanged. */
export type LimbFit = (frame: number, part: keyof typeof BONES) => number;

export function createLimbFit(points: Points): LimbFit {
  const usual = { arms: usualLength(points, BONES.arms), legs: usualLength(points, BONES.legs) };
  return (frame, part) => {
    const [root, end] = BONES[part];
    const off = (a: number, b: number): number => Math.abs(boneLength(points, frame, a, b) - usual[part]);
    return off(root, end + 1) + off(root + 1, end) - off(root, end) - off(root + 1, end + 1);
  };
}

function usualLength(points: Points, [root, end]: readonly [number, number]): number {
  const lengths: number[] = [];
  for (let frame = 0; frame < points.frames; frame++) {
    if (!isPairSeen(points, frame, root)) continue;
    for (const side of [0, 1]) lengths.push(boneLength(points, frame, root + side, end + side));
  }
  lengths.sort((a, b) => a - b);
  return lengths[lengths.length >> 1] ?? 0;
}

function boneLength(points: Points, frame: number, a: number, b: number): number {
  return length(subtract(pointAt(points, frame, a), pointAt(points, frame, b)));
}

export function isPairSeen({ seen }: Points, frame: number, left: number): boolean {
  return seen[frame * LANDMARKS + left]! > 0 && seen[frame * LANDMARKS + left + 1]! > 0;
}

import { LANDMARKS } from '../../track/landmarks.ts';
import { POINT } from '../points.ts';
import type { Points } from '../points.ts';
import { isPairSeen } from './limb-fit.ts';

const { leftShoulder, leftElbow, leftWrist, leftHip, leftKnee, leftAnkle, leftToe } = POINT;

/** Left points of trunk, arms and legs whose paths are watched; BlazePose numbers the right one of a pair one above. */
const BLOCKS: readonly (readonly number[])[] = [
  [leftShoulder, leftHip],
  [leftElbow, leftWrist],
  [leftKnee, leftAnkle, leftToe],
];
/** What spans the body, for its size in the picture. */
const SPANS = [
  [leftShoulder, leftHip + 1],
  [leftShoulder + 1, leftHip],
  [leftShoulder, leftAnkle],
  [leftShoulder + 1, leftAnkle + 1],
] as const;

/** Metres a second, in the picture and half of that in the depth: only what is faster can be a mix-up. Dancers reach it rarely. */
const FASTEST = 4;
/** The same beyond the first frame of a gap: what comes back goes no far way. */
const LASTING = 1.5;
/** Depth is what the model knows least. */
const DEPTH_WEIGHT = 0.5;

/** How far the points of a block go to another frame beyond what limbs do, metres: to their own places, and to those of the other side. */
export interface Step {
  readonly same: number;
  readonly crossed: number;
}

/** @returns the steps of trunk, arms and legs from one frame to a later one. */
export function createStepCosts(points: Points): (before: number, frame: number) => Step[] {
  const { times } = points;
  const scales = Float64Array.from({ length: points.frames }, (_, frame) => metresPerRay(points, frame));
  return (before, frame) => {
    const step = (times[frame]! - times[before]!) / (frame - before);
    const reach = FASTEST * step + LASTING * step * (frame - before - 1);
    const excess = (from: number, to: number): number =>
      Math.max(0, distanceBetween(points, scales, [before, from], [frame, to]) - reach);
    return BLOCKS.map((block) => {
      let same = 0;
      let crossed = 0;
      for (const left of block) {
        const right = left + 1;
        if (!isPairSeen(points, before, left) || !isPairSeen(points, frame, left)) continue;
        same += excess(left, left) + excess(right, right);
        crossed += excess(left, right) + excess(right, left);
      }
      return { same, crossed };
    });
  };
}

type Place = readonly [frame: number, point: number];

/** Metres: in the picture, and around the hips. */
function distanceBetween({ rays, positions }: Points, scales: Float64Array, from: Place, to: Place): number {
  const [a, b] = [from[0] * LANDMARKS + from[1], to[0] * LANDMARKS + to[1]];
  const [before, after] = [scales[from[0]]!, scales[to[0]]!];
  const flat = Math.hypot(
    rays[b * 2]! * after - rays[a * 2]! * before,
    rays[b * 2 + 1]! * after - rays[a * 2 + 1]! * before,
  );
  const deep = Math.abs(positions[b * 3 + 2]! - positions[a * 3 + 2]!);
  return flat + DEPTH_WEIGHT * deep;
}

/** The distance of the person: what takes the size in the picture to the size in metres. */
function metresPerRay({ positions, rays: seen }: Points, frame: number): number {
  let metres = 0;
  let rays = 0;
  for (const [a, b] of SPANS) {
    const [i, j] = [frame * LANDMARKS + a, frame * LANDMARKS + b];
    for (const axis of [0, 1]) {
      metres += (positions[i * 3 + axis]! - positions[j * 3 + axis]!) ** 2;
      rays += (seen[i * 2 + axis]! - seen[j * 2 + axis]!) ** 2;
    }
  }
  return rays > 0 ? Math.sqrt(metres / rays) : 0;
}

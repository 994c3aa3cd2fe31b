import { LANDMARKS } from '../track/landmarks.ts';
import { exchangeSides } from './exchange-sides.ts';
import type { BodyPart } from './exchange-sides.ts';
import { length, subtract } from './geometry.ts';
import { POINT, pointAt } from './points.ts';
import type { Points } from './points.ts';

/** A stretch in which the model took left for right. */
export interface Tangle {
  readonly part: BodyPart;
  /** Seconds: of its first frame and of the first frame after it, or the last one of all. */
  readonly from: number;
  readonly to: number;
}

const { leftShoulder, leftElbow, leftWrist, leftHip, leftKnee, leftAnkle, leftToe } = POINT;

/** Left points whose paths are watched; BlazePose numbers the right one of a pair one above. */
const TRUNK = { watched: [leftShoulder, leftHip], bones: [] as readonly Bone[] };
const ARMS = {
  watched: [leftElbow, leftWrist],
  bones: [[leftShoulder, leftElbow]] as readonly Bone[],
};
const LEGS = {
  watched: [leftKnee, leftAnkle, leftToe],
  bones: [[leftHip, leftKnee]] as readonly Bone[],
};
const BLOCKS = [TRUNK, ARMS, LEGS] as const;
type Bone = readonly [left: number, end: number];

/** What can be exchanged: nothing, all, the arms or the legs below the trunk; and which blocks that takes. */
const STATES = [
  { part: undefined, blocks: [false, false, false] },
  { part: 'body', blocks: [true, true, true] },
  { part: 'arms', blocks: [false, true, false] },
  { part: 'legs', blocks: [false, false, true] },
] as const;

// All costs are metres, summed over the watched points.
/** Metres a second, in the picture and half of that in the depth: only what is faster can be a mix-up. Dancers reach it rarely. */
const FASTEST = 4;
/** Depth is what the model knows least. */
const DEPTH_WEIGHT = 0.5;
/** To change from one state to another, and to begin or to end the clip in one that exchanges something. */
const CHANGE = 0.6;
const EDGE = 1.5;
/** Each second in which something is exchanged: what is right for most of the time is right. */
const PER_SECOND = 2;

/**
 * Finds the stretches in which the model took a left limb for the right one, or the body for one seen from behind, and puts
 * them right, in place. A mix-up shows as two jumps at which every left point lands where a right one was, one in and one
 * out, faster than limbs are. Legs that cross and bodies that turn go there step by step: they are left alone.
 *
 * Of all ways to label the frames it takes the one in which the points move least (Viterbi's algorithm).
 */
export function untangleSides(points: Points): Tangle[] {
  const states = likeliestStates(points);
  states.forEach((state, frame) => {
    if (state > 0) exchangeSides(points, frame, STATES[state]!.part!);
  });
  return tanglesOf(points, states);
}

function likeliestStates({ frames, ...rest }: Points): number[] {
  const points: Points = { frames, ...rest };
  if (frames < 3) return new Array<number>(frames).fill(0);
  const usual = usualLengths(points);
  const scales = Float64Array.from({ length: frames }, (_, frame) => metresPerRay(points, frame));
  const cameFrom: number[][] = [];
  let costs: number[] = STATES.map(({ part }) => (part ? EDGE : 0));
  for (let frame = 1; frame < frames; frame++) {
    const steps = BLOCKS.map((block) => stepOf(points, scales, frame, block.watched));
    const dt = points.times[frame]! - points.times[frame - 1]!;
    const own = STATES.map((state) => ownCost(points, frame, state, usual, dt));
    const best = STATES.map((to, i) => {
      const ways = STATES.map(
        (from, j) => costs[j]! + (i === j ? 0 : CHANGE) + stepCost(steps, from.blocks, to.blocks),
      );
      const least = Math.min(...ways);
      return { cost: least + own[i]!, from: ways.indexOf(least) };
    });
    cameFrom.push(best.map(({ from }) => from));
    costs = best.map(({ cost }) => cost);
  }
  costs = costs.map((cost, i) => cost + (i > 0 ? EDGE : 0));
  const states = [costs.indexOf(Math.min(...costs))];
  for (let frame = frames - 2; frame >= 0; frame--) states.push(cameFrom[frame]![states.at(-1)!]!);
  return states.reverse();
}

/** How far the points of a block go to the next frame beyond what limbs do: to their own places, and to those of the other side. */
interface Step {
  readonly same: number;
  readonly crossed: number;
}

function stepOf(points: Points, scales: Float64Array, frame: number, watched: readonly number[]): Step {
  const reach = FASTEST * (points.times[frame]! - points.times[frame - 1]!);
  const excess = (from: number, to: number): number =>
    Math.max(0, distanceBetween(points, scales, frame, from, to) - reach);
  let same = 0;
  let crossed = 0;
  for (const left of watched) {
    const right = left + 1;
    if (!isSeen(points, frame - 1, left) || !isSeen(points, frame, left)) continue;
    same += excess(left, left) + excess(right, right);
    crossed += excess(left, right) + excess(right, left);
  }
  return { same, crossed };
}

function stepCost(steps: readonly Step[], from: readonly boolean[], to: readonly boolean[]): number {
  return steps.reduce((sum, { same, crossed }, block) => sum + (from[block] === to[block] ? same : crossed), 0);
}

/** From a point in the frame before to one in this frame, metres: in the picture, and around the hips. */
function distanceBetween(points: Points, scales: Float64Array, frame: number, from: number, to: number): number {
  const a = (frame - 1) * LANDMARKS + from;
  const b = frame * LANDMARKS + to;
  const { rays, positions } = points;
  const flat = Math.hypot(
    rays[b * 2]! * scales[frame]! - rays[a * 2]! * scales[frame - 1]!,
    rays[b * 2 + 1]! * scales[frame]! - rays[a * 2 + 1]! * scales[frame - 1]!,
  );
  const deep = Math.abs(positions[b * 3 + 2]! - positions[a * 3 + 2]!);
  return flat + DEPTH_WEIGHT * deep;
}

/** The distance of the person: what takes the size in the picture to the size in metres. */
function metresPerRay(points: Points, frame: number): number {
  let metres = 0;
  let rays = 0;
  for (const [a, b] of [
    [leftShoulder, leftHip + 1],
    [leftShoulder + 1, leftHip],
    [leftShoulder, leftAnkle],
    [leftShoulder + 1, leftAnkle + 1],
  ] as const) {
    const [i, j] = [frame * LANDMARKS + a, frame * LANDMARKS + b];
    for (const axis of [0, 1]) {
      metres += (points.positions[i * 3 + axis]! - points.positions[j * 3 + axis]!) ** 2;
      rays += (points.rays[i * 2 + axis]! - points.rays[j * 2 + axis]!) ** 2;
    }
  }
  return rays > 0 ? Math.sqrt(metres / rays) : 0;
}

/** What a frame costs by itself: the time in which something is exchanged, and bones that become too long by it. */
function ownCost(
  points: Points,
  frame: number,
  { part, blocks }: (typeof STATES)[number],
  usual: ReadonlyMap<number, number>,
  dt: number,
): number {
  if (!part) return 0;
  let misfit = 0;
  if (part !== 'body') {
    BLOCKS.forEach(({ bones }, block) => {
      if (blocks[block]) for (const bone of bones) misfit += misfitOf(points, frame, bone, usual.get(bone[0])!);
    });
  }
  return PER_SECOND * dt + misfit;
}

/** How much worse a pair of bones fits its usual length with its ends exchanged. Negative where it fits better. */
function misfitOf(points: Points, frame: number, [root, end]: Bone, usual: number): number {
  const off = (a: number, b: number): number =>
    Math.abs(length(subtract(pointAt(points, frame, a), pointAt(points, frame, b))) - usual);
  return off(root, end + 1) + off(root + 1, end) - off(root, end) - off(root + 1, end + 1);
}

function usualLengths(points: Points): Map<number, number> {
  return new Map(
    [...ARMS.bones, ...LEGS.bones].map(([root, end]) => {
      const lengths: number[] = [];
      for (let frame = 0; frame < points.frames; frame++) {
        if (!isSeen(points, frame, root)) continue;
        for (const side of [0, 1]) {
          lengths.push(length(subtract(pointAt(points, frame, root + side), pointAt(points, frame, end + side))));
        }
      }
      lengths.sort((a, b) => a - b);
      return [root, lengths[lengths.length >> 1] ?? 0];
    }),
  );
}

function isSeen({ seen }: Points, frame: number, left: number): boolean {
  return seen[frame * LANDMARKS + left]! > 0 && seen[frame * LANDMARKS + left + 1]! > 0;
}

function tanglesOf({ times }: Points, states: readonly number[]): Tangle[] {
  const tangles: Tangle[] = [];
  for (let frame = 0; frame < states.length;) {
    const state = states[frame]!;
    const first = frame;
    while (frame < states.length && states[frame] === state) frame++;
    const { part } = STATES[state]!;
    if (part) tangles.push({ part, from: times[first]!, to: times[Math.min(frame, states.length - 1)]! });
  }
  return tangles;
}

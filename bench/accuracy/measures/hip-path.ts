import { mean } from './position-error.ts';

/** How the hips go through space against the truth, both begun at one place. Metres, but for the ratio. */
export interface PathError {
  /** Mean distance across the view: to the side and in height. */
  readonly across: number;
  /** Mean distance along the view. */
  readonly depth: number;
  /** The same two as shares of the true way over ground; NaN where that is shorter than `SHORTEST_WAY`. */
  readonly share: number;
  /** Way over ground. */
  readonly travel: number;
  readonly trueTravel: number;
  /** How high the hips come above where they begin. */
  readonly rise: number;
  readonly trueRise: number;
}

const SHORTEST_WAY = 0.3;
// The way is measured from place to place this far apart in time: trembling is no travelling.
const STEP = 0.2;

/**
 * @param ours - [frames × 3] x to the side, y up, z towards the camera, metres.
 * @param rate - frames per second.
 */
export function pathError(ours: Float64Array, truth: Float64Array, rate: number): PathError {
  const off = (at: number, axis: number): number => ours[at + axis]! - ours[axis]! - (truth[at + axis]! - truth[axis]!);
  const starts = Array.from({ length: truth.length / 3 }, (_, frame) => frame * 3);
  const trueTravel = travelOf(truth, rate);
  const whole = mean(starts.map((at) => Math.hypot(off(at, 0), off(at, 1), off(at, 2))));
  return {
    across: mean(starts.map((at) => Math.hypot(off(at, 0), off(at, 1)))),
    depth: mean(starts.map((at) => Math.abs(off(at, 2)))),
    share: trueTravel < SHORTEST_WAY ? NaN : whole / trueTravel,
    travel: travelOf(ours, rate),
    trueTravel,
    rise: riseOf(ours),
    trueRise: riseOf(truth),
  };
}

function travelOf(path: Float64Array, rate: number): number {
  const step = Math.max(1, Math.round(STEP * rate)) * 3;
  let way = 0;
  for (let at = step; at < path.length; at += step) {
    way += Math.hypot(path[at]! - path[at - step]!, path[at + 2]! - path[at - step + 2]!);
  }
  return way;
}

function riseOf(path: Float64Array): number {
  return Math.max(...path.filter((_, i) => i % 3 === 1)) - path[1]!;
}

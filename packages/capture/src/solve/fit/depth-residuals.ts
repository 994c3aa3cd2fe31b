import { unknownOf } from './depths.ts';
import type { Depths } from './depths.ts';
import { FIT, FITTED_COUNT } from './joints.ts';
import type { BoneLengths } from './joints.ts';
import type { LeastSquares } from '../equations/least-squares.ts';
import { DEPTH_PAIRS } from './model-depth.ts';

// Metres: what the model's depth along a bone is off by, once its mean is taken off (known motions of eleven films).
const ALONG_BONE: Readonly<Record<keyof BoneLengths, number>> = {
  hips: 0.06,
  shoulders: 0.06,
  trunk: 0.05,
  upperArm: 0.06,
  forearm: 0.08,
  thigh: 0.06,
  shin: 0.06,
};
// The distance of the whole person comes from its size in the picture, and is known to a few per cent.
const DISTANCE = 0.1;
// m/s²: wrists and ankles of dancers have twice that, and half of it is across the view.
const ACCELERATION = 10;
// m/s: what stands still in the picture stands still, and what moves there may come nearer as fast.
const STILL = 0.1;

const TRUNK = [FIT.shoulder, FIT.shoulder + 1, FIT.hip, FIT.hip + 1] as const;

/**
 * The model's own depth, which decides whether a bone points to the camera or away from it.
 *
 * @param model - [frames × DEPTH_PAIRS] of `modelDepths`.
 */
export function addModel(squares: LeastSquares, { frames, distances }: Depths, model: Float64Array): void {
  for (let frame = 0; frame < frames; frame++) {
    DEPTH_PAIRS.forEach(({ name, from, to }, i) => {
      const [a, b] = [unknownOf(frame, from), unknownOf(frame, to)];
      squares.slope(a, 1);
      squares.slope(b, -1);
      squares.add(distances[a]! - distances[b]! - model[frame * DEPTH_PAIRS.length + i]!, ALONG_BONE[name]);
    });
  }
}

/** @param first - [frames × FITTED] distances before the fit. */
export function addDistance(squares: LeastSquares, { frames, distances }: Depths, first: Float64Array): void {
  for (let frame = 0; frame < frames; frame++) {
    let off = 0;
    for (const joint of TRUNK) {
      const unknown = unknownOf(frame, joint);
      off += (distances[unknown]! - first[unknown]!) / TRUNK.length;
      squares.slope(unknown, 1 / TRUNK.length);
    }
    squares.add(off, DISTANCE);
  }
}

/** Joints have mass, and do not slide along the view alone. */
export function addMotion(squares: LeastSquares, depths: Depths): void {
  const { frames, times, distances } = depths;
  for (let frame = 0; frame + 1 < frames; frame++) {
    const before = frame > 0 ? times[frame]! - times[frame - 1]! : 0;
    const after = times[frame + 1]! - times[frame]!;
    for (let joint = 0; joint < FITTED_COUNT; joint++) {
      const here = unknownOf(frame, joint);
      const next = here + FITTED_COUNT;
      squares.slope(here, -1 / after);
      squares.slope(next, 1 / after);
      squares.add((distances[next]! - distances[here]!) / after, STILL + speedAcross(depths, here, after));
      if (frame > 0) addAcceleration(squares, distances, here, before, after);
    }
  }
}

/** The second difference of uneven times. */
function addAcceleration(
  squares: LeastSquares,
  distances: Float64Array,
  here: number,
  before: number,
  after: number,
): void {
  const unknowns = [here - FITTED_COUNT, here, here + FITTED_COUNT];
  const slopes = [2 / (before * (before + after)), -2 / (before * after), 2 / (after * (before + after))];
  let acceleration = 0;
  unknowns.forEach((unknown, i) => {
    acceleration += slopes[i]! * distances[unknown]!;
    squares.slope(unknown, slopes[i]!);
  });
  squares.add(acceleration, ACCELERATION);
}

/** Of a joint across the view, m/s. */
function speedAcross({ rays, distances }: Depths, here: number, seconds: number): number {
  const next = here + FITTED_COUNT;
  const [u, v] = [rays[next * 2]! - rays[here * 2]!, rays[next * 2 + 1]! - rays[here * 2 + 1]!];
  return (Math.hypot(u, v) * distances[here]!) / seconds;
}

import { scale, turn, vecAt } from '../geometry.ts';
import type { Quat } from '../geometry.ts';
import type { Points } from '../points.ts';
import { smooth } from '../smooth.ts';

// Within a step and a squat the size in the picture wavers with the pose; over seconds it tells the way.
const HALF_WINDOW = 1;

/** How far the way of the hips is to be put right, metres, upright axes. */
export interface Drift {
  /** [frames] seconds. */
  readonly times: Float64Array;
  /** [frames × 3] */
  readonly shifts: Float64Array;
}

/**
 * The fit holds joints still that stand still in the picture, and so shortens a way along the view, which hardly shows there
 * but as growing larger. Where the lens is known, so is that way: along the lines of sight to where the size puts the hips.
 *
 * @param measured - [frames × 3] where the size in the picture puts the body: the root before the fit, camera axes.
 * @param root - [frames × 3] after the fit.
 * @param camera - from camera axes to upright ones.
 */
export function findDrift({ frames, times }: Points, measured: Float64Array, root: Float64Array, camera: Quat): Drift {
  const further = Float64Array.from({ length: frames }, (_, i) => measured[i * 3 + 2]! / root[i * 3 + 2]! - 1);
  smooth(times, further, 1, HALF_WINDOW);
  const shifts = new Float64Array(frames * 3);
  for (let i = 0; i < frames; i++) shifts.set(turn(camera, scale(vecAt(root, i * 3), further[i]!)), i * 3);
  return { times, shifts };
}

/** @returns [frames × 3] at an even rate, in a straight line from frame to frame. */
export function sampleDrift({ times, shifts }: Drift, frames: number, rate: number): Float64Array {
  let after = 0;
  return Float64Array.from(
    Array.from({ length: frames }, (_, frame) => {
      const time = frame / rate;
      while (after < times.length - 1 && times[after]! < time) after++;
      const before = Math.max(0, after - 1);
      const span = times[after]! - times[before]!;
      const t = span > 0 ? Math.max(0, Math.min(1, (time - times[before]!) / span)) : 1;
      return [0, 1, 2].map((axis) => shifts[before * 3 + axis]! * (1 - t) + shifts[after * 3 + axis]! * t);
    }).flat(),
  );
}

import { LANDMARKS } from '../../track/landmarks.ts';
import { POINT } from '../points.ts';
import type { Points } from '../points.ts';
import { medianFilter, smooth } from '../smooth.ts';
import { FEET } from './legs.ts';
import type { Foot } from './legs.ts';

/** How the feet move in the picture. */
export interface Footing {
  /** [frames] seconds, rising. */
  readonly times: Float64Array;
  /**
   * [frames × 2] of the toes of the left and the right foot: metres per second across the view, as far away as the foot is.
   * NaN where the picture does not show it.
   */
  readonly speeds: Float64Array;
}

const MEDIAN = 1 / 30;
const HALF_WINDOW = 3 / 30;
// Metres per second: a foot comes to stand below the one and leaves above the other. Toes that stand seem to creep by up
// to 0.3, those that swing go 1 and more (the sample of a walk, `docs/results/accuracy.md`).
export const PLANT_SPEED = 0.3;
export const LIFT_SPEED = 0.5;
const SHORTEST_STANCE = 0.2;

/**
 * A camera that stands still shows a foot that stands still at one place of the picture, however it looks at it, and
 * however far the person goes: what is known in metres moves for many other reasons. A camera that looks along a step sees
 * less of it, and still sees the foot being lifted.
 *
 * @param root - [frames × 3] camera axes.
 */
export function findFooting({ times, rays, positions }: Points, root: Float64Array): Footing {
  const frames = times.length;
  const smoothed = rays.slice();
  medianFilter(times, smoothed, LANDMARKS * 2, MEDIAN);
  smooth(times, smoothed, LANDMARKS * 2, HALF_WINDOW);
  const speeds = new Float64Array(frames * FEET.length);
  for (let frame = 0; frame < frames; frame++) {
    const [before, after] = [Math.max(0, frame - 1), Math.min(frames - 1, frame + 1)];
    for (const foot of FEET) {
      const toe = POINT.leftToe + foot;
      const ray = (at: number, axis: number): number => smoothed[(at * LANDMARKS + toe) * 2 + axis]!;
      const moved = Math.hypot(ray(after, 0) - ray(before, 0), ray(after, 1) - ray(before, 1));
      const away = -(root[frame * 3 + 2]! + positions[(frame * LANDMARKS + toe) * 3 + 2]!);
      // One frame alone moves nowhere.
      speeds[frame * FEET.length + foot] = after > before ? (moved * away) / (times[after]! - times[before]!) : 0;
    }
  }
  return { times, speeds };
}

/**
 * At times of one's own.
 *
 * @returns [times × 2]
 */
export function sampleFooting({ times, speeds }: Footing, at: readonly number[]): Float64Array {
  const sampled = new Float64Array(at.length * FEET.length);
  let next = 0;
  at.forEach((time, i) => {
    while (next < times.length - 1 && times[next]! < time) next++;
    const before = Math.max(0, next - 1);
    const span = times[next]! - times[before]!;
    const t = span > 0 ? Math.max(0, Math.min(1, (time - times[before]!) / span)) : 1;
    for (const foot of FEET) {
      sampled[i * FEET.length + foot] =
        speeds[before * FEET.length + foot]! * (1 - t) + speeds[next * FEET.length + foot]! * t;
    }
  });
  return sampled;
}

/** A stretch of tracked frames, both ends included, in which the picture shows one foot at one place. */
export interface Stance {
  readonly foot: Foot;
  readonly from: number;
  readonly to: number;
}

/** Where feet stay in the picture, on the ground or in the air. */
export function findStances({ times, speeds }: Footing): Stance[] {
  return FEET.flatMap((foot) => {
    const found: Stance[] = [];
    let from = -1;
    for (let frame = 0; frame <= times.length; frame++) {
      const speed = frame < times.length ? speeds[frame * FEET.length + foot]! : NaN;
      const stands = speed < (from < 0 ? PLANT_SPEED : LIFT_SPEED);
      if (stands && from < 0) from = frame;
      if (stands || from < 0) continue;
      if (times[frame - 1]! - times[from]! >= SHORTEST_STANCE) found.push({ foot, from, to: frame - 1 });
      from = -1;
    }
    return found;
  });
}

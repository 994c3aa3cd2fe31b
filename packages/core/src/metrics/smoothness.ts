import { angleBetweenQuats } from '../math/quat.ts';
import type { BodyMotion, BodyPoint } from './body/body-motion.ts';
import type { Missing } from './retarget-metrics.ts';

const FOLLOWED: readonly BodyPoint[] = ['hips', 'head', 'leftHand', 'rightHand', 'leftFoot', 'rightFoot'];
/** Heights per second³ that single precision alone makes at 30 frames a second: below it there is no motion to compare. */
const STILL = 0.05;

/** Row 16 of specs/retargeting.md §10. */
export function jitterRatio(source: BodyMotion, target: BodyMotion): number | Missing {
  const points = FOLLOWED.filter((point) => source.places.has(point) && target.places.has(point));
  const jerk = meanJerk(source, points);
  return jerk > STILL ? meanJerk(target, points) / jerk : { missing: 'the source hardly moves' };
}

/** Heights per second³: the third difference of the places. 0 for clips of less than four frames. */
function meanJerk({ places, rate, height }: BodyMotion, points: readonly BodyPoint[]): number {
  let sum = 0;
  let count = 0;
  for (const point of points) {
    const at = places.get(point)!;
    for (let i = 9; i < at.length; i += 3, count++) {
      const third = (axis: number): number =>
        at[i + axis]! - 3 * at[i - 3 + axis]! + 3 * at[i - 6 + axis]! - at[i - 9 + axis]!;
      sum += (Math.hypot(third(0), third(1), third(2)) * rate ** 3) / height;
    }
  }
  return count > 0 ? sum / count : 0;
}

/** Row 16: how much further than in the source a bone turns in model space from one frame to the next, radians. */
export function largestJump(source: BodyMotion, target: BodyMotion): number | Missing {
  if (source.frames < 2) return { missing: 'one frame has no turn' };
  let largest = 0;
  for (const [bone, turns] of target.turns) {
    const from = source.turns.get(bone);
    if (!from) continue;
    for (let at = 4; at < turns.length; at += 4) {
      const turned = angleBetweenQuats(turns, at - 4, turns, at);
      largest = Math.max(largest, turned - angleBetweenQuats(from, at - 4, from, at));
    }
  }
  return largest;
}

import { angleBetweenQuats } from '../math/quat.ts';
import type { BodyMotion } from './body/body-motion.ts';
import { REACHES, reachOf, reachOnLimbOf } from './end-effectors.ts';
import type { Missing } from './retarget-metrics.ts';

/** Limb lengths per second³ that single precision alone makes at 30 frames a second: below it there is no motion to compare. */
const STILL = 0.05;

/**
 * Row 16 of docs/results/retarget-matrix.md: of the hips by the length of the legs, of hands and feet by that of the
 * limb, from where it begins. The source's are measured on limbs that are divided as the target's are: with a thigh
 * half as long again as the shin, the very same turns throw about a foot twice as much, and no joint jitters for it.
 */
export function jitterRatio(source: BodyMotion, target: BodyMotion): number | Missing {
  const pairs = [
    [inLegs(source), inLegs(target)],
    ...REACHES.map((reach) => [reachOnLimbOf(source, target, reach), reachOf(target, ...reach)]),
  ];
  let jerk = 0;
  let targetJerk = 0;
  for (const [from, to] of pairs) {
    if (!from || !to) continue;
    jerk += jerkOf(from, source.rate);
    targetJerk += jerkOf(to, target.rate);
  }
  return jerk > STILL ? targetJerk / jerk : { missing: 'the source hardly moves' };
}

function inLegs({ places, legLength }: BodyMotion): Float64Array {
  return places.get('hips')!.map((value) => value / legLength);
}

/** Mean of the third difference of a place, lengths per second³. 0 for clips of less than four frames. */
function jerkOf(places: Float64Array, rate: number): number {
  let sum = 0;
  for (let at = 9; at < places.length; at += 3) {
    const third = (axis: number): number =>
      places[at + axis]! - 3 * places[at - 3 + axis]! + 3 * places[at - 6 + axis]! - places[at - 9 + axis]!;
    sum += Math.hypot(third(0), third(1), third(2)) * rate ** 3;
  }
  return sum / Math.max(1, places.length / 3 - 3);
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

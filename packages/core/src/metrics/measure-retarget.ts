import type { Clip } from '../clip/clip.ts';
import { resampleClip } from '../clip/resample-clip.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import { bodyMotion } from './body/body-motion.ts';
import type { BodyMotion } from './body/body-motion.ts';
import { plantedFeet } from './body/planted-feet.ts';
import { passingGround, withTravel } from './body/treadmill.ts';
import { reachErrors, reachVelocity } from './end-effectors.ts';
import { contactF1, footSlide } from './foot-slide.ts';
import { floating, penetration } from './ground-contact.ts';
import { hipClosure, hipTravel } from './hip-travel.ts';
import { limbDirections } from './limb-directions.ts';
import { hingeAngles, palmAngles } from './limb-roll.ts';
import type { Missing, RetargetMetrics, Unmeasured } from './retarget-metrics.ts';
import { jitterRatio, largestJump } from './smoothness.ts';

/**
 * Measures how well one clip repeats another on a different body: from where the joints of
 * both are in every frame, and from nothing that the retargeting says of itself.
 *
 * @param target - the same frames on the other rig.
 * @throws RangeError where the clips do not have the same number of frames.
 */
export function measureRetarget(
  source: Clip,
  sourceMap: HumanoidMap,
  target: Clip,
  targetMap: HumanoidMap,
): RetargetMetrics {
  if (source.frames !== target.frames) {
    throw new RangeError(`Cannot compare ${source.frames} frames with ${target.frames}`);
  }
  const from = bodyMotion(evenly(source), sourceMap);
  const to = bodyMotion(evenly(target), targetMap);
  const [walking, walked] = onTheGround(from, to);
  const planted = plantedFeet(walking);
  const unmeasured: Unmeasured[] = [];
  const measured = <T>(metric: Unmeasured['metric'], value: T | Missing): T | undefined => {
    if (!isMissing(value)) return value;
    unmeasured.push({ metric, reason: value.missing });
    return undefined;
  };
  return {
    frames: source.frames,
    heights: { source: from.height, target: to.height },
    direction: measured('direction', limbDirections(from, to)),
    palm: measured('palm', palmAngles(from, to)),
    hinge: measured('hinge', hingeAngles(from, to)),
    slide: measured('slide', footSlide(walking, walked, planted)),
    contactF1: measured('contactF1', contactF1(planted, plantedFeet(walked))),
    penetration: measured('penetration', penetration(to)),
    float: measured('float', floating(to, planted)),
    reach: measured('reach', reachErrors(from, to)),
    reachVelocity: measured('reachVelocity', reachVelocity(from, to)),
    travel: measured('travel', hipTravel(from, to)),
    closure: hipClosure(from, to),
    jitter: measured('jitter', jitterRatio(from, to)),
    jump: measured('jump', largestJump(from, to)),
    unmeasured,
  };
}

/** Both with the travel that was taken out of a walk on the spot, the target's scaled by the legs. */
function onTheGround(source: BodyMotion, target: BodyMotion): [BodyMotion, BodyMotion] {
  const way = passingGround(source);
  if (!way) return [source, target];
  const scale = target.legLength / source.legLength;
  return [withTravel(source, [-way[0], -way[1]]), withTravel(target, [-scale * way[0], -scale * way[1]])];
}

function isMissing(value: unknown): value is Missing {
  return typeof value === 'object' && value !== null && 'missing' in value;
}

/** Speeds are differences between frames, which must lie as far apart as the clip's rate says. */
function evenly(clip: Clip): Clip {
  return clip.times ? resampleClip(clip, clip.rate) : clip;
}

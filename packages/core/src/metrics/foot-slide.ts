import type { BodyMotion } from './body/body-motion.ts';
import type { PlantedFeet } from './body/planted-feet.ts';
import { SIDES } from './body/points.ts';
import type { FootSlide, Missing } from './retarget-metrics.ts';

/** 10 cm/s on a body of 1.7 m, heights a second. */
const SKATING = 0.1 / 1.7;

/** Seconds at both ends of a contact in which a foot comes down or is about to leave: two detectors may differ by as much. */
const EDGE = 1 / 30;

/**
 * Rows 5 and 6 of specs/retargeting.md §10: between two frames on which a foot of the source stands, the ball of the
 * foot has no way to go over the ground.
 */
export function footSlide(source: BodyMotion, target: BodyMotion, planted: PlantedFeet): FootSlide | Missing {
  const edge = Math.max(1, Math.round(EDGE * source.rate));
  const sums = { source: 0, target: 0, skating: 0, frames: 0 };
  for (const side of SIDES) {
    for (let i = 0; i + 1 < source.frames; i++) {
      if (!standsAround(planted[side], i, edge)) continue;
      const speed = groundSpeed(target, side, i);
      sums.target += speed;
      sums.source += groundSpeed(source, side, i);
      sums.skating += speed > SKATING ? 1 : 0;
      sums.frames++;
    }
  }
  if (sums.frames === 0) return { missing: 'no foot of the source stands still on the ground' };
  return {
    target: sums.target / sums.frames,
    source: sums.source / sums.frames,
    skating: sums.skating / sums.frames,
    plantedFrames: sums.frames,
  };
}

/** True where the foot stands on this frame and the next, and for a while before and after, as far as the clip goes. */
function standsAround(planted: Uint8Array, frame: number, edge: number): boolean {
  const from = Math.max(0, frame - edge);
  const to = Math.min(planted.length - 1, frame + 1 + edge);
  for (let i = from; i <= to; i++) if (planted[i] === 0) return false;
  return true;
}

/** Of the ball of a foot from one frame to the next, heights a second. */
function groundSpeed({ places, rate, height }: BodyMotion, side: 'left' | 'right', i: number): number {
  const ball = places.get(`${side}Ball`)!;
  const way = Math.hypot(ball[i * 3 + 3]! - ball[i * 3]!, ball[i * 3 + 5]! - ball[i * 3 + 2]!);
  return (way * rate) / height;
}

/** Row 7: how well the frames on which the feet of both stand agree. */
export function contactF1(source: PlantedFeet, target: PlantedFeet): number | Missing {
  let both = 0;
  let either = 0;
  for (const side of SIDES) {
    source[side].forEach((planted, i) => {
      both += planted && target[side][i]! ? 1 : 0;
      either += planted + target[side][i]!;
    });
  }
  return either > 0 ? (2 * both) / either : { missing: 'no foot of either body stands still on the ground' };
}

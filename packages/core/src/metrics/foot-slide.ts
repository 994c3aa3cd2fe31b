import type { BodyMotion } from './body/body-motion.ts';
import type { PlantedFeet } from './body/planted-feet.ts';
import { SIDES } from './body/points.ts';
import type { FootSlide, FootSpeed, Missing } from './retarget-metrics.ts';

/** 10 cm/s on a body of 1.7 m, heights a second. */
const SKATING = 0.1 / 1.7;

/** 1 cm/s on a body of 1.7 m: what row 5 lets a standing foot do, a foot of the source may do and be still. */
const STILL = 0.01 / 1.7;

/** Of one foot from one frame to the next, heights a second; the source's scaled by the legs. */
interface Step {
  readonly source: number;
  readonly target: number;
  readonly still: boolean;
}

/**
 * Rows 5 and 6 of docs/results/retarget-matrix.md: how fast the ball of a foot goes over the ground from frame to frame
 * while that foot of the source stands. Nothing is left out: where the source itself drags a foot, or sets it down, its
 * own speed is what that of the target compares to.
 */
export function footSlide(source: BodyMotion, target: BodyMotion, planted: PlantedFeet): FootSlide | Missing {
  const toLegs = ((target.legLength / source.legLength) * source.height) / target.height;
  const steps: Step[] = [];
  for (const side of SIDES) {
    for (let i = 0; i + 1 < source.frames; i++) {
      if (planted[side][i] === 0 || planted[side][i + 1] === 0) continue;
      const own = groundSpeed(source, side, i);
      steps.push({ source: own * toLegs, target: groundSpeed(target, side, i), still: own <= STILL });
    }
  }
  const all = meanSpeed(steps);
  if (!all) return { missing: 'no foot of the source stands still on the ground' };
  return {
    ...all,
    still: meanSpeed(steps.filter(({ still }) => still)),
    moving: meanSpeed(steps.filter(({ still }) => !still)),
    skating: steps.filter((step) => step.target > SKATING).length / steps.length,
    sourceSkating: steps.filter((step) => step.source > SKATING).length / steps.length,
  };
}

function meanSpeed(steps: readonly Step[]): FootSpeed | undefined {
  if (steps.length === 0) return undefined;
  const mean = (key: 'source' | 'target'): number => steps.reduce((sum, step) => sum + step[key], 0) / steps.length;
  return { frames: steps.length, target: mean('target'), source: mean('source') };
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

import { quantile } from '../spread.ts';
import type { BodyMotion } from './body-motion.ts';
import { SIDES } from './points.ts';
import type { Side } from './points.ts';

/** [frames] 1 where the ball of the foot stands on the ground. */
export type PlantedFeet = Readonly<Record<Side, Uint8Array>>;

/** In heights, heights a second and seconds: 15 cm/s and 8.5 cm on a body of 1.7 m. */
export const PLANT_SPEED = 0.09;
export const PLANT_HEIGHT = 0.05;
const LIFT_SPEED = 2 * PLANT_SPEED;
const LIFT_HEIGHT = 1.5 * PLANT_HEIGHT;
const SHORTEST = 0.08;
const SHORTEST_GAP = 0.06;
/** A Gaussian of this width takes away half of what moves at 9 Hz. */
const SMOOTHING = 0.0147;

/**
 * When each foot stands: slow and low for long enough, and not a rule more. It is the measurement's alone: what
 * a clip says of its own contacts, and what the retargeting found, is not asked, or a foot that both overlook would slide
 * unseen.
 */
export function plantedFeet(body: BodyMotion): PlantedFeet {
  const ground = groundOf(body);
  const [left, right] = SIDES.map((side) => plantedFrames(body, side, ground));
  return { left: left!, right: right! };
}

/** How low the ball of the lower foot comes: its 5th percentile over the clip, so that noise cannot dig. */
export function groundOf({ places }: BodyMotion): number {
  const [left, right] = SIDES.map((side) => places.get(`${side}Ball`)!);
  const heights = Array.from({ length: left!.length / 3 }, (_, i) => Math.min(left![i * 3 + 1]!, right![i * 3 + 1]!));
  return quantile(
    heights.sort((a, b) => a - b),
    0.05,
  );
}

function plantedFrames(body: BodyMotion, side: Side, ground: number): Uint8Array {
  const ball = body.places.get(`${side}Ball`)!;
  const speeds = smoothed(speedsOf(ball, body), body.rate);
  const isBelow = (i: number, speed: number, height: number): boolean =>
    speeds[i]! < speed * body.height && ball[i * 3 + 1]! - ground < height * body.height;
  const planted = new Uint8Array(body.frames);
  let down = false;
  for (let i = 0; i < body.frames; i++) {
    // One slow frame is where a dragged foot turns back, or a hop has its top: §9.8 wants two.
    const next = Math.min(i + 1, body.frames - 1);
    down = down
      ? isBelow(i, LIFT_SPEED, LIFT_HEIGHT)
      : isBelow(i, PLANT_SPEED, PLANT_HEIGHT) && isBelow(next, PLANT_SPEED, PLANT_HEIGHT);
    planted[i] = down ? 1 : 0;
  }
  closeRuns(planted, 0, SHORTEST_GAP * body.rate);
  closeRuns(planted, 1, Math.max(2, SHORTEST * body.rate));
  return planted;
}

/** Metres a second by central differences. */
function speedsOf(places: Float64Array, { frames, rate }: BodyMotion): Float64Array {
  const speeds = new Float64Array(frames);
  for (let i = 0; i < frames; i++) {
    const a = Math.max(i - 1, 0) * 3;
    const b = Math.min(i + 1, frames - 1) * 3;
    const way = Math.hypot(places[b]! - places[a]!, places[b + 1]! - places[a + 1]!, places[b + 2]! - places[a + 2]!);
    speeds[i] = b > a ? (way * rate) / ((b - a) / 3) : 0;
  }
  return speeds;
}

function smoothed(values: Float64Array, rate: number): Float64Array {
  const width = SMOOTHING * rate;
  const reach = Math.ceil(3 * width);
  return values.map((_, i) => {
    let sum = 0;
    let weights = 0;
    for (let j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j++) {
      const weight = Math.exp(-0.5 * ((j - i) / width) ** 2);
      sum += values[j]! * weight;
      weights += weight;
    }
    return sum / weights;
  });
}

/** Turns runs of `value` that are shorter than `shortest` frames into the other; a clip may begin and end in one. */
function closeRuns(planted: Uint8Array, value: 0 | 1, shortest: number): void {
  for (let start = 0; start < planted.length;) {
    let end = start + 1;
    while (end < planted.length && planted[end] === planted[start]) end++;
    const inside = start > 0 && end < planted.length;
    if (planted[start] === value && inside && end - start < shortest) planted.fill(1 - value, start, end);
    start = end;
  }
}

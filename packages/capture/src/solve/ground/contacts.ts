import { subtract } from '../geometry.ts';
import { LIFT_SPEED, PLANT_SPEED, sampleFooting } from './footing.ts';
import type { Footing } from './footing.ts';
import { ballOf, FEET, readLeg, soleHeight } from './legs.ts';
import type { Foot, Leg, Steps } from './legs.ts';

/** A stretch of frames, both ends included, in which one foot carries. */
export interface Contact {
  readonly foot: Foot;
  readonly from: number;
  readonly to: number;
}

const MAX_HEIGHT = 0.12;
// The path's depth is three times as noisy as the rest: it must not make a foot slide alone.
const DEPTH_PART = 1 / 3;
// Shorter contacts, and shorter breaks in one, are noise.
const SHORTEST = 0.1;

/**
 * Where a foot is slow and near the ground: the height that the lower foot has most of the time.
 *
 * @param footing - how fast the feet go in the picture, which is what is known best of them.
 * @param always - whether the lower foot carries also where it is neither.
 */
export function findContacts(steps: Steps, footing: Footing, always = false): Contact[] {
  const { frames, rate } = steps;
  const legs = FEET.map((foot) => Array.from({ length: frames }, (_, frame) => readLeg(steps, frame, foot)));
  const heights = legs.map((side) => side.map((leg) => soleHeight(steps, leg)));
  const lower = heights[0]!.map((height, frame) => Math.min(height, heights[1]![frame]!));
  const ground = lower.toSorted((a, b) => a - b)[frames >> 1]!;
  const inPicture = sampleFooting(
    footing,
    Array.from({ length: frames }, (_, frame) => frame / rate),
  );
  return FEET.flatMap((foot) => {
    let stands = false;
    const carries = heights[foot]!.map((height, frame) => {
      const speed = speedOf(steps, legs[foot]!, frame, inPicture[frame * FEET.length + foot]!);
      stands = speed < (stands ? LIFT_SPEED : PLANT_SPEED) && height - ground < MAX_HEIGHT;
      return stands || (always && height === lower[frame]);
    });
    const shortest = SHORTEST * rate;
    fillRuns(carries, false, shortest);
    fillRuns(carries, true, shortest);
    return runs(carries, true).map(([from, to]) => ({ foot, from, to }));
  });
}

/** Across the view as the picture shows it, along the view as far as it is known. */
function speedOf(steps: Steps, legs: readonly Leg[], frame: number, inPicture: number): number {
  const [before, after] = [Math.max(0, frame - 1), Math.min(steps.frames - 1, frame + 1)];
  if (before === after) return 0;
  const [x, y, z] = subtract(ballOf(steps, legs[after]!), ballOf(steps, legs[before]!));
  const perSecond = steps.rate / (after - before);
  const across = Number.isNaN(inPicture) ? Math.hypot(x, y) * perSecond : inPicture;
  return Math.hypot(across, z * perSecond * DEPTH_PART);
}

/** Flips runs of `value` that are shorter than `shortest` frames, except at the ends, where the rest is not seen. */
function fillRuns(flags: boolean[], value: boolean, shortest: number): void {
  for (const [from, to] of runs(flags, value)) {
    const inside = from > 0 && to < flags.length - 1;
    if (inside && to - from + 1 < shortest) flags.fill(!value, from, to + 1);
  }
}

function runs(flags: readonly boolean[], value: boolean): [from: number, to: number][] {
  const found: [number, number][] = [];
  flags.forEach((flag, i) => {
    if (flag !== value) return;
    const last = found.at(-1);
    if (last?.[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  });
  return found;
}

/**
 * How firmly a foot stands in each frame: 1 in a contact, falling to 0 within `ease` seconds around it.
 *
 * @returns [frames]
 */
export function contactWeights(steps: Steps, contacts: readonly Contact[], foot: Foot, ease: number): Float64Array {
  const weights = new Float64Array(steps.frames);
  for (const contact of contacts) {
    if (contact.foot === foot)
      eachEasedFrame(steps, contact, ease, (frame, weight) => {
        weights[frame] = Math.max(weights[frame]!, weight);
      });
  }
  return weights;
}

/** Visits the frames of a contact and of the time around it, with a weight that falls to 0. */
export function eachEasedFrame(
  steps: Steps,
  { from, to }: Contact,
  ease: number,
  visit: (frame: number, weight: number) => void,
): void {
  const reach = Math.floor(ease * steps.rate);
  for (let frame = Math.max(0, from - reach); frame <= Math.min(steps.frames - 1, to + reach); frame++) {
    const outside = Math.max(from - frame, frame - to, 0) / (ease * steps.rate);
    visit(frame, (1 + Math.cos(Math.PI * outside)) / 2);
  }
}

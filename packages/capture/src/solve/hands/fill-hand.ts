import { smoothStep } from '../geometry.ts';
import { HAND_ANGLES } from './fingers.ts';

/** A stretch in which a hand was not seen for long. */
export interface HandGap {
  readonly side: 0 | 1;
  /** Seconds: of the first frame without it, and of the first one that has it again, or of the last one of all. */
  readonly from: number;
  readonly to: number;
}

/** Seconds for which a hand that is lost keeps its fingers as they were, and within which they come to rest then. */
const HELD = 0.3;
const RELAXED = 0.7;
// Time stamps are sums of rounded frame times.
const TIME_TOLERANCE = 1e-4;

/**
 * Gives the fingers of one hand their angles in every frame, in place. Short gaps are bridged; in a long one fingers hold,
 * come to rest, and go on from there. `seen` of a bridged frame is half of what its neighbours have, that of others stays 0.
 *
 * @param angles - [frames × 20].
 * @param seen - [frames] 0…1; 0 where the hand was not seen.
 * @param rest - [20].
 */
export function fillHand(
  times: Float64Array,
  angles: Float64Array,
  seen: Float32Array,
  rest: Float64Array,
  side: 0 | 1,
): HandGap[] {
  const gaps: HandGap[] = [];
  let before = -1;
  for (let frame = 0; frame <= times.length; frame++) {
    if (frame < times.length && seen[frame] === 0) continue;
    if (frame - before > 1) {
      const isLong = fillGap(times, angles, seen, rest, before, frame);
      const to = times[Math.min(frame, times.length - 1)]!;
      if (isLong) gaps.push({ side, from: times[before + 1]!, to });
    }
    before = frame;
  }
  return gaps;
}

/** Fills the frames between two that were seen; −1 and the number of frames stand for the ends of the clip. */
function fillGap(
  times: Float64Array,
  angles: Float64Array,
  seen: Float32Array,
  rest: Float64Array,
  before: number,
  after: number,
): boolean {
  const isFirst = before < 0;
  const isLast = after >= times.length;
  const [start, end] = [isFirst ? -Infinity : times[before]!, isLast ? Infinity : times[after]!];
  const isShort = end - start <= HELD + TIME_TOLERANCE;
  for (let frame = before + 1; frame < after; frame++) {
    const time = times[frame]!;
    const t = isLast ? 0 : isFirst ? 1 : isShort ? (time - start) / (end - start) : smoothStep(time, start + HELD, end);
    const atRest =
      isFirst && isLast ? 1 : Math.min(smoothStep(time - start, HELD, RELAXED), smoothStep(end - time, HELD, RELAXED));
    for (let angle = 0; angle < HAND_ANGLES; angle++) {
      const from = isFirst ? 0 : angles[before * HAND_ANGLES + angle]!;
      const to = isLast ? 0 : angles[after * HAND_ANGLES + angle]!;
      angles[frame * HAND_ANGLES + angle] = (from * (1 - t) + to * t) * (1 - atRest) + rest[angle]! * atRest;
    }
    if (isShort) seen[frame] = Math.min(seen[before]!, seen[after]!) / 2;
  }
  return !isShort;
}

import { LANDMARKS } from '../track/landmarks.ts';
import { smoothStep } from './geometry.ts';
import type { Points } from './points.ts';
import { STANDING } from './standing.ts';

/** A stretch in which one point was not seen for long. */
export interface PointGap {
  readonly point: number;
  /** Seconds: of the first frame without it, and of the first frame that has it again (or of the last frame of all). */
  readonly from: number;
  readonly to: number;
}

const BRIDGED = 0.5;
// A held point has to come back to where it is seen again: within a quarter of a second, as quickly as a person would.
const RETURN = 0.25;
// Time stamps are sums of rounded frame times.
const TIME_TOLERANCE = 1e-4;

/**
 * Gives every point a place in every frame, in place: short gaps become a straight line, long ones hold the last place
 * that was seen, and a point that is never seen stands where it would on a person at rest. `seen` of a bridged point is
 * half of what its neighbours have, that of a held one stays 0. The rays of a point that is never seen become NaN.
 *
 * @returns the long gaps.
 */
export function fillGaps(points: Points): PointGap[] {
  const gaps: PointGap[] = [];
  for (let point = 0; point < LANDMARKS; point++) {
    let last = -1;
    for (let frame = 0; frame <= points.frames; frame++) {
      if (frame < points.frames && points.seen[frame * LANDMARKS + point] === 0) continue;
      if (frame - last > 1) {
        const gap = fillGap(points, point, last, frame);
        if (gap) gaps.push(gap);
      }
      last = frame;
    }
  }
  return gaps;
}

/** Fills the frames between two that were seen; −1 and `frames` stand for the ends of the clip. */
function fillGap(points: Points, point: number, before: number, after: number): PointGap | undefined {
  const { frames, times, positions, rays, seen } = points;
  const from = times[before + 1]!;
  const to = times[Math.min(after, frames - 1)]!;
  const long = to - from > BRIDGED + TIME_TOLERANCE || (before < 0 && after >= frames);
  const start = (before < 0 ? after : before) * LANDMARKS + point;
  const end = (after >= frames ? before : after) * LANDMARKS + point;
  const never = before < 0 && after >= frames;
  for (let frame = before + 1; frame < after; frame++) {
    const at = frame * LANDMARKS + point;
    if (never) {
      positions.set(STANDING.slice(point * 3, point * 3 + 3), at * 3);
      rays.fill(NaN, at * 2, at * 2 + 2);
      continue;
    }
    const t = wayBack(times, before, after, frame, long);
    mix(positions, 3, at, start, end, t);
    mix(rays, 2, at, start, end, t);
    if (!long) seen[at] = Math.min(seen[start]!, seen[end]!) / 2;
  }
  return long ? { point, from, to } : undefined;
}

function mix(values: Float64Array, size: number, at: number, from: number, to: number, t: number): void {
  for (let i = 0; i < size; i++) {
    values[at * size + i] = values[from * size + i]! * (1 - t) + values[to * size + i]! * t;
  }
}

/** How far a frame of a gap is from what was seen before it (0) to what is seen after it (1). */
function wayBack(times: Float64Array, before: number, after: number, frame: number, long: boolean): number {
  if (before < 0 || after >= times.length) return 0;
  const end = times[after]!;
  if (long) return smoothStep(times[frame]!, end - RETURN, end);
  return (times[frame]! - times[before]!) / (end - times[before]!);
}

import { dotVec3 } from '../../math/vec3.ts';
import type { Legs } from '../legs/legs.ts';
import type { FootPlace } from '../legs/read-foot.ts';
import type { Footwork, Stances } from './footwork.ts';

/** Seconds in which half of what a stance moved a foot is gone (specs/retargeting.md §9.9). */
const HALF_LIFE = 0.1;
const DECAY = (2 * Math.LN2) / HALF_LIFE;

/**
 * By how much a foot is moved at a time: in a stance its ball to the place where it stands and its lowest point to the
 * ground, between stances by what is left of both neighbours. Allocates nothing.
 *
 * @param out - [3] model space of the target.
 * @param foot - where the turns of the joints alone bring it.
 */
export function footShift(
  out: Float64Array,
  footwork: Footwork,
  side: 0 | 1,
  time: number,
  foot: FootPlace,
  legs: Legs,
): void {
  const stances = footwork.stances[side];
  const last = stanceBefore(stances.starts, time);
  if (last >= 0 && time <= stances.ends[last]!) {
    standShift(out, stances, last, footwork.drift, time, foot, legs);
    return;
  }
  out.fill(0);
  const next = last + 1;
  const isLast = next === stances.starts.length;
  const since = last < 0 ? Infinity : time - stances.ends[last]!;
  const until = isLast ? Infinity : stances.starts[next]! - time;
  // Neither neighbour may reach into the other: the one gives way to the other on the way between them.
  const t = last < 0 ? 1 : isLast ? 0 : since / (since + until);
  const share = t * t * (3 - 2 * t);
  if (last >= 0) addDecayed(out, stances.leaving, last * 6, since, 1 - share);
  if (!isLast) addDecayed(out, stances.entering, next * 6, until, share);
}

/**
 * Statures by which a sole may be off the ground: nobody sees it, and a leg that is quite straight would have to bend by
 * 10° for it. Two thirds of what specs/retargeting.md §10 lets pass.
 */
const UNSEEN = 0.002;

/** How far a sole may be off the ground, metres. */
export function unseenGap(legs: Legs): number {
  return UNSEEN * legs.stature;
}

/** From where a foot is to where it stands. */
export function standShift(
  out: Float64Array,
  { starts, anchors, grounds }: Stances,
  stance: number,
  drift: Float64Array,
  time: number,
  { ball, low }: FootPlace,
  legs: Legs,
): void {
  const { up } = legs;
  const since = time - starts[stance]!;
  for (let i = 0; i < 3; i++) out[i] = anchors[stance * 3 + i]! + drift[i]! * since - ball[i]!;
  const gap = grounds[stance]! - low;
  const unseen = unseenGap(legs);
  const rise = gap - Math.min(Math.max(gap, -unseen), unseen) - dotVec3(out, 0, up, 0);
  for (let i = 0; i < 3; i++) out[i]! += up[i]! * rise;
}

/** A critically damped spring at rest, let go with a shift and a speed: both go smoothly, in closed form. */
function addDecayed(out: Float64Array, letGo: Float64Array, at: number, seconds: number, share: number): void {
  const decay = share * Math.exp(-DECAY * seconds);
  for (let i = 0; i < 3; i++) {
    const shift = letGo[at + i]!;
    out[i]! += decay * (shift + (letGo[at + 3 + i]! + DECAY * shift) * seconds);
  }
}

/** The last stance that has started; −1 before the first. */
function stanceBefore(starts: Float64Array, time: number): number {
  let low = -1;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= time) low = middle;
    else high = middle;
  }
  return low;
}

import { dotVec3, lengthVec3 } from '../../math/vec3.ts';
import type { Run } from '../contacts/runs.ts';
import type { Legs } from '../legs/legs.ts';

/** The places on which one foot stands, in the order of time; model space of the target, lengths in metres. */
export interface Stances {
  /** [count] seconds. */
  readonly starts: Float64Array;
  /** [count × 3] where the ball of the foot stands at the start, on the ground plane. */
  readonly anchors: Float64Array;
  /** [count] height of what the foot stands on. */
  readonly grounds: Float64Array;
}

/**
 * Statures by which a sole may be off the ground: nobody sees it, and a leg that is quite straight would have to bend by
 * 10° for it. Two thirds of what row 8 of docs/results/retarget-matrix.md lets pass.
 */
const UNSEEN = 0.002;

/** Seconds from which on a stance is held in full on ground that passes under the body. */
const SHORT = 0.2;

/**
 * How much a stance is held, 0…1. In few frames a foot that runs on the spot cannot be brought to the speed of the ground
 * and let go: it is held less.
 */
export function heldShare({ first, last }: Run, times: Float64Array, drift: Float64Array): number {
  return lengthVec3(drift, 0) > 0 ? Math.min(((times[last]! - times[first]!) / SHORT) ** 2, 1) : 1;
}

/** How far a sole may be off the ground, metres. */
export function unseenGap(legs: Legs): number {
  return UNSEEN * legs.stature;
}

/** A foot of a body that is moved up or down. */
export interface LiftedFoot {
  /** [3] the point of the sole under the base of the toes, model space. */
  readonly ball: Float64Array;
  /** Height of the lowest point of the sole. */
  readonly low: number;
}

/** From where a foot is to where it stands. */
export function standShift(
  out: Float64Array,
  { starts, anchors, grounds }: Stances,
  stance: number,
  drift: Float64Array,
  time: number,
  { ball, low }: LiftedFoot,
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

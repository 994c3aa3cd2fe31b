import { dotVec3 } from '../../math/vec3.ts';
import type { Run } from '../contacts/runs.ts';
import { smooth, widen } from '../contacts/smooth.ts';
import { FREE_REACH } from '../legs/bend-leg.ts';
import type { LegTracks } from '../legs/leg-tracks.ts';
import type { Legs } from '../legs/legs.ts';
import { spareSunkLeg } from './spare-sunk-leg.ts';
import { heldShare, standShift } from './stances.ts';
import type { Stances } from './stances.ts';

/** Seconds on either side over which the body's height follows its feet. */
const FOLLOW = 0.25;
/** The same where a leg is too short: at its step, for all that it is bent before and after is other than in the source. */
const SINK = 0.18;
/** Leg lengths: more is no matter of proportions, and is left to the legs, unless both feet are in the air by as much. */
const MOST_LIFT = 0.3;
const MOST_DROP = 0.1;

/** Leg lengths from the ground to the roots of the legs: seated, and carried by the feet alone. */
const SEATED = 0.25;
const CARRIED = 0.6;

export interface StandingLegs {
  readonly legs: Legs;
  readonly times: Float64Array;
  readonly rate: number;
  readonly runs: readonly [left: readonly Run[], right: readonly Run[]];
  /** Where each foot stands or is straight above where it stands; each run is in one of them. */
  readonly held: readonly [left: readonly Run[], right: readonly Run[]];
  readonly stances: readonly [left: Stances, right: Stances];
  readonly tracks: LegTracks;
  readonly drift: Float64Array;
  /** [frames] how high the lower foot is of who lies or sits; NaN where the legs carry the body. */
  readonly resting: Float64Array;
}

/**
 * How far the body goes up or down in each frame, so that planted feet are on the ground with legs bent as those of the
 * source are: what all carrying feet lack on average, and then, where a leg is too short, as much as it needs.
 *
 * @returns [frames] metres.
 */
export function bodyLifts(standing: StandingLegs): Float64Array {
  const { legs, rate } = standing;
  const lift = meanRise(standing);
  const radius = Math.round((FOLLOW * rate) / 2);
  smooth(lift, radius);
  smooth(lift, radius);
  const most = MOST_LIFT * legs.length;
  for (let frame = 0; frame < lift.length; frame++) {
    const lowest = -Math.max(most, clearance(standing, frame));
    lift[frame] = Math.min(Math.max(lift[frame]!, lowest), most) * weightOnFeet(standing, frame);
  }
  const drop = missingReach(standing, lift);
  const sinking = Math.round((SINK * rate) / 2);
  // Widened by as much as it is smoothed, so that it is nowhere less than a leg needs.
  widen(drop, 2 * sinking);
  smooth(drop, sinking);
  smooth(drop, sinking);
  for (let frame = 0; frame < lift.length; frame++) lift[frame]! -= drop[frame]!;
  return lift;
}

/**
 * What the carrying feet lack to the ground, and of who lies what they are too high; on a straight line between. In a clip
 * in which nobody ever stands or lies, what the lower foot is under the ground.
 */
function meanRise({ legs, runs, stances, tracks, times, resting }: StandingLegs): Float64Array {
  const rise = new Float64Array(times.length);
  if (runs.every((of) => of.length === 0) && resting.every(Number.isNaN)) {
    for (const { low, socket } of tracks) {
      const under = low.map((height) => legs.ground - height);
      for (let frame = 0; frame < rise.length; frame++) {
        spareSunkLeg(under, frame, legs, socket, frame * 3);
        rise[frame] = Math.max(rise[frame]!, under[frame]!);
      }
    }
    return rise;
  }
  const feet = new Uint8Array(times.length);
  runs.forEach((of, side) => {
    of.forEach(({ first, last }, stance) => {
      for (let frame = first; frame <= last; frame++) {
        rise[frame]! += stances[side]!.grounds[stance]! - tracks[side]!.low[frame]!;
        feet[frame]!++;
      }
    });
  });
  for (let frame = 0; frame < rise.length; frame++) {
    if (feet[frame]! > 1) rise[frame]! /= feet[frame]!;
    if (feet[frame]! > 0 || Number.isNaN(resting[frame]!)) continue;
    rise[frame] = Math.min(resting[frame]! - Math.min(tracks[0].low[frame]!, tracks[1].low[frame]!), 0);
    feet[frame] = 1;
  }
  fillGaps(rise, feet);
  return rise;
}

/**
 * How far both feet are off the ground. A wide body with stubby legs that lies on its side has its hips nearly as high
 * as it stands: legs of a person would have it lie in the air.
 */
function clearance({ legs, tracks: [left, right] }: StandingLegs, frame: number): number {
  return Math.min(left.low[frame]!, right.low[frame]!) - legs.ground;
}

/** 1 on the legs, 0 seated: who sits is carried by the ground, and moves the feet instead of the body. */
function weightOnFeet({ legs, tracks: [left, right] }: StandingLegs, frame: number): number {
  const sum = dotVec3(left.socket, frame * 3, legs.up, 0) + dotVec3(right.socket, frame * 3, legs.up, 0);
  const height = (sum / 2 - legs.ground) / legs.length;
  return Math.min(Math.max((height - SEATED) / (CARRIED - SEATED), 0), 1);
}

function fillGaps(values: Float64Array, known: Uint8Array): void {
  let before = -1;
  for (let frame = 0; frame <= values.length; frame++) {
    if (frame < values.length && !known[frame]) continue;
    const from = before >= 0 ? values[before]! : (values[frame] ?? 0);
    const to = values[frame] ?? from;
    for (let gap = before + 1; gap < frame; gap++) {
      values[gap] = from + ((to - from) * (gap - before)) / (frame - before);
    }
    before = frame;
  }
}

/** [frames] by how much the longer of the planted legs is too short, after `lift`. */
function missingReach(standing: StandingLegs, lift: Float64Array): Float64Array {
  const { legs, runs, stances, tracks, drift, times } = standing;
  const drop = new Float64Array(times.length);
  const ball = new Float64Array(3);
  const line = new Float64Array(3);
  const shift = new Float64Array(3);
  runs.forEach((of, side) => {
    const track = tracks[side]!;
    const { length } = legs.sides[side]!;
    of.forEach((run, stance) => {
      const held = heldShare(run, times, drift);
      for (let frame = run.first; frame <= run.last; frame++) {
        for (let i = 0; i < 3; i++) {
          ball[i] = track.ball[frame * 3 + i]! + legs.up[i]! * lift[frame]!;
          line[i] = track.ankle[frame * 3 + i]! - track.socket[frame * 3 + i]!;
        }
        const reach = Math.max(FREE_REACH * length, Math.hypot(...line));
        const foot = { ball, low: track.low[frame]! + lift[frame]! };
        standShift(shift, stances[side]!, stance, drift, times[frame]!, foot, legs);
        const rise = dotVec3(shift, 0, legs.up, 0);
        for (let i = 0; i < 3; i++) line[i]! += held * shift[i]! + (1 - held) * rise * legs.up[i]!;
        const down = -dotVec3(line, 0, legs.up, 0);
        const aside = dotVec3(line, 0, line, 0) - down * down;
        const missing = down - Math.sqrt(Math.max(reach * reach - aside, 0));
        drop[frame] = Math.min(Math.max(drop[frame]!, missing), MOST_DROP * legs.length);
      }
    });
  });
  return drop;
}

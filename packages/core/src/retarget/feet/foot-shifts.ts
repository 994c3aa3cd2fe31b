import { dotVec3 } from '../../math/vec3.ts';
import type { Run } from '../contacts/runs.ts';
import type { LegTrack } from '../legs/leg-tracks.ts';
import type { Legs } from '../legs/legs.ts';
import type { StandingLegs } from './body-lifts.ts';
import { spareSunkLeg } from './spare-sunk-leg.ts';
import { heldShare, standShift, unseenGap } from './stances.ts';
import type { LiftedFoot } from './stances.ts';
import { smoothCurve } from './smooth-curve.ts';

/** Seconds in which a foot that stands nowhere goes back to where its joints alone would bring it. */
const LET_GO = 0.055;
/** Seconds at both ends of a stance in which it takes hold: a foot that comes down is not stopped within a frame. */
const TAKE_HOLD = 0.02;
/** How much more a stance holds than what pulls a free foot back. */
const HOLD = 1e8;

/**
 * By how much a foot is moved in each frame: in a stance its ball to the place where it stands and its lowest point to
 * the ground, and between stances on the smoothest way from one to the next, above the ground.
 *
 * @param lift - [frames] of the body.
 * @returns [frames × 3] model space of the target, metres.
 */
export function footShifts(standing: StandingLegs, side: 0 | 1, lift: Float64Array): Float64Array {
  const { legs, times, rate } = standing;
  const frames = times.length;
  const stiffness = (LET_GO * rate) ** 6;
  const runs = standing.runs[side];
  const weights = holdOf(standing.held[side], times, (run) => heldShare(run, times, standing.drift));
  const weightsUp = holdOf(runs, times, () => 1);
  const shifts = new Float64Array(frames * 3);
  const rises = new Float64Array(frames);
  writeStanding(shifts, rises, standing, side, lift);
  smoothCurve(shifts, weights, stiffness, 3);
  keepAbove(rises, weightsUp, stiffness, lowestRises(standing, standing.tracks[side], lift));
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < 3; i++) shifts[frame * 3 + i]! += rises[frame]! * legs.up[i]!;
  }
  return shifts;
}

/** [frames] 1 for a free foot, `HOLD` to the power of a share for one that stands, and on a smooth way between. */
function holdOf(runs: readonly Run[], times: Float64Array, share: (run: Run) => number): Float64Array {
  const weights = new Float64Array(times.length).fill(1);
  const end = times.length - 1;
  for (const run of runs) {
    const { first, last } = run;
    const full = HOLD ** share(run);
    for (let frame = first; frame <= last; frame++) {
      const after = first === 0 ? Infinity : times[frame]! - times[first - 1]!;
      const before = last === end ? Infinity : times[last + 1]! - times[frame]!;
      const t = Math.min(Math.min(after, before) / TAKE_HOLD, 1);
      weights[frame] = full ** (t * t * (3 - 2 * t));
    }
  }
  return weights;
}

/**
 * From where the joints bring the foot to where it stands, along the ground [frames × 3] and upwards [frames]. Straight
 * above it only along the ground; elsewhere nothing is written.
 */
function writeStanding(
  shifts: Float64Array,
  rises: Float64Array,
  { legs, runs, held, stances, tracks, drift, times }: StandingLegs,
  side: 0 | 1,
  lift: Float64Array,
): void {
  const shift = new Float64Array(3);
  for (const { first, last } of held[side]) {
    let stance = runs[side].findIndex((run) => first <= run.first && run.last <= last);
    for (let frame = first; frame <= last; frame++) {
      const next = runs[side][stance + 1];
      if (next && next.first <= frame && next.last <= last) stance++;
      const foot = liftedFoot(tracks[side], legs, frame, lift[frame]!);
      standShift(shift, stances[side], stance, drift, times[frame]!, foot, legs);
      const rise = dotVec3(shift, 0, legs.up, 0);
      const run = runs[side][stance]!;
      if (run.first <= frame && frame <= run.last) rises[frame] = rise;
      for (let i = 0; i < 3; i++) shifts[frame * 3 + i] = shift[i]! - rise * legs.up[i]!;
    }
  }
}

/** [frames] how far the foot must be lifted to be seen on the ground and not under it. */
function lowestRises({ legs }: StandingLegs, { low, socket }: LegTrack, lift: Float64Array): Float64Array {
  const lowest = legs.ground - unseenGap(legs);
  const rises = low.map((height, frame) => lowest - height - lift[frame]!);
  for (let frame = 0; frame < rises.length; frame++) spareSunkLeg(rises, frame, legs, socket, frame * 3);
  return rises;
}

/** Smooths a way upwards, and then once more with all that was under the ground held on it. */
function keepAbove(rises: Float64Array, weights: Float64Array, stiffness: number, lowest: Float64Array): void {
  const wanted = rises.slice();
  const held = weights.slice();
  smoothCurve(rises, weights, stiffness, 1);
  for (let frame = 0; frame < rises.length; frame++) {
    const isUnder = rises[frame]! < lowest[frame]!;
    if (isUnder) held[frame] = HOLD;
    rises[frame] = isUnder ? Math.max(wanted[frame]!, lowest[frame]!) : wanted[frame]!;
  }
  smoothCurve(rises, held, stiffness, 1);
}

function liftedFoot({ ball, low }: LegTrack, { up }: Legs, frame: number, lift: number): LiftedFoot {
  const at = Float64Array.from([0, 1, 2], (i) => ball[frame * 3 + i]! + up[i]! * lift);
  return { ball: at, low: low[frame]! + lift };
}

import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { withoutBindFrame } from '../../clip/without-bind-frame.ts';
import { rotateVec3 } from '../../math/quat.ts';
import { scaleVec3 } from '../../math/vec3.ts';
import { findSteps } from '../contacts/find-contacts.ts';
import type { Steps } from '../contacts/find-contacts.ts';
import { carriesBody, PLANT_HEIGHT } from '../contacts/planted-runs.ts';
import type { Run } from '../contacts/runs.ts';
import { createLegTracks, recordLegs } from '../legs/leg-tracks.ts';
import type { LegTrack, LegTracks } from '../legs/leg-tracks.ts';
import { placeJoints } from '../legs/place-joints.ts';
import { placeBody, placeTurned, turnJoints } from '../pose-joints.ts';
import type { RetargetPlan, RetargetSteps } from '../retarget-plan.ts';
import { bodyLifts } from './body-lifts.ts';
import { footShifts } from './foot-shifts.ts';
import type { Footwork } from './footwork.ts';
import type { Stances } from './stances.ts';
import { levelFeet } from './level-feet.ts';
import { isLoop, middleTurn, unrollSteps, unrollTracks } from './unroll-loop.ts';

/**
 * Finds where the feet of the target stand in a clip of the source: each contact gets one place, the mean of where the
 * turns of the joints alone bring the foot, and the body is moved up or down so that planted feet reach the ground.
 * What captured clips say of their contacts is believed.
 *
 * @param written - of `plan.source`, valid (see `validateClip`).
 */
export function createFootwork(plan: RetargetPlan, written: Clip): Footwork {
  const clip = withoutBindFrame(written);
  const { steps } = plan;
  const found = findSteps(clip, steps.legs.source);
  const tracks = trackTarget(plan, clip);
  const loops = isLoop(tracks, steps.legs.target.length);
  const placed = loops
    ? placeFeet(steps, clip.rate, unrollSteps(found), unrollTracks(tracks))
    : placeFeet(steps, clip.rate, found, tracks);
  const turn = (values: Float64Array, width: number): Float64Array => (loops ? middleTurn(values, width) : values);
  return {
    contacts: found.contacts,
    clip,
    lift: turn(placed.lift, 1),
    shifts: [turn(placed.shifts[0], 3), turn(placed.shifts[1], 3)],
  };
}

function placeFeet(
  steps: RetargetSteps,
  rate: number,
  found: Steps,
  tracks: LegTracks,
): Pick<Footwork, 'lift' | 'shifts'> {
  const drift = driftOnTarget(steps, found.drift);
  const stances = [
    placeStances(steps, found, 0, tracks[0], drift),
    placeStances(steps, found, 1, tracks[1], drift),
  ] as const;
  const { runs, held, times } = found;
  const resting = restingHeights(steps, found);
  const standing = { legs: steps.legs.target, rate, runs, held, stances, tracks, drift, times, resting };
  const lift = bodyLifts(standing);
  return { lift, shifts: [footShifts(standing, 0, lift), footShifts(standing, 1, lift)] };
}

/** The legs of the target, turned as those of the source. Only their joints are placed: this runs while a page waits. */
function trackTarget({ source, target, steps }: RetargetPlan, clip: Clip): LegTracks {
  const tracks = createLegTracks(clip.frames);
  const sourcePose = createPose(source);
  const pose = createPose(target);
  const noLift = new Float64Array(1);
  for (let frame = 0; frame < clip.frames; frame++) {
    readFrame(clip, frame, sourcePose);
    placeJoints(steps.sourceModel, source, steps.legs.sourceJoints, sourcePose);
    turnJoints(steps, steps.legs.targetJoints, pose);
    placeBody(steps, noLift, pose);
    placeTurned(steps, steps.legs.targetJoints, pose);
    levelFeet(steps);
    recordLegs(tracks, frame, steps.targetModel, steps.legs.target);
  }
  return tracks;
}

/** [3] source → target, scaled as all travel is. */
function driftOnTarget({ source, target, bridge, reflect }: RetargetSteps, drift: Float64Array): Float64Array {
  const onTarget = drift.slice();
  if (reflect) onTarget[0] = -onTarget[0]!;
  rotateVec3(onTarget, 0, bridge, 0, onTarget, 0);
  scaleVec3(onTarget, 0, onTarget, 0, target.proportions.legLength / source.proportions.legLength);
  return onTarget;
}

/** [frames] how high the lower foot of the target is where the source lies or sits, as its own is; NaN elsewhere. */
function restingHeights({ legs, source, target }: RetargetSteps, { tracks, floor }: Steps): Float64Array {
  const scale = target.proportions.legLength / source.proportions.legLength;
  const [left, right] = tracks;
  return left.low.map((low, frame) => {
    if (tracks.some((track) => carriesBody(legs.source, track, frame))) return NaN;
    return legs.target.ground + scale * Math.max(Math.min(low, right.low[frame]!) - floor, 0);
  });
}

function placeStances(
  { legs, source, target }: RetargetSteps,
  { runs, held, times, tracks, floor }: Steps,
  side: 0 | 1,
  track: LegTrack,
  drift: Float64Array,
): Stances {
  const of = runs[side];
  const anchors = new Float64Array(of.length * 3);
  const starts = new Float64Array(of.length);
  of.forEach((run, i) => {
    const together = runsWith(run, of, held[side]);
    const start = times[together[0]!.first]!;
    starts[i] = start;
    anchors.set(anchorOf(together, start, times, track, drift), i * 3);
  });
  const scale = target.proportions.legLength / source.proportions.legLength;
  const near = PLANT_HEIGHT * legs.source.stature;
  const grounds = of.map((run) => {
    const height = heightOver(run, tracks[side].low) - floor;
    // What stands near the ground stands on it; a stair stays a stair.
    return legs.target.ground + (height < near ? 0 : scale * height);
  });
  return {
    starts,
    anchors,
    grounds: Float64Array.from(grounds),
  };
}

/** Those between which the foot is always above the place of a run, itself among them. */
function runsWith(run: Run, runs: readonly Run[], held: readonly Run[]): readonly Run[] {
  const over = held.find(({ first, last }) => first <= run.first && run.last <= last);
  return over ? runs.filter(({ first, last }) => over.first <= first && last <= over.last) : [run];
}

/** [3] where the ball of the foot is on average, on ground that passes under it since `start`. */
function anchorOf(
  runs: readonly Run[],
  start: number,
  times: Float64Array,
  { ball }: LegTrack,
  drift: Float64Array,
): Float64Array {
  const anchor = new Float64Array(3);
  const count = runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  for (const { first, last } of runs) {
    for (let frame = first; frame <= last; frame++) {
      const since = times[frame]! - start;
      for (let axis = 0; axis < 3; axis++) {
        anchor[axis]! += (ball[frame * 3 + axis]! - drift[axis]! * since) / count;
      }
    }
  }
  return anchor;
}

function heightOver({ first, last }: Run, low: Float64Array): number {
  let sum = 0;
  for (let frame = first; frame <= last; frame++) sum += low[frame]!;
  return sum / (last - first + 1);
}

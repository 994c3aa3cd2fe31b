import { distanceVec3, dotVec3 } from '../../math/vec3.ts';
import type { LegTrack } from '../legs/leg-tracks.ts';
import { CREEP, placesOnGround, PLANT_HEIGHT } from './planted-runs.ts';
import type { Stage } from './planted-runs.ts';
import { meanPlace } from './runs.ts';
import type { Run } from './runs.ts';

/** Statures a second over the ground: a foot that goes aside by less stays over its place, however it goes up and down. */
const OVER_ITS_PLACE = 0.02;
/** Statures: a foot that rises by less is being moved along the ground. */
const HOP = 0.01;

/**
 * The stretches in which a foot stays over one place: in which it stands, and what lies before and after in which it only
 * goes up or down, as in a hop on the spot. Straight above its place is where it belongs on other legs too, or it would be
 * thrown aside while it takes off.
 *
 * @param runs - in which it stands, rising.
 * @returns rising; each of `runs` is in one of them.
 */
export function heldRuns(stage: Stage, track: LegTrack, runs: readonly Run[]): Run[] {
  const places = placesOnGround(stage, track);
  const held: { reach: Run; stand: Run }[] = [];
  runs.forEach((run, i) => {
    const reach = {
      first: reachOf(stage, places, run, -1, (runs[i - 1]?.last ?? -1) + 1),
      last: reachOf(stage, places, run, 1, (runs[i + 1]?.first ?? stage.times.length) - 1),
    };
    const before = held.at(-1);
    if (!before || before.reach.last < reach.first) held.push({ reach, stand: run });
    else if (isNear(stage, places, before.stand, run)) {
      held[held.length - 1] = {
        reach: { first: before.reach.first, last: reach.last },
        stand: { first: before.stand.first, last: run.last },
      };
    } else {
      // It came down elsewhere: on the way it is nowhere.
      before.reach = { first: before.reach.first, last: before.stand.last };
      held.push({ reach: { first: run.first, last: reach.last }, stand: run });
    }
  });
  return held.map(({ reach }) => reach);
}

/** The last frame before or after a run, up to `end`, in which the foot is above where it stands. */
function reachOf({ legs, times }: Stage, places: Float64Array, run: Run, step: -1 | 1, end: number): number {
  const { up, stature } = legs;
  const edge = step < 0 ? run.first : run.last;
  const mean = meanPlace(run, places);
  const height = (frame: number): number => dotVec3(places, frame * 3, up, 0) - dotVec3(places, edge * 3, up, 0);
  const aside = (frame: number): number => {
    const way = Float64Array.from([0, 1, 2], (i) => places[frame * 3 + i]! - places[(frame - step) * 3 + i]!);
    return Math.sqrt(Math.max(dotVec3(way, 0, way, 0) - dotVec3(way, 0, up, 0) ** 2, 0));
  };
  let highest = 0;
  let frame = edge;
  while (frame !== end) {
    const next = frame + step;
    const seconds = Math.abs(times[next]! - times[frame]!);
    const rise = height(next);
    const strayed = Math.sqrt(Math.max(distanceVec3(places, next * 3, mean, 0) ** 2 - rise * rise, 0));
    if (aside(next) > OVER_ITS_PLACE * stature * seconds || strayed > CREEP * stature) break;
    if (Math.abs(rise) > 1.5 * PLANT_HEIGHT * stature) break;
    highest = Math.max(highest, rise);
    frame = next;
  }
  return highest > HOP * stature ? frame : edge;
}

function isNear({ legs: { stature } }: Stage, places: Float64Array, a: Run, b: Run): boolean {
  return distanceVec3(meanPlace(a, places), 0, meanPlace(b, places), 0) < CREEP * stature;
}

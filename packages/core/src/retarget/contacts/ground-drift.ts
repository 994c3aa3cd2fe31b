import { distanceVec3, dotVec3, lengthVec3 } from '../../math/vec3.ts';
import type { LegTrack, LegTracks } from '../legs/leg-tracks.ts';
import type { Legs } from '../legs/legs.ts';
import { PLANT_HEIGHT } from './planted-runs.ts';
import type { Stage } from './planted-runs.ts';
import type { Run } from './runs.ts';

/** Statures a second under which a body that stays in its place stands and does not walk. */
const SLOWEST_WALK = 0.2;
/** Up or down for the way over the ground: a ball that goes more steeply is on its way to the ground, or from it. */
const STEEP = 0.25;
const FEWEST = 8;

/**
 * The velocity with which the ground passes under a body that walks on the spot, as on a treadmill: that of the lower
 * foot in most frames (specs/retargeting.md §9.12). Zeros where the body travels, or where the feet go no one way.
 *
 * @returns [3] model space.
 */
export function groundDrift({ legs, times, floor }: Omit<Stage, 'drift'>, tracks: LegTracks): Float64Array {
  const way = Math.hypot(...[0, 1, 2].map((i) => socketTravel(tracks, i)));
  const velocities = carryingVelocities(times, tracks, floor + PLANT_HEIGHT * legs.stature);
  // A large foot is long in coming down: where its whole step goes no one way, the part of it that goes level may.
  const level = velocities.filter(
    (velocity) => Math.abs(dotVec3(velocity, 0, legs.up, 0)) <= STEEP * lengthVec3(velocity, 0),
  );
  const drift = commonVelocity(velocities, legs) ?? commonVelocity(level, legs);
  return drift && way < 0.3 * lengthVec3(drift, 0) * times.at(-1)! ? drift : new Float64Array(3);
}

/**
 * The same by the frames in which feet stand, once these are known: a foot that is set down or leaves is low too, and
 * goes at another speed. As it was where nothing stands.
 *
 * @returns [3] model space.
 */
export function driftOfStances(
  drift: Float64Array,
  { legs: { up }, times }: Pick<Stage, 'legs' | 'times'>,
  tracks: LegTracks,
  runs: readonly (readonly Run[])[],
): Float64Array {
  const velocities = runs.flatMap((of, side) =>
    of.flatMap(({ first, last }) =>
      Array.from({ length: last - first }, (_, i) => velocityInto(first + 1 + i, times, tracks[side]!)),
    ),
  );
  return lengthVec3(drift, 0) > 0 && velocities.length > 0 ? levelMedian(velocities, up) : drift;
}

/** [3] level; undefined where it is no walk, or where they do not agree. */
function commonVelocity(velocities: readonly Float64Array[], { up, stature }: Legs): Float64Array | undefined {
  if (velocities.length < FEWEST) return undefined;
  const common = levelMedian(velocities, up);
  const speed = lengthVec3(common, 0);
  const spread = median(velocities.map((velocity) => distanceVec3(velocity, 0, common, 0)));
  return speed >= SLOWEST_WALK * stature && spread < 0.4 * speed ? common : undefined;
}

/** [3] */
function levelMedian(velocities: readonly Float64Array[], up: Float64Array): Float64Array {
  const middle = Float64Array.from([0, 1, 2], (i) => median(velocities.map((velocity) => velocity[i]!)));
  const upward = dotVec3(middle, 0, up, 0);
  for (let i = 0; i < 3; i++) middle[i]! -= upward * up[i]!;
  return middle;
}

/** Of the foot that is lower, where it is near the ground: how fast its ball goes. */
function carryingVelocities(times: Float64Array, tracks: LegTracks, highest: number): Float64Array[] {
  const velocities: Float64Array[] = [];
  for (let frame = 1; frame < times.length; frame++) {
    const lower = tracks[0].low[frame]! <= tracks[1].low[frame]! ? tracks[0] : tracks[1];
    if (lower.low[frame]! > highest || !(times[frame]! > times[frame - 1]!)) continue;
    velocities.push(velocityInto(frame, times, lower));
  }
  return velocities;
}

/** [3] of the ball of a foot, from the frame before to this. */
function velocityInto(frame: number, times: Float64Array, { ball }: LegTrack): Float64Array {
  const seconds = times[frame]! - times[frame - 1]!;
  return Float64Array.from([0, 1, 2], (i) => (ball[frame * 3 + i]! - ball[frame * 3 - 3 + i]!) / seconds);
}

function socketTravel([{ socket }]: LegTracks, axis: number): number {
  return socket[socket.length - 3 + axis]! - socket[axis]!;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

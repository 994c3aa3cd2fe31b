import { distanceVec3, dotVec3, lengthVec3 } from '../../math/vec3.ts';
import type { LegTracks } from '../legs/leg-tracks.ts';
import type { Legs } from '../legs/legs.ts';
import { PLANT_HEIGHT } from './planted-runs.ts';
import type { Stage } from './planted-runs.ts';

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

/** [3] level; undefined where it is no walk, or where they do not agree. */
function commonVelocity(velocities: readonly Float64Array[], { up, stature }: Legs): Float64Array | undefined {
  if (velocities.length < FEWEST) return undefined;
  const common = Float64Array.from([0, 1, 2], (i) => median(velocities.map((velocity) => velocity[i]!)));
  const upward = dotVec3(common, 0, up, 0);
  for (let i = 0; i < 3; i++) common[i]! -= upward * up[i]!;
  const speed = lengthVec3(common, 0);
  const spread = median(velocities.map((velocity) => distanceVec3(velocity, 0, common, 0)));
  return speed >= SLOWEST_WALK * stature && spread < 0.4 * speed ? common : undefined;
}

/** Of the foot that is lower, where it is near the ground: how fast its ball goes. */
function carryingVelocities(times: Float64Array, tracks: LegTracks, highest: number): Float64Array[] {
  const velocities: Float64Array[] = [];
  for (let frame = 1; frame < times.length; frame++) {
    const { ball, low } = tracks[0].low[frame]! <= tracks[1].low[frame]! ? tracks[0] : tracks[1];
    const seconds = times[frame]! - times[frame - 1]!;
    if (low[frame]! > highest || !(seconds > 0)) continue;
    velocities.push(Float64Array.from([0, 1, 2], (i) => (ball[frame * 3 + i]! - ball[frame * 3 - 3 + i]!) / seconds));
  }
  return velocities;
}

function socketTravel([{ socket }]: LegTracks, axis: number): number {
  return socket[socket.length - 3 + axis]! - socket[axis]!;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

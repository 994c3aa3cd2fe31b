import { dotVec3 } from '../../math/vec3.ts';
import type { LegTracks } from '../legs/leg-tracks.ts';
import { PLANT_HEIGHT } from './planted-runs.ts';
import type { Stage } from './planted-runs.ts';

/** Statures a second under which a body that stays in its place stands and does not walk. */
const SLOWEST_WALK = 0.2;

/**
 * The velocity with which the ground passes under a body that walks on the spot, as on a treadmill: that of the lower
 * foot in most frames (specs/retargeting.md §9.12). Zeros where the body travels, or where the feet go no one way.
 *
 * @returns [3] model space.
 */
export function groundDrift({ legs, times, floor }: Omit<Stage, 'drift'>, tracks: LegTracks): Float64Array {
  const none = new Float64Array(3);
  const stature = legs.stature;
  const duration = times.at(-1)!;
  const velocities = carryingVelocities(times, tracks, floor + PLANT_HEIGHT * stature);
  if (velocities.length < 8) return none;
  const drift = Float64Array.from([0, 1, 2], (i) => median(velocities.map((velocity) => velocity[i]!)));
  const upward = dotVec3(drift, 0, legs.up, 0);
  for (let i = 0; i < 3; i++) drift[i]! -= upward * legs.up[i]!;
  const speed = Math.hypot(...drift);
  if (speed < SLOWEST_WALK * stature) return none;
  const spread = median(velocities.map((velocity) => Math.hypot(...velocity.map((value, i) => value - drift[i]!))));
  const travelled = Math.hypot(...[0, 1, 2].map((i) => socketTravel(tracks, i)));
  return spread < 0.4 * speed && travelled < 0.3 * speed * duration ? drift : none;
}

/** Of the foot that is lower, where it is near the ground: how fast its ball goes. */
function carryingVelocities(times: Float64Array, tracks: LegTracks, highest: number): number[][] {
  const velocities: number[][] = [];
  for (let frame = 1; frame < times.length; frame++) {
    const { ball, low } = tracks[0].low[frame]! <= tracks[1].low[frame]! ? tracks[0] : tracks[1];
    const seconds = times[frame]! - times[frame - 1]!;
    if (low[frame]! > highest || !(seconds > 0)) continue;
    velocities.push([0, 1, 2].map((i) => (ball[frame * 3 + i]! - ball[frame * 3 - 3 + i]!) / seconds));
  }
  return velocities;
}

function socketTravel([{ socket }]: LegTracks, axis: number): number {
  return socket[socket.length - 3 + axis]! - socket[axis]!;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

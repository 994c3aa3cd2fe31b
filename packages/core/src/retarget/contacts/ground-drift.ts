import { distanceVec3, dotVec3, lengthVec3 } from '../../math/vec3.ts';
import type { LegTrack, LegTracks } from '../legs/leg-tracks.ts';
import type { Legs } from '../legs/legs.ts';
import { PLANT_HEIGHT, PLANT_SPEED } from './planted-runs.ts';
import type { Stage } from './planted-runs.ts';

/** Statures a second under which a body that stays in its place stands and does not walk. */
const SLOWEST_WALK = 0.2;
/** Up or down for the way over the ground: a ball that goes more steeply is on its way to the ground, or from it. */
const STEEP = 0.25;
const FEWEST = 8;
/** After so many the mean stays where it is. */
const ROUNDS = 30;

/**
 * The velocity with which the ground passes under a body that walks on the spot, as on a treadmill: that of the lower
 * foot in most frames. Zeros where the body travels, or where the feet go no one way.
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
 * The same more exactly: the mean of all balls that are low enough to stand, each by how well it stands on ground that
 * passes so. A foot that is set down or leaves is low too and goes otherwise, and hardly counts.
 *
 * @returns [3] model space.
 */
export function settledDrift(
  drift: Float64Array,
  { legs, times }: Omit<Stage, 'drift'>,
  tracks: LegTracks,
): Float64Array {
  if (lengthVec3(drift, 0) === 0) return drift;
  const velocities = tracks.flatMap((track) => lowVelocities(track, times, legs, lowestBall(tracks, legs)));
  const settled = drift.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const shares = velocities.map((velocity) =>
      Math.exp(-0.5 * (distanceVec3(velocity, 0, settled, 0) / (PLANT_SPEED * legs.stature)) ** 2),
    );
    const whole = shares.reduce((sum, share) => sum + share, 0);
    if (!(whole > 0)) return drift;
    for (let i = 0; i < 3; i++) {
      settled[i] = velocities.reduce((sum, velocity, at) => sum + velocity[i]! * shares[at]!, 0) / whole;
    }
  }
  return settled;
}

/** Level, of frames at both ends of which the ball of a foot is low enough to stand. */
function lowVelocities({ ball }: LegTrack, times: Float64Array, { up, stature }: Legs, lowest: number): Float64Array[] {
  const isLow = (frame: number): boolean => dotVec3(ball, frame * 3, up, 0) - lowest <= PLANT_HEIGHT * stature;
  const velocities: Float64Array[] = [];
  for (let frame = 1; frame < times.length; frame++) {
    if (!isLow(frame) || !isLow(frame - 1) || !(times[frame]! > times[frame - 1]!)) continue;
    velocities.push(level(velocityInto(frame, times, ball), up));
  }
  return velocities;
}

/** How low the ball of the lower foot comes: its 5th percentile, so that noise cannot dig. */
function lowestBall([left, right]: LegTracks, { up }: Legs): number {
  const heights = left.low.map((_, frame) =>
    Math.min(dotVec3(left.ball, frame * 3, up, 0), dotVec3(right.ball, frame * 3, up, 0)),
  );
  return heights.sort()[Math.floor(heights.length * 0.05)]!;
}

/** [3] level; undefined where it is no walk, or where they do not agree. */
function commonVelocity(velocities: readonly Float64Array[], { up, stature }: Legs): Float64Array | undefined {
  if (velocities.length < FEWEST) return undefined;
  const common = level(
    Float64Array.from([0, 1, 2], (i) => median(velocities.map((velocity) => velocity[i]!))),
    up,
  );
  const speed = lengthVec3(common, 0);
  const spread = median(velocities.map((velocity) => distanceVec3(velocity, 0, common, 0)));
  return speed >= SLOWEST_WALK * stature && spread < 0.4 * speed ? common : undefined;
}

/** In place. */
function level(vector: Float64Array, up: Float64Array): Float64Array {
  const upward = dotVec3(vector, 0, up, 0);
  for (let i = 0; i < 3; i++) vector[i]! -= upward * up[i]!;
  return vector;
}

/** Of the foot that is lower, where it is near the ground: how fast its ball goes. */
function carryingVelocities(times: Float64Array, tracks: LegTracks, highest: number): Float64Array[] {
  const velocities: Float64Array[] = [];
  for (let frame = 1; frame < times.length; frame++) {
    const lower = tracks[0].low[frame]! <= tracks[1].low[frame]! ? tracks[0] : tracks[1];
    if (lower.low[frame]! > highest || !(times[frame]! > times[frame - 1]!)) continue;
    velocities.push(velocityInto(frame, times, lower.ball));
  }
  return velocities;
}

/** [3] of the ball of a foot, from the frame before to this. */
function velocityInto(frame: number, times: Float64Array, ball: Float64Array): Float64Array {
  const seconds = times[frame]! - times[frame - 1]!;
  return Float64Array.from([0, 1, 2], (i) => (ball[frame * 3 + i]! - ball[frame * 3 - 3 + i]!) / seconds);
}

function socketTravel([{ socket }]: LegTracks, axis: number): number {
  return socket[socket.length - 3 + axis]! - socket[axis]!;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

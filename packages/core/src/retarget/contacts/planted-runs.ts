import { dotVec3, subtractVec3 } from '../../math/vec3.ts';
import type { LegTrack, LegTracks } from '../legs/leg-tracks.ts';
import type { Legs } from '../legs/legs.ts';
import { dropShort, meanPlace, mergeRuns, runsOf, splitWandering } from './runs.ts';
import type { Run } from './runs.ts';
import { smooth } from './smooth.ts';

// Lengths in statures. 0.09 of a stature is the 15 cm/s at which animators plant a foot.
export const PLANT_SPEED = 0.09;
export const PLANT_HEIGHT = 0.05;
const SHORTEST = 0.08;
const SHORTEST_GAP = 0.06;
/** A foot that stands on something else than the ground must do so for longer. */
const SHORTEST_RAISED = 0.2;
/** How far it is from where it stands on the ground before and after: a foot that only goes on its toes has no stair. */
const STEP_ASIDE = 0.1;
/** Leg lengths from sole to hip joint under which a leg carries nobody: the foot of who lies down is at rest, and does not stand. */
const CARRYING = 0.5;
/** How far a standing foot may creep before it is taken as two stands. */
export const CREEP = 0.03;

/** What is known of a clip before its contacts are looked for. */
export interface Stage {
  readonly legs: Legs;
  /** [frames] seconds. */
  readonly times: Float64Array;
  readonly rate: number;
  /** Height of the ground along `legs.up`. */
  readonly floor: number;
  /** [3] velocity with which the ground passes under a body that walks on the spot. */
  readonly drift: Float64Array;
}

/** The stretches in which each foot is planted. */
export function plantedRuns(stage: Stage, tracks: LegTracks): [left: Run[], right: Run[]] {
  const speeds = tracks.map((track) => ballSpeeds(stage, track));
  const onGround = tracks.map((track, side) => groundRuns(stage, track, speeds[side]!));
  const find = (side: 0 | 1): Run[] => {
    const raised = raisedRuns(stage, tracks, side, speeds[side]!, onGround[side]!);
    return [...onGround[side]!, ...raised].sort((a, b) => a.first - b.first);
  };
  return [find(0), find(1)];
}

/** [frames × 3] where the ball of a foot is on ground that may pass under the body. */
export function placesOnGround({ times, drift }: Stage, { ball }: LegTrack): Float64Array {
  return ball.map((value, at) => value - drift[at % 3]! * times[Math.floor(at / 3)]!);
}

/** [frames] how fast the ball of a foot is over the ground, low-passed at 8–10 Hz. */
function ballSpeeds(stage: Stage, track: LegTrack): Float64Array {
  const { times, rate } = stage;
  const places = placesOnGround(stage, track);
  smooth(places, Math.floor(rate / 45), 3);
  const last = times.length - 1;
  return times.map((_, frame) => {
    const before = Math.max(frame - 1, 0);
    const after = Math.min(frame + 1, last);
    const seconds = times[after]! - times[before]!;
    if (!(seconds > 0)) return 0;
    let squared = 0;
    for (let i = 0; i < 3; i++) {
      squared += ((places[after * 3 + i]! - places[before * 3 + i]!) / seconds) ** 2;
    }
    return Math.sqrt(squared);
  });
}

function groundRuns(stage: Stage, track: LegTrack, speed: Float64Array): Run[] {
  const { legs, floor, times } = stage;
  const highest = PLANT_HEIGHT * legs.stature;
  const fastest = plantSpeed(stage);
  const height = times.map((_, frame) => dotVec3(track.ball, frame * 3, legs.up, 0) - floor);
  const flags = new Uint8Array(times.length);
  const stands = (frame: number): boolean => speed[frame]! < fastest && height[frame]! < highest;
  let planted = false;
  for (let frame = 0; frame < flags.length; frame++) {
    // It takes two frames to plant a foot, and twice the speed to lift it.
    planted = planted
      ? speed[frame]! <= 2 * fastest && height[frame]! <= 1.5 * highest
      : stands(frame) && stands(Math.min(frame + 1, flags.length - 1));
    flags[frame] = planted ? 1 : 0;
  }
  return cleanRuns(stage, flags, track, speed, SHORTEST);
}

/**
 * Where a foot stands on something that is not the ground, a stair or a box: it is at rest, and for most of that time it
 * is the lower of the two. A foot that is held up in the air is not.
 */
function raisedRuns(
  stage: Stage,
  tracks: LegTracks,
  side: 0 | 1,
  speed: Float64Array,
  onGround: readonly Run[],
): Run[] {
  const fastest = plantSpeed(stage);
  const highest = stage.floor + PLANT_HEIGHT * stage.legs.stature;
  const track = tracks[side];
  const other = tracks[1 - side]!;
  const flags = Uint8Array.from(stage.times, (_, frame) =>
    speed[frame]! < fastest && track.low[frame]! >= highest ? 1 : 0,
  );
  for (const { first, last } of onGround) flags.fill(0, Math.max(first - 2, 0), last + 3);
  return cleanRuns(stage, flags, track, speed, SHORTEST_RAISED).filter(
    (run) =>
      isMostly(run, (frame) => track.low[frame]! <= other.low[frame]! && carriesBody(stage.legs, track, frame)) &&
      isStepAside(stage, track, run, onGround),
  );
}

function isMostly({ first, last }: Run, holds: (frame: number) => boolean): boolean {
  let count = 0;
  for (let frame = first; frame <= last; frame++) if (holds(frame)) count++;
  return count > (last - first + 1) / 2;
}

/** Whether a leg is upright enough to stand on. */
export function carriesBody({ up, length }: Legs, { socket, low }: LegTrack, frame: number): boolean {
  return dotVec3(socket, frame * 3, up, 0) - low[frame]! > CARRYING * length;
}

/** Whether a foot stands elsewhere than on the ground just before and just after. */
function isStepAside(
  { legs: { up, stature } }: Stage,
  { ball }: LegTrack,
  run: Run,
  onGround: readonly Run[],
): boolean {
  const before = onGround.findLast(({ last }) => last < run.first);
  const after = onGround.find(({ first }) => first > run.last);
  const place = meanPlace(run, ball);
  return [before, after].every((ground) => {
    if (!ground) return true;
    const way = meanPlace(ground, ball);
    subtractVec3(way, 0, place, 0, way, 0);
    const rise = dotVec3(way, 0, up, 0);
    return Math.sqrt(dotVec3(way, 0, way, 0) - rise * rise) > STEP_ASIDE * stature;
  });
}

function cleanRuns(stage: Stage, flags: Uint8Array, track: LegTrack, speed: Float64Array, shortest: number): Run[] {
  const { legs, times, rate } = stage;
  const ball = placesOnGround(stage, track);
  const gap = Math.max(1, Math.round(0.04 * rate));
  const long = dropShort(mergeRuns(runsOf(flags), times, SHORTEST_GAP), times, shortest, rate);
  return long.flatMap((run) => splitWandering(run, ball, speed, CREEP * legs.stature, gap));
}

/** Over ground that passes under the feet a step is never quite as even. */
function plantSpeed({ legs, drift }: Stage): number {
  return Math.max(PLANT_SPEED * legs.stature, 0.15 * Math.hypot(...drift));
}

import { mergeRuns } from '../contacts/runs.ts';
import type { Run } from '../contacts/runs.ts';
import type { Steps } from '../contacts/find-contacts.ts';
import { distanceVec3 } from '../../math/vec3.ts';
import type { LegTrack, LegTracks } from '../legs/leg-tracks.ts';

/** Leg lengths by which first and last pose of a loop may differ: nobody sees it. */
const SAME_PLACE = 0.001;

/** True where the legs are in the last frame where they are in the first: played again and again they never stop. */
export function isLoop(tracks: LegTracks, legLength: number): boolean {
  const last = tracks[0].socket.length - 3;
  const stays = (places: Float64Array): boolean => distanceVec3(places, 0, places, last) < SAME_PLACE * legLength;
  return last >= 12 && tracks.every(({ socket, ankle, ball }) => [socket, ankle, ball].every(stays));
}

/** The steps of a loop that is played three times: what happens across its seam is found in the midst of it. */
export function unrollSteps(steps: Steps): Steps {
  const { times, runs, held } = steps;
  const period = times.length - 1;
  const duration = times[period]! - times[0]!;
  const unrolledTimes = Float64Array.from(
    { length: 3 * period + 1 },
    (_, frame) => times[frame % period]! + Math.floor(frame / period) * duration,
  );
  const unroll = (of: readonly Run[]): Run[] => {
    const repeated = [0, period, 2 * period].flatMap((offset) =>
      of.map(({ first, last }) => ({ first: first + offset, last: last + offset })),
    );
    return mergeRuns(repeated, unrolledTimes, 1e-6);
  };
  return {
    ...steps,
    times: unrolledTimes,
    runs: [unroll(runs[0]), unroll(runs[1])],
    held: [unroll(held[0]), unroll(held[1])],
    tracks: unrollTracks(steps.tracks),
  };
}

export function unrollTracks([left, right]: LegTracks): LegTracks {
  return [unrollTrack(left), unrollTrack(right)];
}

function unrollTrack({ socket, ankle, ball, low }: LegTrack): LegTrack {
  return {
    socket: unrollValues(socket, 3),
    ankle: unrollValues(ankle, 3),
    ball: unrollValues(ball, 3),
    low: unrollValues(low, 1),
  };
}

function unrollValues(values: Float64Array, width: number): Float64Array {
  const period = values.length - width;
  return Float64Array.from({ length: 3 * period + width }, (_, at) => values[at % period]!);
}

/** The middle one of three turns. */
export function middleTurn(values: Float64Array, width: number): Float64Array {
  const period = (values.length - width) / 3;
  return values.slice(period, 2 * period + width);
}

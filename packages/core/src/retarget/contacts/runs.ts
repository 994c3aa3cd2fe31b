import { distanceVec3 } from '../../math/vec3.ts';

/** Frames `first` to `last`, both included. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

export function runsOf(flags: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let frame = 0; frame < flags.length; frame++) {
    if (!flags[frame]) continue;
    const first = frame;
    while (flags[frame + 1]) frame++;
    runs.push({ first, last: frame });
  }
  return runs;
}

/** Joins runs with less than `seconds` between them. */
export function mergeRuns(runs: readonly Run[], times: Float64Array, seconds: number): Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const before = merged.at(-1);
    if (before && times[run.first]! - times[before.last]! < seconds) {
      merged[merged.length - 1] = { first: before.first, last: run.last };
    } else merged.push(run);
  }
  return merged;
}

/**
 * Drops runs of less than two frames, or that last less than `seconds`, half a frame at both ends included. A clip of one
 * frame is a pose: what stands in it stands.
 */
export function dropShort(runs: readonly Run[], times: Float64Array, seconds: number, rate: number): Run[] {
  return runs.filter(
    ({ first, last }) => times.length === 1 || (last > first && times[last]! - times[first]! + 1 / rate >= seconds),
  );
}

/**
 * Parts a run in which the foot wanders: slow as it is, it is being moved, and nailing it to one place would tear the
 * leg. It is parted where the foot is fastest, and the frames there belong to no part.
 *
 * @param ball - [frames × 3]
 * @param limit - how far from its mean place it may be.
 */
export function splitWandering(run: Run, ball: Float64Array, speed: Float64Array, limit: number, gap: number): Run[] {
  const { first, last } = run;
  if (last - first < 2 * gap + 4 || strayed(run, ball) <= limit) return [run];
  let fastest = first + gap + 2;
  for (let frame = fastest; frame <= last - gap - 2; frame++) if (speed[frame]! > speed[fastest]!) fastest = frame;
  return [
    { first, last: fastest - gap },
    { first: fastest + gap, last },
  ].flatMap((part) => splitWandering(part, ball, speed, limit, gap));
}

function strayed({ first, last }: Run, ball: Float64Array): number {
  const mean = meanPlace({ first, last }, ball);
  let farthest = 0;
  for (let frame = first; frame <= last; frame++) {
    farthest = Math.max(farthest, distanceVec3(ball, frame * 3, mean, 0));
  }
  return farthest;
}

/** [3] the mean of a run of points. */
export function meanPlace({ first, last }: Run, points: Float64Array): Float64Array {
  const mean = new Float64Array(3);
  for (let at = first * 3; at < (last + 1) * 3; at++) mean[at % 3]! += points[at]! / (last - first + 1);
  return mean;
}

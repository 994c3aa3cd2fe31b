import type { CaptureAdvice } from '@kinora/core/motion';

/** Seconds of the clip. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is shorter is not worth a word, and what is apart by less is one: seconds. */
const SHORTEST = 0.5;
const BRIDGED = 0.3;
/** A clip of which so much is concerned is concerned throughout. */
const THROUGHOUT = 0.8;
const MOST = 3;

/**
 * The stretches of time in which something holds, the longest three of them in order.
 *
 * @param times - of the frames, seconds of the clip, rising. A frame lasts until the next one.
 * @param shortest - seconds.
 */
export function stretchesOf(
  times: readonly number[],
  holds: (frame: number) => boolean,
  shortest: number = SHORTEST,
): Stretch[] {
  const stretches: { from: number; to: number }[] = [];
  for (let frame = 0; frame + 1 < times.length; frame++) {
    if (!holds(frame)) continue;
    const last = stretches.at(-1);
    if (last && times[frame]! - last.to < BRIDGED) last.to = times[frame + 1]!;
    else stretches.push({ from: times[frame]!, to: times[frame + 1]! });
  }
  return stretches
    .filter(({ from, to }) => to - from >= shortest)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MOST)
    .toSorted((a, b) => a.from - b.from);
}

/** The same advice for each of the stretches, or once and without a time where they are nearly all of the clip. */
export function adviseEach(
  stretches: readonly Stretch[],
  times: readonly number[],
  advice: (stretch: Stretch) => CaptureAdvice,
): CaptureAdvice[] {
  const duration = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const concerned = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  if (stretches.length > 0 && concerned >= THROUGHOUT * duration) {
    return [advice({ from: times[0]!, to: times.at(-1)! })];
  }
  return stretches.map((stretch) => ({ ...advice(stretch), ...stretch }));
}

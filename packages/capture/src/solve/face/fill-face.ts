import { smoothStep } from '../geometry.ts';

/** Seconds: a shorter gap is crossed in a straight line. */
const BRIDGED = 0.5;
/** In which a face relaxes after it was seen last, and comes back before it is seen again. */
const RELAX = 0.3;

/**
 * Gives every frame a face, in place: over a short gap it goes on, in a long one it relaxes.
 *
 * @param times - [frames] seconds, rising.
 * @param weights - [frames × channels].
 * @param seen - per frame.
 */
export function fillFace(times: Float64Array, weights: Float32Array, channels: number, seen: readonly boolean[]): void {
  let before = -1;
  for (let frame = 0; frame <= times.length; frame++) {
    if (frame < times.length && !seen[frame]) continue;
    for (let gap = before + 1; gap < frame; gap++) fillFrame(gap, before, frame);
    before = frame;
  }

  function fillFrame(frame: number, from: number, to: number): void {
    const [left, right] = sharesAt(times[frame]!, times[from] ?? -Infinity, times[to] ?? Infinity);
    for (let channel = 0; channel < channels; channel++) {
      const last = left > 0 ? weights[from * channels + channel]! : 0;
      const next = right > 0 ? weights[to * channels + channel]! : 0;
      weights[frame * channels + channel] = left * last + right * next;
    }
  }
}

/** How much of what was seen last and of what is seen next there is at a time between. */
function sharesAt(time: number, from: number, to: number): [last: number, next: number] {
  if (to - from <= BRIDGED) {
    const next = (time - from) / (to - from);
    return [1 - next, next];
  }
  const last = Number.isFinite(from) ? 1 - smoothStep(time, from, from + RELAX) : 0;
  const next = Number.isFinite(to) ? smoothStep(time, to - RELAX, to) : 0;
  return last + next > 1 ? [last / (last + next), next / (last + next)] : [last, next];
}

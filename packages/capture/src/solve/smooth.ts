import { solveLinear3 } from './linear3.ts';

// Time stamps are often rounded to whole milliseconds.
const TIME_TOLERANCE = 0.002;

/**
 * Running median in time, in place: it takes out single frames that jump.
 *
 * @param values - [frames × channels].
 * @param halfWindow - seconds to each side.
 */
export function medianFilter(times: Float64Array, values: Float64Array, channels: number, halfWindow: number): void {
  const source = values.slice();
  const window: number[] = [];
  for (let frame = 0; frame < times.length; frame++) {
    const [from, to] = windowAround(times, times[frame]! - halfWindow, times[frame]! + halfWindow);
    // A median of two is a mean, which would blur every edge: only whole neighbourhoods count.
    if (frame - from !== to - 1 - frame || to - from < 3) continue;
    for (let channel = 0; channel < channels; channel++) {
      window.length = 0;
      for (let other = from; other < to; other++) window.push(source[other * channels + channel]!);
      window.sort((a, b) => a - b);
      values[frame * channels + channel] = window[window.length >> 1]!;
    }
  }
}

/**
 * Savitzky–Golay smoothing for uneven times, in place: every value becomes that of a parabola fitted to its
 * neighbourhood. At the ends the neighbourhood stays as long and reaches further inwards. Fewer than 3 frames in it
 * are left as they are: at 5 fps a smoothing by frame count would erase a squat.
 *
 * @param values - [frames × channels].
 * @param halfWindow - seconds to each side.
 */
export function smooth(times: Float64Array, values: Float64Array, channels: number, halfWindow: number): void {
  const source = values.slice();
  const last = times[times.length - 1]!;
  for (let frame = 0; frame < times.length; frame++) {
    const start = Math.max(0, Math.min(times[frame]! - halfWindow, last - 2 * halfWindow));
    const [from, to] = windowAround(times, start, start + 2 * halfWindow);
    if (to - from < 3) continue;
    const weights = parabolaWeights(times, from, to, times[frame]!, halfWindow);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let other = from; other < to; other++) sum += weights[other - from]! * source[other * channels + channel]!;
      values[frame * channels + channel] = sum;
    }
  }
}

/** How much each frame counts for the value at `time` of the parabola with the least squared error. */
function parabolaWeights(times: Float64Array, from: number, to: number, time: number, unit: number): Float64Array {
  const moments: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (let frame = from; frame < to; frame++) {
    const d = (times[frame]! - time) / unit;
    for (let power = 0, value = 1; power < 5; power++, value *= d) moments[power]! += value;
  }
  const [m0, m1, m2, m3, m4] = moments;
  // The value at d = 0 is the first coefficient: the first row of the inverse of the normal equations.
  const row = solveLinear3([m0, m1, m2, m1, m2, m3, m2, m3, m4], [1, 0, 0]) ?? [1 / m0, 0, 0];
  return Float64Array.from({ length: to - from }, (_, i) => {
    const d = (times[from + i]! - time) / unit;
    return row[0] + row[1] * d + row[2] * d * d;
  });
}

/** The frames of a stretch of time, `to` excluded. */
function windowAround(times: Float64Array, start: number, end: number): [from: number, to: number] {
  let from = 0;
  let to = times.length;
  while (from < times.length && times[from]! < start - TIME_TOLERANCE) from++;
  while (to > from && times[to - 1]! > end + TIME_TOLERANCE) to--;
  return [from, to];
}

import type { Clip } from '@kinora/core';

/** A time that was written down and read again is off by less. */
const ROUNDING = 1e-4;

/** [frames] seconds at which the frames of a clip begin. */
export function framesOf({ frames, rate, times }: Clip): Float64Array {
  return times ? Float64Array.from(times) : Float64Array.from({ length: frames }, (_, frame) => frame / rate);
}

/** The frame that is seen at a time: the last that has begun. @param times - rising. */
export function frameAt(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time + ROUNDING) low = middle;
    else high = middle;
  }
  return low;
}

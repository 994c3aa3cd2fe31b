import type { Keyframes } from './keyframes.ts';

/** The frames of a uniform clip. */
export interface SampleGrid {
  /** Seconds in the file at which frame 0 lies: exporters often start at frame 1 of a timeline. */
  readonly start: number;
  /** Frames per second. */
  readonly rate: number;
  readonly frames: number;
}

/** Frames per second where keys do not tell. */
const DEFAULT_RATE = 30;
const MAX_RATE = 240;

/**
 * Frames that meet the keys of all tracks: from the first key of any to the last, at the rate of the densest.
 *
 * @param knownRate - frames per second, where the file says it.
 */
export function sampleGrid(tracks: readonly Keyframes[], knownRate?: number): SampleGrid {
  const inputs = [...new Set(tracks.map(({ times }) => times))];
  const start = Math.min(...inputs.map((times) => times[0]!));
  const end = Math.max(...inputs.map((times) => times[times.length - 1]!));
  const duration = end - start;
  if (!(duration > 1e-4)) return { start, rate: knownRate ?? DEFAULT_RATE, frames: 1 };
  const rate = knownRate ?? keyRate(inputs);
  const steps = Math.max(1, Math.round(duration * rate));
  // Times are single floats: 0.9583333 s at 24 is 23 frames. What really does not fit is stretched to end on the last key.
  const fits = Math.abs(duration * rate - steps) < 0.02;
  return { start, rate: fits ? rate : steps / duration, frames: steps + 1 };
}

/**
 * The rate at which keys were made: the smallest gap between any two, which also divides the others where an exporter
 * left out keys on straight lines. Slow keys are met by a multiple of their rate that shows motion smoothly.
 */
function keyRate(inputs: readonly Float32Array[]): number {
  let gap = Infinity;
  for (const times of inputs) {
    for (let key = 1; key < times.length; key++) {
      const step = times[key]! - times[key - 1]!;
      if (step >= 0.9 / MAX_RATE && step < gap) gap = step;
    }
  }
  if (gap === Infinity) return DEFAULT_RATE;
  const exact = Math.min(1 / gap, MAX_RATE);
  const whole = Math.round(exact);
  // Two keys at 2.0333 and 2.0667 s are 30 frames per second; single floats say 29.999 or 30.001.
  const rate = Math.abs(exact - whole) < 0.01 * exact ? whole : exact;
  return rate >= 20 ? rate : rate * Math.ceil(DEFAULT_RATE / rate);
}

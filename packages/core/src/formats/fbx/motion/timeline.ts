import { numberOf } from '../scene/model-transform.ts';
import type { FbxScene } from '../scene/fbx-scene.ts';
import type { Curve } from './curve.ts';
import type { Stack } from './stack.ts';

/** The frames of a clip. */
export interface Timeline {
  /** Seconds in the file. */
  readonly start: number;
  readonly rate: number;
  readonly frames: number;
}

/** Frames per second by `TimeMode` (`FbxTime::EMode`); 0 where the mode is no rate. */
const RATES = [0, 120, 100, 60, 50, 48, 30, 30, 29.97, 29.97, 25, 24, 0, 23.976, 0, 96, 72, 59.94, 119.88];
const CUSTOM_MODE = 14;
const DEFAULT_RATE = 30;
const SLOWEST_RATE = 20;
const FASTEST_RATE = 240;

/**
 * From the first key to the last, within what the stack marks as its animation, at the rate of the file, or that of its
 * densest keys where they are closer.
 */
export function timelineOf(curves: readonly Curve[], { span }: Stack, scene: FbxScene): Timeline {
  let [from, to, gap] = [Infinity, -Infinity, Infinity];
  for (const { times } of curves) {
    from = Math.min(from, times[0]!);
    to = Math.max(to, times.at(-1)!);
    for (let key = 1; key < times.length; key++) {
      const step = times[key]! - times[key - 1]!;
      if (step > 0.9 / FASTEST_RATE) gap = Math.min(gap, step);
    }
  }
  // A span that misses the keys altogether is a leftover of another take.
  if (span && span.from < to && span.to > from) [from, to] = [Math.max(from, span.from), Math.min(to, span.to)];
  const rate = rateOf(scene, gap);
  const duration = to - from;
  if (!(duration > 1e-4)) return { start: from, rate, frames: 1 };
  const steps = Math.max(1, Math.round(duration * rate));
  // What does not fit into whole frames is stretched to end on the last key.
  return { start: from, rate: Math.abs(duration * rate - steps) < 0.02 ? rate : steps / duration, frames: steps + 1 };
}

function rateOf({ settings }: FbxScene, gap: number): number {
  const mode = numberOf('TimeMode', settings.get('TimeMode')?.[0], 0);
  const custom = numberOf('CustomFrameRate', settings.get('CustomFrameRate')?.[0], 0);
  const told = mode === CUSTOM_MODE ? custom : (RATES[mode] ?? 0);
  const rate = told >= SLOWEST_RATE && told <= FASTEST_RATE ? told : DEFAULT_RATE;
  const keyed = Math.round(1 / gap);
  return keyed > rate + 0.5 && keyed <= FASTEST_RATE ? keyed : rate;
}

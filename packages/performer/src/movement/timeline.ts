import { hermite } from '../math/scalar.ts';

/** Values at a moment; every key of a timeline has as many. */
export interface Key {
  readonly beat: number;
  readonly values: readonly number[];
}

/**
 * A smooth curve through keys that repeats every `period` beats, its slope continuous across the seam
 * (Catmull-Rom with uneven spacing).
 *
 * @param keys - beats rising, in 0 ≤ beat < period.
 */
export function periodic(keys: readonly Key[], period: number): (beat: number) => number[] {
  const at = (i: number): Key => {
    const turn = Math.floor(i / keys.length);
    const key = keys[i - turn * keys.length]!;
    return { beat: key.beat + turn * period, values: key.values };
  };
  const slope = (i: number, k: number): number => {
    const before = at(i - 1);
    const after = at(i + 1);
    return (after.values[k]! - before.values[k]!) / (after.beat - before.beat);
  };
  return (beat) => {
    const phase = beat - Math.floor(beat / period) * period;
    let i = keys.length - 1;
    while (i >= 0 && at(i).beat > phase) i--;
    const from = at(i);
    const to = at(i + 1);
    const span = to.beat - from.beat;
    const t = (phase - from.beat) / span;
    return from.values.map((value, k) => hermite(value, slope(i, k) * span, to.values[k]!, slope(i + 1, k) * span, t));
  };
}

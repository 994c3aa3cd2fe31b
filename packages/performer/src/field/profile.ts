import { clamp, hermite } from '../math/scalar.ts';

/** How the section of a body part changes along its axis: rows of [position, values…], the positions rising. */
export type Profile = readonly (readonly number[])[];

/** The values at a position, by a Catmull-Rom curve through the rows; held beyond the ends. */
export function readProfile(profile: Profile, position: number): number[] {
  const last = profile.length - 1;
  const x = clamp(position, profile[0]![0], profile[last]![0]);
  let row = 1;
  while (row < last && x > profile[row]![0]!) row++;
  const before = profile[Math.max(row - 2, 0)]!;
  const from = profile[row - 1]!;
  const to = profile[row]!;
  const after = profile[Math.min(row + 1, last)]!;
  const span = to[0]! - from[0]!;
  const t = (x - from[0]!) / span;
  const values: number[] = [];
  for (let k = 1; k < from.length; k++) {
    const slopeFrom = ((to[k]! - before[k]!) / (to[0]! - before[0]!)) * span;
    const slopeTo = ((after[k]! - from[k]!) / (after[0]! - from[0]!)) * span;
    values.push(hermite(from[k]!, slopeFrom, to[k]!, slopeTo, t));
  }
  return values;
}

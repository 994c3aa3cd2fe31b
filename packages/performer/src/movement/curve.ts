import { hermite } from '../math/scalar.ts';

/** A moment and a value; where the slope matters, that too, per second. */
export type Point = readonly [time: number, value: number, slope?: number];

/**
 * A smooth curve through points. It has no slope where it turns, so it comes to rest in its extremes and never goes
 * beyond them (monotone cubic with Brodlie's slopes); before its first point and after its last it stands still.
 *
 * @param points - times rising.
 */
export function curve(points: readonly Point[]): (time: number) => number {
  const slopes = points.map((_, i) => slopeAt(points, i));
  return (time) => {
    const next = points.findIndex(([at]) => at > time);
    if (next === 0) return points[0]![1];
    if (next < 0) return points[points.length - 1]![1];
    const [from, a] = points[next - 1]!;
    const [to, b] = points[next]!;
    const span = to - from;
    return hermite(a, slopes[next - 1]! * span, b, slopes[next]! * span, (time - from) / span);
  };
}

/** Several curves by name, read at once. */
export function curves<Name extends string>(
  tracks: Readonly<Record<Name, readonly Point[]>>,
): (time: number) => Record<Name, number> {
  const made = Object.entries<readonly Point[]>(tracks).map(([name, points]) => [name, curve(points)] as const);
  return (time) => Object.fromEntries(made.map(([name, at]) => [name, at(time)])) as Record<Name, number>;
}

function slopeAt(points: readonly Point[], i: number): number {
  const [time, value, given] = points[i]!;
  if (given !== undefined) return given;
  const before = points[i - 1];
  const after = points[i + 1];
  if (!before || !after) return 0;
  const [h, k] = [time - before[0], after[0] - time];
  const [coming, going] = [(value - before[1]) / h, (after[1] - value) / k];
  if (coming * going <= 0) return 0;
  const share = (h + 2 * k) / (3 * (h + k));
  return (coming * going) / (share * going + (1 - share) * coming);
}

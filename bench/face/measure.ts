import type { ClipMorphs } from '../../packages/core/src/clip/clip.ts';
import type { FaceCourse, Grimace } from '../../packages/performer/film/face-course.ts';

/** One blendshape of one film, against the weights that the performer was given. */
export interface ShapeScore {
  readonly name: string;
  /** Correlation over all frames. */
  readonly r: number;
  /** Estimated weight while the performer shows it and nothing else, at its full. */
  readonly atFull: number;
  /** The most that is estimated of it while the performer shows something else alone, and what that is. */
  readonly wrong: number;
  readonly whileShowing: string;
}

export function scoreShapes(
  { names, weights }: ClipMorphs,
  times: readonly number[],
  course: FaceCourse,
  grimaces: readonly Grimace[],
): ShapeScore[] {
  const truth = times.map((time) => course(time));
  const peaks = grimaces.map((grimace) =>
    times.flatMap((_, frame) => (isShown(truth[frame]!, grimace) ? [frame] : [])),
  );
  return names.map((name, column) => {
    const estimated = times.map((_, frame) => weights[frame * names.length + column]!);
    const means = peaks.map((frames) => mean(frames.map((frame) => estimated[frame]!)));
    const own = grimaces.flatMap((grimace, i) => (grimace[name] === 1 && isPure(grimace, name) ? [means[i]!] : []));
    const others = grimaces.map((grimace, i) => (grimace[name] === undefined ? means[i]! : 0));
    const worst = others.indexOf(Math.max(...others));
    return {
      name,
      r: correlation(
        estimated,
        truth.map((given) => given[name] ?? 0),
      ),
      atFull: mean(own),
      wrong: others[worst]!,
      whileShowing: titleOf(grimaces[worst]!),
    };
  });
}

/** Alone, or with its other half. */
function isPure(grimace: Grimace, name: string): boolean {
  const stem = name.replace(/Left$|Right$/, '');
  return Object.keys(grimace).every((other) => other.replace(/Left$|Right$/, '') === stem);
}

function isShown(given: Readonly<Record<string, number>>, grimace: Grimace): boolean {
  const isAtFull = Object.entries(grimace).every(([name, weight]) => given[name]! > 0.99 * weight);
  return isAtFull && Object.entries(given).every(([name, weight]) => weight === 0 || grimace[name] !== undefined);
}

export function titleOf(grimace: Grimace): string {
  const names = Object.keys(grimace);
  const [first = ''] = names;
  const isPair = names.length === 2 && first.endsWith('Left') && names[1] === first.replace(/Left$/, 'Right');
  return isPair ? first.replace(/Left$/, '') : names.join(' + ');
}

/** Of all weights, the 95th percentile: what a face at rest should have none of. */
export function restOf({ names, weights }: ClipMorphs): readonly (readonly [name: string, p95: number])[] {
  const frames = weights.length / names.length;
  return names.map((name, column) => {
    const sorted = Array.from({ length: frames }, (_, frame) => weights[frame * names.length + column]!).sort(
      (a, b) => a - b,
    );
    return [name, sorted[Math.floor(0.95 * (frames - 1))]!];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], meanX: number, y: readonly number[], meanY: number): number =>
    x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}

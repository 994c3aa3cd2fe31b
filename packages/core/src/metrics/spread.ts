/** What a run of numbers comes to. In the unit of the numbers. */
export interface Spread {
  readonly mean: number;
  /** 99 of 100 are at or below it. */
  readonly p99: number;
  readonly max: number;
}

/** @param values - at least one. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p99: quantile(sorted, 0.99),
    max: sorted[sorted.length - 1]!,
  };
}

/** @param sorted - rising, at least one. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]!;
}

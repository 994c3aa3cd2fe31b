import { createEquations, solveEquations } from './banded.ts';

/** Gathers linearised residuals and finds the step that makes the sum of their weighted squares least. */
export interface LeastSquares {
  /** One slope of the residual that is added next: by how much it grows with an unknown. At most 4 of them. */
  slope(unknown: number, value: number): void;
  /**
   * Adds a residual with the slopes given since the last one.
   *
   * @param sigma - what is usual for it: its weight is 1/sigma². From `OUTLIER` times that it pulls no harder.
   */
  add(residual: number, sigma: number): void;
  /** @returns [unknowns] the step; undefined where there is none. Forgets all residuals. */
  step(): Float64Array | undefined;
}

// Huber's loss, with the border where he had it for a few per cent of outliers: 1.5…2 sigma.
const OUTLIER = 2;
// Levenberg–Marquardt: unknowns that nothing holds stay. 1/m²: next to nothing beside a residual of 0.3 m.
const DAMPING = 10;

export function createLeastSquares(unknowns: number, band: number): LeastSquares {
  const equations = createEquations(unknowns, band);
  const { matrix, right } = equations;
  const ids = new Int32Array(4);
  const slopes = new Float64Array(4);
  let count = 0;
  return {
    slope(unknown, value) {
      ids[count] = unknown;
      slopes[count++] = value;
    },
    add(residual, sigma) {
      const size = Math.abs(residual) / sigma;
      const weight = (size < OUTLIER ? 1 : OUTLIER / size) / (sigma * sigma);
      for (let a = 0; a < count; a++) {
        const row = ids[a]!;
        const slope = weight * slopes[a]!;
        right[row]! -= slope * residual;
        for (let b = 0; b < count; b++) {
          const column = ids[b]!;
          if (column <= row) matrix[row * (band + 1) + band - row + column]! += slope * slopes[b]!;
        }
      }
      count = 0;
    },
    step() {
      for (let at = band; at < matrix.length; at += band + 1) matrix[at]! += DAMPING;
      const found = solveEquations(equations) ? right.slice() : undefined;
      matrix.fill(0);
      right.fill(0);
      return found;
    },
  };
}

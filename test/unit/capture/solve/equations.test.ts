import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createEquations, solveEquations } from '../../../../packages/capture/src/solve/equations/banded.ts';
import { createLeastSquares } from '../../../../packages/capture/src/solve/equations/least-squares.ts';

describe('solveEquations()', () => {
  test('finds the unknowns that the right side was made of', () => {
    const numbers = fc.double({ min: -2, max: 2, noNaN: true });
    const system = fc
      .record({ size: fc.integer({ min: 1, max: 12 }), band: fc.integer({ min: 0, max: 4 }) })
      .chain(({ size, band }) =>
        fc.record({
          size: fc.constant(size),
          band: fc.constant(band),
          lower: fc.array(numbers, { minLength: size * (band + 1), maxLength: size * (band + 1) }),
          unknowns: fc.array(numbers, { minLength: size, maxLength: size }),
        }),
      );
    fc.assert(
      fc.property(system, ({ size, band, lower, unknowns }) => {
        const equations = createEquations(size, band);
        const at = (row: number, column: number): number => {
          const [a, b] = row >= column ? [row, column] : [column, row];
          if (a - b > band) return 0;
          // A diagonal that outweighs its row makes the matrix positive definite.
          return a === b ? 4 * (2 * band + 1) : lower[a * (band + 1) + band - a + b]!;
        };
        for (let row = 0; row < size; row++) {
          for (let column = Math.max(0, row - band); column <= row; column++) {
            equations.matrix[row * (band + 1) + band - row + column] = at(row, column);
          }
          equations.right[row] = unknowns.reduce((sum, value, column) => sum + at(row, column) * value, 0);
        }
        expect(solveEquations(equations)).toBe(true);
        unknowns.forEach((value, i) => expect(equations.right[i]).toBeCloseTo(value, 9));
      }),
    );
  });

  test('says so where the matrix is not positive definite', () => {
    const equations = createEquations(2, 1);
    equations.matrix.set([0, 1, 2, 1]);
    expect(solveEquations(equations)).toBe(false);
  });
});

describe('createLeastSquares()', () => {
  test('weighs residuals by what is usual for them', () => {
    const squares = createLeastSquares(1, 0);
    // One says 1 with sigma 0.01, another 2 with 0.02: four parts to one.
    for (const [value, sigma] of [
      [1, 0.01],
      [2, 0.02],
    ] as const) {
      squares.slope(0, 1);
      // Around 1.2, so that neither is an outlier.
      squares.add((1.2 - value) * 0.01, sigma);
    }
    expect(squares.step()![0]).toBeCloseTo(0, 5);
  });

  test('lets an outlier pull no harder than twice the usual', () => {
    const pull = (residual: number): number => {
      const squares = createLeastSquares(1, 0);
      squares.slope(0, 1);
      squares.add(residual, 0.1);
      squares.slope(0, 1);
      squares.add(0, 0.001);
      return -squares.step()![0]!;
    };
    // Beyond twice the usual the second one alone holds the unknown, ever more so, against the same pull.
    expect(pull(0.2)).toBeGreaterThan(pull(0.1) * 1.9);
    expect(pull(10)).toBeLessThan(pull(0.2) * 1.01);
  });

  test('leaves an unknown that nothing holds where it is', () => {
    expect([...createLeastSquares(3, 1).step()!]).toEqual([0, 0, 0]);
  });

  test('has no step where numbers are not', () => {
    const squares = createLeastSquares(1, 0);
    squares.slope(0, NaN);
    squares.add(1, 1);
    expect(squares.step()).toBeUndefined();
  });
});

import type { Vec } from './geometry.ts';

/**
 * Solves three linear equations by Cramer's rule.
 *
 * @param matrix - [9] row-major.
 * @returns undefined where they have no single solution.
 */
export function solveLinear3(matrix: readonly number[], right: Vec): Vec | undefined {
  const [a, b, c, d, e, f, g, h, i] = matrix as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ei = e * i - f * h;
  const fg = f * g - d * i;
  const dh = d * h - e * g;
  const determinant = a * ei + b * fg + c * dh;
  const size = Math.abs(a * e * i) + Math.abs(b * f * g) + Math.abs(c * d * h);
  if (!(Math.abs(determinant) > 1e-12 * size)) return undefined;
  const [p, q, r] = right;
  return [
    (p * ei + q * (c * h - b * i) + r * (b * f - c * e)) / determinant,
    (p * fg + q * (a * i - c * g) + r * (c * d - a * f)) / determinant,
    (p * dh + q * (b * g - a * h) + r * (a * e - b * d)) / determinant,
  ];
}

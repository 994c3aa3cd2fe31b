/**
 * Symmetric linear equations in which an unknown meets only its neighbours: those of one frame and of the next few.
 * Only the lower half of that band is kept, so a clip of any length costs the same per frame.
 */
export interface BandedEquations {
  readonly size: number;
  /** How many unknowns before it one can meet. */
  readonly band: number;
  /** [size × (band + 1)] rows of the lower half; the diagonal is the last column. */
  readonly matrix: Float64Array;
  /** [size] */
  readonly right: Float64Array;
}

export function createEquations(size: number, band: number): BandedEquations {
  return { size, band, matrix: new Float64Array(size * (band + 1)), right: new Float64Array(size) };
}

/**
 * Solves by Cholesky's method, in place: afterwards `right` holds the unknowns, and the matrix is used up.
 *
 * @returns false where the matrix is not positive definite; nothing is known then.
 */
export function solveEquations(equations: BandedEquations): boolean {
  if (!factor(equations)) return false;
  const { size, band, matrix, right } = equations;
  const stride = band + 1;
  for (let row = 0; row < size; row++) {
    const start = row * stride + band - row;
    let sum = right[row]!;
    for (let k = Math.max(0, row - band); k < row; k++) sum -= matrix[start + k]! * right[k]!;
    right[row] = sum / matrix[start + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    const start = row * stride + band - row;
    const value = right[row]! / matrix[start + row]!;
    right[row] = value;
    for (let k = Math.max(0, row - band); k < row; k++) right[k]! -= matrix[start + k]! * value;
  }
  return true;
}

/** Replaces the matrix by the lower triangle whose product with its own mirror image it is. */
function factor({ size, band, matrix }: BandedEquations): boolean {
  const stride = band + 1;
  for (let row = 0; row < size; row++) {
    const start = row * stride + band - row;
    const first = Math.max(0, row - band);
    for (let column = first; column <= row; column++) {
      const other = column * stride + band - column;
      let sum = matrix[start + column]!;
      for (let k = Math.max(first, column - band); k < column; k++) sum -= matrix[start + k]! * matrix[other + k]!;
      if (column < row) matrix[start + column] = sum / matrix[other + column]!;
      else if (sum > 0) matrix[start + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

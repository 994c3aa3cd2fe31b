/** Eigenvalues of a matrix, the least first, and a unit vector for each. */
export interface PrincipalAxes {
  readonly values: readonly number[];
  /** [3] each. */
  readonly axes: readonly Float64Array[];
}

/** Three sweeps bring what is off the diagonal below 1e-12 of it; more cost nothing that is noticed. */
const SWEEPS = 8;

/**
 * By Jacobi's rotations (Golub & Van Loan, Matrix Computations §8.5), which are exact where eigenvalues are alike.
 *
 * @param matrix - [9] symmetric.
 */
export function principalAxes(matrix: Float64Array): PrincipalAxes {
  const a = Float64Array.from(matrix);
  const vectors = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [p, q] of PLANES) rotatePlane(a, vectors, p, q);
  }
  const order = [0, 1, 2].sort((i, j) => a[i * 4]! - a[j * 4]!);
  return {
    values: order.map((i) => a[i * 4]!),
    axes: order.map((i) => Float64Array.of(vectors[i]!, vectors[3 + i]!, vectors[6 + i]!)),
  };
}

const PLANES = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** Turns the plane of two axes so that the two do not depend on each other. */
function rotatePlane(a: Float64Array, vectors: Float64Array, p: number, q: number): void {
  const off = a[p * 3 + q]!;
  if (off === 0) return;
  const angle = 0.5 * Math.atan2(2 * off, a[q * 4]! - a[p * 4]!);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < 3; i++) rotatePair(a, i * 3 + p, i * 3 + q, cosine, sine);
  for (let i = 0; i < 3; i++) rotatePair(a, p * 3 + i, q * 3 + i, cosine, sine);
  for (let i = 0; i < 3; i++) rotatePair(vectors, i * 3 + p, i * 3 + q, cosine, sine);
}

function rotatePair(values: Float64Array, at: number, other: number, cosine: number, sine: number): void {
  const [x, y] = [values[at]!, values[other]!];
  values[at] = cosine * x - sine * y;
  values[other] = sine * x + cosine * y;
}

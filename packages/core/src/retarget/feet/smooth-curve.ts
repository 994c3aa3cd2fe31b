/**
 * The curve of least jerk through places that it must keep to, more or less: it minimises
 * Σ weight·(curve − value)² + stiffness·Σ(third difference)², a smoother of Whittaker and Henderson. The least third
 * difference is what a hand or foot makes of its way by itself (Flash and Hogan 1985).
 *
 * @param values - [frames × width] is overwritten with the curve.
 * @param weights - [frames] over 0.
 */
export function smoothCurve(values: Float64Array, weights: Float64Array, stiffness: number, width: number): void {
  const frames = weights.length;
  if (frames < 4) return;
  const lower = factor(weights, stiffness);
  for (let i = 0; i < width; i++) {
    for (let frame = 0; frame < frames; frame++) {
      let value = weights[frame]! * values[frame * width + i]!;
      for (let k = 1; k <= Math.min(3, frame); k++) {
        value -= lower[frame * 4 + k]! * values[(frame - k) * width + i]!;
      }
      values[frame * width + i] = value;
    }
    for (let frame = frames - 1; frame >= 0; frame--) {
      let value = values[frame * width + i]! / lower[frame * 4]!;
      for (let k = 1; k <= 3 && frame + k < frames; k++) {
        value -= lower[(frame + k) * 4 + k]! * values[(frame + k) * width + i]!;
      }
      values[frame * width + i] = value;
    }
  }
}

const THIRD_DIFFERENCE = [-1, 3, -3, 1] as const;

/** L·D·Lᵀ of the matrix of `smoothCurve`: [frames × 4] the diagonal D, then what is 1, 2 and 3 columns left of it in L. */
function factor(weights: Float64Array, stiffness: number): Float64Array {
  const frames = weights.length;
  const band = new Float64Array(frames * 4);
  for (let frame = 0; frame < frames; frame++) band[frame * 4] = weights[frame]!;
  for (let first = 0; first + 3 < frames; first++) {
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column <= row; column++) {
        band[(first + row) * 4 + row - column]! += stiffness * THIRD_DIFFERENCE[row]! * THIRD_DIFFERENCE[column]!;
      }
    }
  }
  for (let row = 0; row < frames; row++) {
    for (let k = Math.min(3, row); k >= 0; k--) {
      const column = row - k;
      let value = band[row * 4 + k]!;
      for (let other = Math.max(row - 3, column - 3, 0); other < column; other++) {
        value -= band[row * 4 + row - other]! * band[column * 4 + column - other]! * band[other * 4]!;
      }
      band[row * 4 + k] = k > 0 ? value / band[column * 4]! : value;
    }
  }
  return band;
}

/**
 * The grid points that a single-shot detector's boxes are relative to. MediaPipe's `SsdAnchorsCalculator` with a fixed
 * anchor size of 1: neighbouring layers of one stride share a grid, each layer puts two anchors on every point.
 *
 * @param inputSize - side of the model's input, pixels.
 * @param strides - of the layers, pixels.
 * @returns [anchors × 2] x, y, as fractions of the input.
 */
export function createAnchors(inputSize: number, strides: readonly number[]): Float32Array {
  const points: number[] = [];
  for (let layer = 0; layer < strides.length;) {
    const stride = strides[layer]!;
    let perPoint = 0;
    for (; strides[layer] === stride; layer++) perPoint += 2;
    const grid = Math.ceil(inputSize / stride);
    for (let cell = 0; cell < grid * grid; cell++) {
      const x = ((cell % grid) + 0.5) / grid;
      const y = (Math.floor(cell / grid) + 0.5) / grid;
      for (let i = 0; i < perPoint; i++) points.push(x, y);
    }
  }
  return Float32Array.from(points);
}

/** How the pixels of a file become an upright picture: first turned clockwise, then flipped left to right. */
export interface Orientation {
  readonly rotation: 0 | 90 | 180 | 270;
  readonly flip: boolean;
}

/** Pixels as they lie in the file. */
export interface RawPicture {
  /** [height × width × 4] RGBA. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Turns a picture upright and to square pixels, taking for each pixel the nearest one of the source.
 *
 * @param out - [height × width × 4] RGBA.
 * @param width - pixels of the upright picture.
 */
export function turnUpright(out: Uint8Array, width: number, height: number, raw: RawPicture, how: Orientation): void {
  const source = new Uint32Array(raw.data.buffer, raw.data.byteOffset, raw.width * raw.height);
  const target = new Uint32Array(out.buffer, out.byteOffset, width * height);
  const { start, alongX, alongY } = walk(raw.width, raw.height, width, height, how);
  for (let y = 0, i = 0; y < height; y++) {
    let u = start.u + alongY.u * y;
    let v = start.v + alongY.v * y;
    for (let x = 0; x < width; x++, i++, u += alongX.u, v += alongX.v) {
      target[i] = source[Math.floor(v) * raw.width + Math.floor(u)]!;
    }
  }
}

interface Step {
  readonly u: number;
  readonly v: number;
}

/** Where in the source (u right, v down) the middle of the first pixel is, and the steps to its neighbours. */
function walk(
  rawWidth: number,
  rawHeight: number,
  width: number,
  height: number,
  { rotation, flip }: Orientation,
): { start: Step; alongX: Step; alongY: Step } {
  const isSideways = rotation === 90 || rotation === 270;
  const [stepX, stepY] = isSideways ? [rawHeight / width, rawWidth / height] : [rawWidth / width, rawHeight / height];
  // A clockwise quarter turn brings the source's left column to the top: going right in the result is going up in it.
  const [right, down] = {
    0: [
      { u: stepX, v: 0 },
      { u: 0, v: stepY },
    ],
    90: [
      { u: 0, v: -stepX },
      { u: stepY, v: 0 },
    ],
    180: [
      { u: -stepX, v: 0 },
      { u: 0, v: -stepY },
    ],
    270: [
      { u: 0, v: stepX },
      { u: -stepY, v: 0 },
    ],
  }[rotation] as [Step, Step];
  const alongX = flip ? { u: -right.u, v: -right.v } : right;
  const middle = (rawLength: number, first: number, second: number): number =>
    (first + second < 0 ? rawLength : 0) + (first + second) / 2;
  return {
    start: { u: middle(rawWidth, alongX.u, down.u), v: middle(rawHeight, alongX.v, down.v) },
    alongX,
    alongY: down,
  };
}

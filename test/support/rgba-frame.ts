import type { Frame, Plane } from '../../packages/capture/src/track/frame.ts';

/** An upright frame of RGBA pixels [height × width × 4]. */
export function rgbaFrame(samples: Uint8Array, width: number, height: number, time = 0): Frame {
  const plane = (first: number): Plane => ({
    samples,
    first,
    columnStep: 4,
    rowStep: width * 4,
    columns: width,
    rows: height,
    fromUpright: [1, 0, -0.5, 0, 1, -0.5],
  });
  return {
    planes: [plane(0), plane(1), plane(2)],
    toRgb: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    width,
    height,
    time,
  };
}

/** Edges as shares of the frame, [0, 1], from the top left. */
export type CropEdges = readonly [left: number, top: number, right: number, bottom: number];

export interface CropPixels {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What a crop leaves of a frame. Each edge goes to the nearest pixel, and not the size: so the sample of the documents,
 * 1080 × 1920 by `0.239,0.121,0.742,0.981`, comes to their 543 × 1652.
 *
 * @param frame - pixels, as they lie in the file, and the degrees by which a player turns them: a crop is of what is seen.
 */
export function cropPixels(
  [left, top, right, bottom]: CropEdges,
  frame: { readonly width: number; readonly height: number; readonly rotation?: number | undefined },
): CropPixels {
  const isTurned = Math.abs((frame.rotation ?? 0) % 180) === 90;
  const [width, height] = isTurned ? [frame.height, frame.width] : [frame.width, frame.height];
  const [x, y] = [Math.round(left * width), Math.round(top * height)];
  return { left: x, top: y, width: Math.round(right * width) - x, height: Math.round(bottom * height) - y };
}

/** A crop that leaves everything is none. */
export function isWholeFrame([left, top, right, bottom]: CropEdges): boolean {
  return left === 0 && top === 0 && right === 1 && bottom === 1;
}

export function isCrop([left, top, right, bottom]: CropEdges): boolean {
  return left >= 0 && left < right && right <= 1 && top >= 0 && top < bottom && bottom <= 1;
}

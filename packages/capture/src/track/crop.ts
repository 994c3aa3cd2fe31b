import type { Frame } from './landmarks.ts';
import type { Region } from './region.ts';

/** How a byte 0…255 becomes a model's number. */
export interface PixelRange {
  readonly scale: number;
  readonly offset: number;
}

/**
 * Cuts a turned square out of a picture, bilinear, black beyond the border. Allocates nothing.
 *
 * @param out - [side × side × 3] RGB, `byte × scale + offset`, rows from the top of the region.
 */
export function cropRegion(out: Float32Array, side: number, frame: Frame, region: Region, range: PixelRange): void {
  const step = region.size / side;
  const stepX = Math.cos(region.angle) * step;
  const stepY = Math.sin(region.angle) * step;
  const half = (side - 1) / 2;
  for (let row = 0, at = 0; row < side; row++) {
    // Pixel centres lie at half numbers, both in the region and in the picture.
    let x = region.centreX - 0.5 - half * stepX - (row - half) * stepY;
    let y = region.centreY - 0.5 - half * stepY + (row - half) * stepX;
    for (let column = 0; column < side; column++, at += 3, x += stepX, y += stepY) {
      samplePixel(out, at, frame, x, y, range);
    }
  }
}

function samplePixel(out: Float32Array, at: number, frame: Frame, x: number, y: number, range: PixelRange): void {
  const { data, width, height } = frame;
  const { scale, offset } = range;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const corner = (top * width + left) * 4;
  const right = x - left;
  const bottom = y - top;
  // What lies beyond the border weighs nothing, which is the same as black.
  const inLeft = left >= 0 && left < width ? 1 - right : 0;
  const inRight = left >= -1 && left < width - 1 ? right : 0;
  const inTop = top >= 0 && top < height ? 1 - bottom : 0;
  const inBottom = top >= -1 && top < height - 1 ? bottom : 0;
  const row = width * 4;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    if (inTop && inLeft) sum += inTop * inLeft * data[corner + channel]!;
    if (inTop && inRight) sum += inTop * inRight * data[corner + 4 + channel]!;
    if (inBottom && inLeft) sum += inBottom * inLeft * data[corner + row + channel]!;
    if (inBottom && inRight) sum += inBottom * inRight * data[corner + row + 4 + channel]!;
    out[at + channel] = sum * scale + offset;
  }
}

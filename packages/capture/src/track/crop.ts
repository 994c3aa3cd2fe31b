import { viewOfFrame } from './frame.ts';
import type { Frame, Plane } from './frame.ts';
import type { Region } from './region.ts';

/** How a byte 0…255 becomes a model's number. */
export interface PixelRange {
  readonly scale: number;
  readonly offset: number;
}

/**
 * Cuts a turned square out of a picture, bilinear, black beyond the border. Allocates nothing.
 *
 * The samples are blended before they become colours, and the arithmetic is ours alone: every host that decodes the same
 * samples gives the models the same numbers.
 *
 * @param out - [side × side × 3] RGB, `byte × scale + offset`, rows from the top of the region.
 */
export function cropRegion(out: Float32Array, side: number, frame: Frame, region: Region, range: PixelRange): void {
  const grid = gridOf(region, side);
  const [lightness, blue, red] = frame.planes;
  cropPlane(out, 0, side, lightness, grid, 0);
  if (areAlike(blue, red)) {
    cropPlane(out, 1, side, blue, grid, red.first - blue.first);
  } else {
    cropPlane(out, 1, side, blue, grid, 0);
    cropPlane(out, 2, side, red, grid, 0);
  }
  toColours(out, side, frame, grid, range);
}

/** Whether two planes differ only in where they begin: then a place in the one is the same in the other. */
function areAlike(a: Plane, b: Plane): boolean {
  return (
    a.samples === b.samples &&
    a.columnStep === b.columnStep &&
    a.rowStep === b.rowStep &&
    a.columns === b.columns &&
    a.rows === b.rows &&
    a.fromUpright.every((value, i) => value === b.fromUpright[i])
  );
}

/** Where the pixels of a crop lie in the upright picture: the first one, and the step along a row. Down is across, turned. */
interface Grid {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

function gridOf({ centreX, centreY, acrossX, acrossY }: Region, side: number): Grid {
  const stepX = acrossX / side;
  const stepY = acrossY / side;
  // Pixel centres lie at half numbers, both in the region and in the picture.
  const half = (side - 1) / 2;
  return { x: centreX - half * stepX + half * stepY, y: centreY - half * stepY - half * stepX, stepX, stepY };
}

/**
 * Writes one component of each pixel, as the plane has it. Beyond the border the plane goes on as it ends.
 *
 * @param next - from this plane to one that is alike and makes the next component; 0 where there is none.
 */
function cropPlane(out: Float32Array, component: number, side: number, plane: Plane, grid: Grid, next: number): void {
  const { samples, first, columnStep, rowStep } = plane;
  const [a, b, c, d, e, f] = plane.fromUpright;
  const lastColumn = plane.columns - 1;
  const lastRow = plane.rows - 1;
  const acrossU = a * grid.stepX + b * grid.stepY;
  const acrossV = d * grid.stepX + e * grid.stepY;
  const downU = b * grid.stepX - a * grid.stepY;
  const downV = e * grid.stepX - d * grid.stepY;
  const startU = a * grid.x + b * grid.y + c;
  const startV = d * grid.x + e * grid.y + f;
  for (let row = 0, at = component; row < side; row++) {
    const rowU = row * downU;
    const rowV = row * downV;
    for (let column = 0; column < side; column++, at += 3) {
      const u = clamp(startU + column * acrossU + rowU, lastColumn);
      const v = clamp(startV + column * acrossV + rowV, lastRow);
      const left = u | 0;
      const top = v | 0;
      const right = left < lastColumn ? columnStep : 0;
      const below = top < lastRow ? rowStep : 0;
      const corner = first + top * rowStep + left * columnStep;
      out[at] = blend(samples, corner, right, below, u - left, v - top);
      if (next !== 0) out[at + 1] = blend(samples, corner + next, right, below, u - left, v - top);
    }
  }
}

function clamp(place: number, last: number): number {
  return place < 0 ? 0 : place > last ? last : place;
}

/** Between four samples. */
function blend(
  samples: Plane['samples'],
  corner: number,
  right: number,
  below: number,
  across: number,
  down: number,
): number {
  const upper = samples[corner]! + (samples[corner + right]! - samples[corner]!) * across;
  const lower = samples[corner + below]! + (samples[corner + below + right]! - samples[corner + below]!) * across;
  return upper + (lower - upper) * down;
}

/** Turns the components of each pixel into red, green and blue, which fade to black over the pixel beyond the border. */
function toColours(out: Float32Array, side: number, frame: Frame, grid: Grid, { scale, offset }: PixelRange): void {
  const { left, top, right, bottom } = viewOfFrame(frame);
  const [ry, ru, rv, r1, gy, gu, gv, g1, by, bu, bv, b1] = frame.toRgb;
  const { x: startX, y: startY, stepX, stepY } = grid;
  const last = side - 1;
  for (let row = 0, at = 0; row < side; row++) {
    const rowX = row * stepY;
    const rowY = row * stepX;
    // Along a row places only rise or only fall: where both its ends are inside, all of it is.
    const isInside =
      share(startX - rowX, left, right) === 1 &&
      share(startX + last * stepX - rowX, left, right) === 1 &&
      share(startY + rowY, top, bottom) === 1 &&
      share(startY + last * stepY + rowY, top, bottom) === 1;
    for (let column = 0; column < side; column++, at += 3) {
      let inside = scale;
      if (!isInside) {
        const x = startX + column * stepX - rowX;
        const y = startY + column * stepY + rowY;
        inside = share(x, left, right) * share(y, top, bottom) * scale;
      }
      const first = out[at]!;
      const second = out[at + 1]!;
      const third = out[at + 2]!;
      out[at] = byte(ry * first + ru * second + rv * third + r1) * inside + offset;
      out[at + 1] = byte(gy * first + gu * second + gv * third + g1) * inside + offset;
      out[at + 2] = byte(by * first + bu * second + bv * third + b1) * inside + offset;
    }
  }
}

/** How much of a pixel around a place lies inside, along one axis. */
function share(place: number, from: number, to: number): number {
  return Math.min(Math.max(Math.min(place - from, to - place) + 0.5, 0), 1);
}

function byte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

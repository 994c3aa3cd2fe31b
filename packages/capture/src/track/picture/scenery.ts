import { cropRegion } from '../crop.ts';
import { viewOfFrame } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { sideOf, wholeView } from '../region.ts';
import type { Region } from '../region.ts';
import { LANDMARKS } from '../landmarks.ts';
import type { Landmarks } from '../landmarks.ts';
import type { View } from '../../tuning.ts';
import { lightness } from './light.ts';

/** What the whole picture tells of camera and film. */
export interface Change {
  /** True for the first picture of another scene. */
  readonly isCut?: true;
  /** How fast what stands still goes past, sides of the picture a second. Absent where it was not measured. */
  readonly cameraSpeed?: number;
}

const CELLS = 32;
/** Pixels of a cell's side: fewer would let fine patterns flicker. */
const FINENESS = 3;
const SIDE = CELLS * FINENESS;
const RANGE = { scale: 1 / 255, offset: 0 };

// Of lightness 0…1. A lamp that is switched on changes the picture as much as a cut, but keeps its pattern.
const CUT_DIFFERENCE = 0.08;
const CUT_LIKENESS = 0.6;
/** Seconds between two measures of the camera: a slow pan shows in that time, a quick one stays within a cell. */
const PAUSE = 0.2;
/** A shift that explains less of the change than this is no camera's. */
const EXPLAINED = 0.5;
/** Least mean square of the slopes: a bare wall does not tell whether it moves. */
const TEXTURE = 2e-4;
const AROUND = 1.2;

/** Watches the whole picture for cuts and for a camera that moves. Frames must come in order. */
export class Scenery {
  readonly #pixels = new Float32Array(SIDE * SIDE * 3);
  #last: Float32Array | undefined;
  /** Of the pictures so far: nearly always all are alike. */
  #inside: { readonly view: View; readonly mask: Uint8Array } | undefined;
  #key: { readonly cells: Float32Array; readonly time: number; readonly body: Region | undefined } | undefined;

  /** @param landmarks - of the person in the frame before: what moves there is not the camera. */
  observe(frame: Frame, landmarks: Landmarks | undefined): Change {
    const body = landmarks && regionOfBody(landmarks);
    const picture = wholeView(viewOfFrame(frame));
    const cells = this.#cellsOf(frame, picture);
    const whole = this.#insideOf(frame, picture);
    const isCut = this.#last !== undefined && isAnother(this.#last, cells, whole);
    this.#last = cells;
    const { time } = frame;
    const key = this.#key;
    if (key && !isCut && time - key.time < PAUSE - 0.002) return {};
    this.#key = { cells, time, body };
    if (isCut) return { isCut };
    if (!key) return {};
    const inside = whole.slice();
    for (const region of [body, key.body]) if (region) leaveOut(inside, region, picture);
    const shift = shiftBetween(key.cells, cells, inside);
    return shift === undefined ? {} : { cameraSpeed: shift / CELLS / (time - key.time) };
  }

  #insideOf(frame: Frame, picture: Region): Uint8Array {
    const view = viewOfFrame(frame);
    if (!this.#inside || !isSame(this.#inside.view, view)) this.#inside = { view, mask: maskOf(view, picture) };
    return this.#inside.mask;
  }

  #cellsOf(frame: Frame, picture: Region): Float32Array {
    cropRegion(this.#pixels, SIDE, frame, picture, RANGE);
    const cells = new Float32Array(CELLS * CELLS);
    const pixels = this.#pixels;
    for (let row = 0, at = 0; row < SIDE; row++) {
      const first = Math.floor(row / FINENESS) * CELLS;
      for (let column = 0; column < SIDE; column++, at += 3) {
        const value = lightness(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
        cells[first + Math.floor(column / FINENESS)]! += value / (FINENESS * FINENESS);
      }
    }
    return cells;
  }
}

/** 1 for the cells that lie within what is looked at; the rest of the square is black. */
function maskOf({ left, top, right, bottom }: View, picture: Region): Uint8Array {
  return maskWhere(
    (x, y, half) => x - half >= left && x + half <= right && y - half >= top && y + half <= bottom,
    picture,
  );
}

function isSame(a: View, b: View): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

/** A square around all points, and as much again as clothes and shadow take. */
function regionOfBody({ image }: Landmarks): Region {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let point = 0; point < LANDMARKS; point++) {
    const [x, y] = [image[point * 4]!, image[point * 4 + 1]!];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  const acrossX = AROUND * Math.max(right - left, bottom - top);
  return { centreX: (left + right) / 2, centreY: (top + bottom) / 2, acrossX, acrossY: 0 };
}

function leaveOut(mask: Uint8Array, { centreX, centreY, ...body }: Region, picture: Region): void {
  const reach = sideOf({ centreX, centreY, ...body }) / 2;
  const near = maskWhere((x, y) => Math.abs(x - centreX) < reach && Math.abs(y - centreY) < reach, picture);
  for (let cell = 0; cell < mask.length; cell++) if (near[cell]) mask[cell] = 0;
}

function maskWhere(holds: (x: number, y: number, half: number) => boolean, picture: Region): Uint8Array {
  const size = sideOf(picture) / CELLS;
  const [left, top] = [picture.centreX - (size * CELLS) / 2, picture.centreY - (size * CELLS) / 2];
  const mask = new Uint8Array(CELLS * CELLS);
  for (let cell = 0; cell < mask.length; cell++) {
    const x = left + ((cell % CELLS) + 0.5) * size;
    const y = top + (Math.floor(cell / CELLS) + 0.5) * size;
    mask[cell] = holds(x, y, size / 2) ? 1 : 0;
  }
  return mask;
}

/** Whether two pictures have as good as nothing in common. */
function isAnother(a: Float32Array, b: Float32Array, mask: Uint8Array): boolean {
  let [count, difference, sumA, sumB] = [0, 0, 0, 0];
  for (let cell = 0; cell < a.length; cell++) {
    if (!mask[cell]) continue;
    count++;
    difference += Math.abs(a[cell]! - b[cell]!);
    sumA += a[cell]!;
    sumB += b[cell]!;
  }
  if (!(difference / count > CUT_DIFFERENCE)) return false;
  let [both, squareA, squareB] = [0, 0, 0];
  for (let cell = 0; cell < a.length; cell++) {
    if (!mask[cell]) continue;
    const [da, db] = [a[cell]! - sumA / count, b[cell]! - sumB / count];
    both += da * db;
    squareA += da * da;
    squareB += db * db;
  }
  return both < CUT_LIKENESS * Math.sqrt(squareA * squareB) || squareA === 0 || squareB === 0;
}

/**
 * By how many cells a picture has shifted as a whole, by least squares over the slopes of its lightness (Lucas and Kanade).
 * Undefined where there is too little to see; 0 where no shift explains the change.
 */
function shiftBetween(a: Float32Array, b: Float32Array, mask: Uint8Array): number | undefined {
  let [count, xx, xy, yy, xt, yt, tt] = [0, 0, 0, 0, 0, 0, 0];
  for (let row = 1; row < CELLS - 1; row++) {
    for (let column = 1; column < CELLS - 1; column++) {
      const cell = row * CELLS + column;
      if (!mask[cell] || !mask[cell - 1] || !mask[cell + 1] || !mask[cell - CELLS] || !mask[cell + CELLS]) continue;
      const slope = (step: number): number =>
        (a[cell + step]! + b[cell + step]! - a[cell - step]! - b[cell - step]!) / 4;
      const [x, y, t] = [slope(1), slope(CELLS), b[cell]! - a[cell]!];
      count++;
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xt += x * t;
      yt += y * t;
      tt += t * t;
    }
  }
  const determinant = xx * yy - xy * xy;
  if (!((xx + yy) / count > TEXTURE) || !(determinant > 1e-3 * (xx + yy) ** 2)) return undefined;
  const shiftX = (xy * yt - yy * xt) / determinant;
  const shiftY = (xy * xt - xx * yt) / determinant;
  const explained = -(shiftX * xt + shiftY * yt);
  return explained > EXPLAINED * tt ? Math.sqrt(shiftX * shiftX + shiftY * shiftY) : 0;
}

import { describe, expect, test } from 'vitest';

import { cropRegion } from '../../../../packages/capture/src/track/crop.ts';
import type { Frame } from '../../../../packages/capture/src/track/frame.ts';
import { rgbaFrame } from '../../../support/rgba-frame.ts';

const BYTES = { scale: 1, offset: 0 };

/** A picture whose red is its column, green its row and blue a constant: bilinear samples of it are exact. */
function ramps(width: number, height: number): Frame {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x, y, 200, 255], (y * width + x) * 4);
  return rgbaFrame(data, width, height);
}

function crop(frame: Frame, side: number, centreX: number, centreY: number, size: number, angle = 0): Float32Array {
  const out = new Float32Array(side * side * 3);
  const region = { centreX, centreY, acrossX: size * Math.cos(angle), acrossY: size * Math.sin(angle) };
  cropRegion(out, side, frame, region, BYTES);
  return out;
}

describe('cropRegion()', () => {
  test('copies pixels where the region is as large as the crop', () => {
    const out = crop(ramps(16, 16), 4, 6, 9, 4);
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 4; column++) {
        expect([...out.subarray((row * 4 + column) * 3, (row * 4 + column) * 3 + 3)]).toEqual([
          4 + column,
          7 + row,
          200,
        ]);
      }
    }
  });

  test('samples between pixels without a shift', () => {
    // A crop pixel is half a picture pixel: the centres lie at 8 ± 0.25, which is 7.5 ± 0.25 in pixel numbers.
    const out = crop(ramps(16, 16), 2, 8, 8, 1);
    expect(out[0]).toBeCloseTo(7.25, 5);
    expect(out[3]).toBeCloseTo(7.75, 5);
    expect(out[7]).toBeCloseTo(7.75, 5);
  });

  test('turns clockwise as seen in the picture', () => {
    // At a quarter turn the x axis of the region points down the picture, and its y axis to the left.
    const out = crop(ramps(32, 32), 4, 16, 16, 4, Math.PI / 2);
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 4; column++) {
        expect(out[(row * 4 + column) * 3]).toBeCloseTo(17 - row, 4);
        expect(out[(row * 4 + column) * 3 + 1]).toBeCloseTo(14 + column, 4);
      }
    }
  });

  test('is linear in the place for any turn', () => {
    const angle = 0.6;
    const out = crop(ramps(64, 64), 8, 32, 30, 12, angle);
    const u = (5 + 0.5) * 1.5 - 6;
    const v = (2 + 0.5) * 1.5 - 6;
    expect(out[(2 * 8 + 5) * 3]).toBeCloseTo(32 - 0.5 + u * Math.cos(angle) - v * Math.sin(angle), 4);
    expect(out[(2 * 8 + 5) * 3 + 1]).toBeCloseTo(30 - 0.5 + u * Math.sin(angle) + v * Math.cos(angle), 4);
  });

  test('is black beyond every border and fades into it over one pixel', () => {
    const frame = ramps(4, 4);
    const out = crop(frame, 8, 2, 2, 8);
    const blue = (row: number, column: number): number => out[(row * 8 + column) * 3 + 2]!;
    for (let i = 0; i < 8; i++) for (const edge of [0, 1, 6, 7]) expect([blue(edge, i), blue(i, edge)]).toEqual([0, 0]);
    for (let row = 2; row < 6; row++) for (let column = 2; column < 6; column++) expect(blue(row, column)).toBe(200);
    const faded = crop(frame, 2, 0, 2, 1);
    expect([faded[2], faded[5]]).toEqual([50, 150]);
  });

  test('does not wrap from one row into the next at the left and right border', () => {
    const data = new Uint8Array(2 * 2 * 4).fill(255);
    const out = crop(rgbaFrame(data, 2, 2), 4, 1, 1, 4);
    const row = [...Array(4).keys()].map((column) => out[(1 * 4 + column) * 3]);
    expect(row).toEqual([0, 255, 255, 0]);
  });

  test('scales bytes to the range of the model', () => {
    const out = new Float32Array(3);
    const frame = rgbaFrame(new Uint8Array([0, 255, 51, 255]), 1, 1);
    cropRegion(out, 1, frame, { centreX: 0.5, centreY: 0.5, acrossX: 1, acrossY: 0 }, { scale: 2 / 255, offset: -1 });
    expect(out[0]).toBeCloseTo(-1);
    expect(out[1]).toBeCloseTo(1);
    expect(out[2]).toBeCloseTo(-0.6);
  });
});

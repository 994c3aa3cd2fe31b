import { describe, expect, test } from 'vitest';
import type { Landmarks } from '../../../../../packages/capture/src/track/landmarks.ts';
import { lightOf } from '../../../../../packages/capture/src/track/picture/light.ts';
import { Scenery } from '../../../../../packages/capture/src/track/picture/scenery.ts';
import type { Change } from '../../../../../packages/capture/src/track/picture/scenery.ts';
import { rgbaFrame } from '../../../../support/rgba-frame.ts';

const WIDTH = 180;
const HEIGHT = 320;

/** Grey from 0 to 255 at a place of the picture. */
type Paint = (x: number, y: number) => number;

/** A room of wide waves, moved to the right. */
const room =
  (shift = 0): Paint =>
  (x, y) =>
    128 + 60 * Math.sin((x - shift) / 13) + 50 * Math.cos(y / 17);
const street: Paint = (x, y) => ((Math.floor(x / 40) + Math.floor(y / 40)) % 2 === 0 ? 30 : 220);

function frameOf(paint: Paint, time: number) {
  const data = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const grey = Math.min(255, Math.max(0, paint(i % WIDTH, Math.floor(i / WIDTH))));
    data.fill(grey, i * 4, i * 4 + 3);
  }
  return rgbaFrame(data, WIDTH, HEIGHT, time);
}

/** What is said of ten pictures a second. */
function watch(film: (frame: number) => Paint, landmarks?: (frame: number) => Landmarks): Change[] {
  const scenery = new Scenery();
  return Array.from({ length: 11 }, (_, i) => scenery.observe(frameOf(film(i), i / 10), landmarks?.(i)));
}

/** Somebody 60 px wide and tall. */
function body(x: number, y: number): Landmarks {
  const image = new Float32Array(33 * 4);
  for (let point = 0; point < 33; point++)
    image.set([x + (point % 2 ? 30 : -30), y + (point < 16 ? 30 : -30)], point * 4);
  return { time: 0, score: 1, image, world: new Float32Array(99) };
}

const cuts = (changes: readonly Change[]): number[] => changes.flatMap(({ isCut }, i) => (isCut ? [i] : []));
const speeds = (changes: readonly Change[]): number[] => changes.flatMap(({ cameraSpeed = [] }) => cameraSpeed);

describe('Scenery', () => {
  test('sees nothing in a room at rest', () => {
    const changes = watch(() => room());
    expect(cuts(changes)).toEqual([]);
    expect(speeds(changes)).toEqual([0, 0, 0, 0, 0]);
  });

  test('sees a cut, once', () => {
    expect(cuts(watch((frame) => (frame < 5 ? room() : street)))).toEqual([5]);
  });

  test('takes a lamp for no cut', () => {
    expect(cuts(watch((frame) => (x, y) => (frame < 5 ? 0.4 : 1) * room()(x, y)))).toEqual([]);
  });

  test('measures a pan in sides of the picture a second', () => {
    // 20 px a second, of the longer side of 320. Slopes of lightness tell it to about a tenth.
    const found = speeds(watch((frame) => room(2 * frame)));
    expect(found).toHaveLength(5);
    for (const speed of found) expect(Math.abs(speed - 20 / 320)).toBeLessThan(0.01);
  });

  test('takes a person who passes for no pan', () => {
    const x = (frame: number): number => 20 + 14 * frame;
    const film =
      (frame: number): Paint =>
      (px, py) =>
        Math.abs(px - x(frame)) < 30 && Math.abs(py - 160) < 30 ? 250 : room()(px, py);
    const changes = watch(film, (frame) => body(x(Math.max(0, frame - 1)), 160));
    for (const speed of speeds(changes)) expect(speed).toBeLessThan(0.02);
  });

  test('says nothing of a camera before a bare wall', () => {
    expect(speeds(watch(() => () => 200))).toEqual([]);
  });
});

describe('lightOf()', () => {
  test('is the mean and the spread of the lightness of the middle', () => {
    const side = 64;
    const crop = new Float32Array(side * side * 3);
    // The middle is a chequer of 0.2 and 0.6, the rest is white.
    crop.fill(1);
    for (let row = 16; row < 48; row++) {
      for (let column = 16; column < 48; column++) {
        crop.fill(
          (row >> 2) % 2 === (column >> 2) % 2 ? 0.2 : 0.6,
          (row * side + column) * 3,
          (row * side + column) * 3 + 3,
        );
      }
    }
    const { mean, spread } = lightOf(crop, side);
    expect(mean).toBeCloseTo(0.4, 5);
    expect(spread).toBeCloseTo(0.2, 5);
  });
});

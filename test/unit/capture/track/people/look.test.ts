import { describe, expect, test } from 'vitest';
import { likeness, lookOf } from '../../../../../packages/capture/src/track/people/look.ts';
import { rgbaFrame } from '../../../../support/rgba-frame.ts';

const SIDE = 200;
const TRUNK = { hipsX: 100, hipsY: 140, shouldersX: 100, shouldersY: 60 };

type Colour = readonly [red: number, green: number, blue: number];

/** A picture of somebody: the coat from y 50 to 150, grey around it. */
function picture(coat: Colour) {
  const data = new Uint8Array(SIDE * SIDE * 4).fill(128);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    if (x > 70 && x < 130 && y > 50 && y < 150) data.set(coat, i * 4);
  }
  return rgbaFrame(data, SIDE, SIDE);
}

const look = (coat: Colour, trunk = TRUNK) => lookOf(picture(coat), trunk);

describe('lookOf()', () => {
  test('holds shares that sum to 1', () => {
    expect(look([200, 40, 40]).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });

  test('is the same at another scale, and nearly so in a little more light', () => {
    expect(likeness(look([200, 40, 40]), look([200, 40, 40], { ...TRUNK, hipsY: 120 }))).toBeCloseTo(1, 3);
    expect(likeness(look([190, 40, 40]), look([215, 55, 55]))).toBeGreaterThan(0.8);
  });

  test('tells red from blue', () => {
    expect(likeness(look([200, 40, 40]), look([40, 40, 200]))).toBeLessThan(0.2);
  });

  test('lies with a body that lies', () => {
    const lying = { hipsX: 125, hipsY: 100, shouldersX: 75, shouldersY: 100 };
    expect(likeness(look([200, 40, 40]), look([200, 40, 40], lying))).toBeGreaterThan(0.95);
  });

  test('says nothing against anybody where the trunk has no length', () => {
    expect(likeness(look([200, 40, 40]), look([40, 40, 200], { ...TRUNK, hipsY: 60 }))).toBe(1);
  });
});

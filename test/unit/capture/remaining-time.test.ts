import { expect, test } from 'vitest';
import { RemainingTime } from '../../../packages/capture/src/remaining-time.ts';

function after(frameMs: readonly number[]): RemainingTime {
  let now = 1000;
  const remaining = new RemainingTime(() => now);
  for (const duration of frameMs) {
    now += duration;
    remaining.frameDone();
  }
  return remaining;
}

test('RemainingTime says nothing before five frames', () => {
  expect(after([100, 100, 100, 100]).seconds(10)).toBeUndefined();
  expect(after([100, 100, 100, 100, 100]).seconds(10)).toBeCloseTo(1);
});

test('RemainingTime is not misled by single slow frames', () => {
  expect(after([3000, 100, 100, 900, 100, 100, 100]).seconds(20)).toBeCloseTo(2);
});

test('RemainingTime follows a device that became slower, within twenty frames', () => {
  expect(after([...Array<number>(100).fill(50), ...Array<number>(20).fill(200)]).seconds(5)).toBeCloseTo(1);
});

test('RemainingTime is nothing when nothing is left', () => {
  expect(after([100, 100, 100, 100, 100]).seconds(0)).toBe(0);
});

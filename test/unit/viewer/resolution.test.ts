import { describe, expect, test } from 'vitest';
import { Resolution } from '../../../packages/viewer/src/stage/resolution.ts';

function observe(resolution: Resolution, frameSeconds: number, frames: number): void {
  for (let i = 0; i < frames; i++) resolution.observe(frameSeconds);
}

describe('Resolution', () => {
  test('is full while frames are quick', () => {
    const resolution = new Resolution();
    observe(resolution, 1 / 60, 1000);
    expect(resolution.coarseness).toBe(1);
  });

  test('does not mind a hiccup', () => {
    const resolution = new Resolution();
    for (let i = 0; i < 100; i++) observe(resolution, i % 10 === 0 ? 0.2 : 1 / 60, 1);
    expect(resolution.coarseness).toBe(1);
  });

  test('gets coarser while frames are slow, up to a limit', () => {
    const resolution = new Resolution();
    observe(resolution, 0.08, 1000);
    expect(resolution.coarseness).toBeGreaterThan(1.5);
    expect(resolution.coarseness).toBeLessThanOrEqual(2.2);
  });

  test('gets fine again when frames are quick for long', () => {
    const resolution = new Resolution();
    observe(resolution, 0.08, 100);
    observe(resolution, 1 / 60, 2000);
    expect(resolution.coarseness).toBe(1);
  });

  test('waits longer after each finer try that failed, instead of swinging', () => {
    const resolution = new Resolution();
    const changes: number[] = [];
    // A machine that can draw 1.3 and not 1.
    for (let frame = 0; frame < 5000; frame++) {
      if (resolution.observe(resolution.coarseness > 1.2 ? 1 / 60 : 0.05)) changes.push(frame);
    }
    const gaps = changes.slice(1).map((frame, i) => frame - changes[i]!);
    const waits = gaps.filter((gap) => gap > 30);
    expect(waits.length).toBeGreaterThan(2);
    for (let i = 1; i < waits.length; i++) expect(waits[i]).toBeGreaterThan(1.5 * waits[i - 1]!);
  });
});

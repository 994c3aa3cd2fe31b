import { measureRetarget } from '@kinora/core/motion';
import type { FootSlide } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { standingClip } from '../../../support/standing-clip.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';

const person = syntheticPerson();

/** Of a body that is moved as a whole, onto itself. */
function slideOf(moved: (time: number) => readonly [number, number, number]): FootSlide | undefined {
  const clip = standingClip(person.rig, 2, moved);
  return measureRetarget(clip, person.map, clip, person.map).slide;
}

describe('the feet on which slide is measured', () => {
  test('are those that stand, and those that glide slowly', () => {
    const { plantedFrames } = slideOf(() => [0, 0, 0])!;
    expect(plantedFrames).toBe(120);
    expect(slideOf((time) => [0.1 * time, 0, 0])!.plantedFrames).toBe(plantedFrames);
  });

  test('are none that are dragged to and fro and stop for a frame where they turn back', () => {
    expect(slideOf((time) => [0.05 * Math.cos(6 * Math.PI * time), 0, 0])).toBeUndefined();
  });

  test('are none that hop, on the way up and at the top', () => {
    const hop = (time: number): number => 0.07 * Math.sin(Math.PI * time) ** 8;
    const { plantedFrames } = slideOf((time) => [0, hop(time), 0])!;
    // What is higher than 2.5 cm is off the ground, however slowly it rises.
    const low = Array.from({ length: 60 }, (_, frame) => hop(frame / 30)).filter((height) => height < 0.025);
    expect(plantedFrames).toBeLessThanOrEqual(2 * low.length);
    expect(plantedFrames).toBeGreaterThan(low.length);
  });
});

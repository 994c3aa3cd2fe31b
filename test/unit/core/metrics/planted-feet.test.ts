import { measureRetarget } from '@kinora/core/motion';
import type { FootSlide } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { inMotion, trueMap } from '../../../fixtures/pathologies/person.ts';
import { shapeOf } from '../../../fixtures/pathologies/shape.ts';
import { plantedWalk } from '../../../fixtures/pathologies/walk.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';
import { movedHips } from '../../../support/wrong-clips.ts';

const person = syntheticPerson();

/** Of a body that is moved as a whole, onto itself. */
function slideOf(moved: (time: number) => readonly [number, number, number]): FootSlide | undefined {
  const clip = standingClip(person.rig, 2, moved);
  return measureRetarget(clip, person.map, clip, person.map).slide;
}

describe('the feet on which slide is measured', () => {
  test('are those that stand, and those that glide slowly', () => {
    // Two feet over 61 frames, from each frame to the next.
    expect(slideOf(() => [0, 0, 0])!.frames).toBe(120);
    expect(slideOf((time) => [0.1 * time, 0, 0])!.frames).toBe(120);
  });

  test('are none that are dragged to and fro and stop for a frame where they turn back', () => {
    expect(slideOf((time) => [0.05 * Math.cos(6 * Math.PI * time), 0, 0])).toBeUndefined();
  });

  test('are none that hop as fast as a foot that leaves the ground', () => {
    const hop = (time: number): number => 0.07 * Math.sin(Math.PI * time) ** 8;
    const { frames } = slideOf((time) => [0, hop(time), 0])!;
    const slow = Array.from({ length: 60 }, (_, i) => (Math.abs(hop((i + 1) / 30) - hop((i - 1) / 30)) * 30) / 2 < 0.3);
    expect(frames).toBeLessThanOrEqual(2 * slow.filter(Boolean).length);
    expect(frames).toBeGreaterThan(60);
  });
});

describe('a walk on the spot', () => {
  const shape = shapeOf(NAMING_SCHEMES.find(({ title }) => title === 'Unity')!);
  const walk = inMotion(shape, plantedWalk(shape));
  const map = trueMap(walk.clip.rig, walk.truth);
  const onTheSpot = movedHips(walk.clip, ([x, y]) => [x, y, 0]);

  test('stands on the ground that passes under it', () => {
    const { slide, contactF1 } = measureRetarget(onTheSpot, map, onTheSpot, map);
    const onTheWay = measureRetarget(walk.clip, map, walk.clip, map).slide!;
    expect(slide!.frames / onTheWay.frames).toBeGreaterThan(0.9);
    expect(slide!.target * 1.7).toBeLessThan(0.005);
    expect(contactF1).toBe(1);
  });

  test('slides where its feet are slower than that ground', () => {
    // Lower knees, the same turns: the feet swing by another way.
    const restTranslations = walk.clip.rig.restTranslations.slice();
    for (const [bone, scale] of [
      ['LowerLeg', 1.15],
      ['Foot', 0.85],
    ] as const) {
      for (const side of ['left', 'right'] as const) {
        const at = map.bones[`${side}${bone}`]!.joint * 3;
        for (let i = at; i < at + 3; i++) restTranslations[i]! *= scale;
      }
    }
    const other = { ...onTheSpot, rig: { ...onTheSpot.rig, restTranslations } };
    expect(measureRetarget(onTheSpot, map, other, map).slide!.target * 1.7).toBeGreaterThan(0.02);
  });
});

describe('what slide is compared with', () => {
  const standing = standingClip(person.rig, 2, () => [0, 0, 0]);
  const dragged = standingClip(person.rig, 2, (time) => [0.1 * time, 0, 0]);
  const faster = standingClip(person.rig, 2, (time) => [0.13 * time, 0, 0]);

  test('a foot of the source that is still wants one that is', () => {
    const { slide, heights } = measureRetarget(standing, person.map, dragged, person.map);
    expect(slide!.still!.target * heights.target).toBeCloseTo(0.1, 5);
    expect(slide!.moving).toBeUndefined();
  });

  test('a foot that the source drags is not left out: its own speed is beside that of the target', () => {
    const { slide, heights } = measureRetarget(dragged, person.map, faster, person.map);
    expect(slide!.moving!.source * heights.target).toBeCloseTo(0.1, 5);
    expect(slide!.moving!.target * heights.target).toBeCloseTo(0.13, 5);
    expect(slide).toMatchObject({ still: undefined, skating: 1, sourceSkating: 0 });
  });

  test('the speed of the source is scaled by the legs', () => {
    const short = syntheticPerson({ legs: 0.6 });
    const clip = standingClip(short.rig, 2, (time) => [0.06 * time, 0, 0]);
    const { slide } = measureRetarget(dragged, person.map, clip, short.map);
    expect(slide!.target).toBeCloseTo(slide!.source, 6);
  });
});

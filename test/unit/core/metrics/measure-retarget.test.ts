import { measureRetarget } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { standingClip } from '../../../support/standing-clip.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';

const person = syntheticPerson();
const dance = person.clip;

function firstFrame(clip: Clip): Clip {
  const { rotations, translations, translated, rig } = clip;
  return {
    ...clip,
    frames: 1,
    rotations: rotations.slice(0, rig.names.length * 4),
    translations: translations.slice(0, translated.length * 3),
  };
}

describe('measureRetarget()', () => {
  test('a clip repeats itself', () => {
    const metrics = measureRetarget(dance, person.map, dance, person.map);
    expect(metrics.direction).toMatchObject({ mean: 0, max: 0 });
    expect(metrics).toMatchObject({ closure: 0, travel: 1, jump: 0, reachVelocity: 0 });
    expect(metrics.jitter).toBeCloseTo(1, 5);
    expect(metrics.heights.source).toBeGreaterThan(1.5);
    expect(metrics.heights.source).toBeLessThan(1.9);
  });

  test('the same turns are as smooth on legs that are divided otherwise', () => {
    const restTranslations = person.rig.restTranslations.slice();
    for (const [bone, scale] of [
      ['leftLowerLeg', 1.3],
      ['rightLowerLeg', 1.3],
      ['leftFoot', 0.7],
      ['rightFoot', 0.7],
    ] as const) {
      const at = person.map.bones[bone]!.joint * 3;
      for (let i = at; i < at + 3; i++) restTranslations[i]! *= scale;
    }
    const longThighs = { ...dance, rig: { ...person.rig, restTranslations } };
    expect(measureRetarget(dance, person.map, longThighs, person.map).jitter).toBeCloseTo(1, 6);
  });

  test('names what it cannot measure, and why', () => {
    const { unmeasured, slide, palm } = measureRetarget(dance, person.map, dance, person.map);
    expect({ slide, palm }).toEqual({ slide: undefined, palm: undefined });
    expect(unmeasured.map(({ metric }) => metric)).toEqual(expect.arrayContaining(['slide', 'palm', 'float']));
    for (const { reason } of unmeasured) expect(reason).toMatch(/^(no|the) /);
  });

  test('one frame has directions and no speeds', () => {
    const still = firstFrame(dance);
    const metrics = measureRetarget(still, person.map, still, person.map);
    expect(metrics.direction!.limbs).toHaveLength(8);
    expect(metrics.unmeasured.map(({ metric }) => metric)).toEqual(
      expect.arrayContaining(['slide', 'reachVelocity', 'travel', 'jitter', 'jump']),
    );
  });

  test('a foot that stands and glides by 10 cm/s slides by as much', () => {
    const standing = standingClip(person.rig, 1, () => [0, 0, 0]);
    const gliding = standingClip(person.rig, 1, (t) => [0.1 * t, 0, 0]);
    const { slide, heights } = measureRetarget(standing, person.map, gliding, person.map);
    expect(slide!.target * heights.target).toBeCloseTo(0.1, 5);
    expect(slide!.source).toBe(0);
  });

  test.each([
    ['sunk', -0.02, 'penetration'],
    ['raised', 0.02, 'float'],
  ] as const)('a body %s by 2 cm is so far from the ground', (_, height, metric) => {
    const standing = standingClip(person.rig, 1, () => [0, 0, 0]);
    const moved = standingClip(person.rig, 1, () => [0, height, 0]);
    const metrics = measureRetarget(standing, person.map, moved, person.map);
    expect(metrics[metric]!.max * metrics.heights.target).toBeCloseTo(0.02, 5);
    expect(metrics[metric === 'float' ? 'penetration' : 'float']!.max).toBe(0);
  });

  test('a body of another size and in another place of its file moves alike', () => {
    const other = syntheticPerson({ scale: 3, turn: [0, Math.SQRT1_2, 0, Math.SQRT1_2], axes: 4, armature: true });
    const metrics = measureRetarget(dance, person.map, other.clip, other.map);
    expect(metrics.direction!.max).toBeLessThan(1e-5);
    expect(metrics.reach!.max).toBeLessThan(1e-5);
    expect(metrics.travel).toBeCloseTo(1, 5);
    expect(metrics.jitter).toBeCloseTo(1, 2);
  });

  test('a mirrored file is measured as the body that it shows', () => {
    const other = syntheticPerson({ mirrored: true });
    expect(measureRetarget(dance, person.map, other.clip, other.map).direction!.max).toBeLessThan(1e-5);
  });

  test('clips of unlike length are not compared', () => {
    expect(() => measureRetarget(dance, person.map, firstFrame(dance), person.map)).toThrow(RangeError);
  });
});

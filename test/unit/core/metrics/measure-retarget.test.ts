import { HUMANOID_BONES, measureRetarget, multiplyQuat } from '@kinora/core/motion';
import type { Clip, HumanoidMap, Rig } from '@kinora/core/motion';
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

/** The person stands on a joint on the ground, which is called its hips, and is thrown to and fro by it. */
function onPivot(): { clip: Clip; map: HumanoidMap } {
  const { rig, map } = person;
  const below: Rig = {
    ...rig,
    names: ['pivot', ...rig.names],
    parents: Int16Array.from([-1, ...rig.parents.map((parent) => parent + 1)]),
    restTranslations: Float32Array.from([0, 0, 0, ...rig.restTranslations]),
    restRotations: Float32Array.from([0, 0, 0, 1, ...rig.restRotations]),
  };
  const clip = standingClip(below, 1, () => [0, 0, 0]);
  for (let frame = 0; frame < clip.frames; frame++) {
    const half = 0.2 * Math.sin(frame / 5);
    clip.rotations.set([Math.sin(half), 0, 0, Math.cos(half)], frame * below.names.length * 4);
  }
  const bones = HUMANOID_BONES.flatMap((bone) => {
    const match = map.bones[bone];
    return match ? [[bone, { ...match, joint: bone === 'hips' ? 0 : match.joint + 1 }] as const] : [];
  });
  return { clip, map: { ...map, bones: Object.fromEntries(bones) } };
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

  test('a limb that is bent about another axis is seen, and one that is straight is not asked', () => {
    const joints = person.rig.names.length;
    const [shoulder, roll] = [
      person.map.bones.leftUpperArm!.joint,
      Float64Array.of(Math.sin(0.1), 0, 0, Math.cos(0.1)),
    ];
    const rotations = dance.rotations.slice();
    for (let frame = 0; frame < dance.frames; frame++) {
      const at = (frame * joints + shoulder) * 4;
      multiplyQuat(rotations, at, rotations, at, roll, 0);
    }
    const { hinge } = measureRetarget(dance, person.map, { ...dance, rotations }, person.map);
    // The left arm lies along +X, about which it is rolled by 0.2; the other limbs are as they were.
    expect(hinge!.max).toBeCloseTo(0.2, 5);
    const straight = standingClip(person.rig, 1, () => [0, 0, 0]);
    expect(measureRetarget(straight, person.map, straight, person.map).hinge).toBeUndefined();
  });

  test('another division of a limb takes its hand elsewhere, and nothing by the same directions', () => {
    const restTranslations = person.rig.restTranslations.slice();
    const at = person.map.bones.leftLowerArm!.joint * 3;
    for (let i = at; i < at + 3; i++) restTranslations[i]! *= 1.5;
    const longArm = { ...dance, rig: { ...person.rig, restTranslations } };
    const { reach } = measureRetarget(dance, person.map, longArm, person.map);
    expect(reach!.max).toBeGreaterThan(0.1);
    expect(reach!.alike.max).toBeLessThan(1e-6);
  });

  test('hips that are a pivot on the ground are followed where the body is', () => {
    const { clip, map } = onPivot();
    expect(measureRetarget(clip, map, clip, map)).toMatchObject({ travel: 1, closure: 0 });
  });

  test('a body is not taller for a joint of the hips below its legs', () => {
    const hips = person.map.bones.hips!.joint;
    const restTranslations = person.rig.restTranslations.slice();
    const [spine, ...legs] = (['spine', 'leftUpperLeg', 'rightUpperLeg'] as const).map(
      (bone) => person.map.bones[bone]!.joint,
    );
    restTranslations[hips * 3 + 1]! -= 0.2;
    for (const joint of [spine!, ...legs]) restTranslations[joint * 3 + 1]! += 0.2;
    const low = standingClip({ ...person.rig, restTranslations }, 1, () => [0, 0, 0]);
    const { heights } = measureRetarget(
      low,
      person.map,
      standingClip(person.rig, 1, () => [0, 0, 0]),
      person.map,
    );
    expect(heights.source).toBeCloseTo(heights.target, 5);
  });

  test('a mirrored file is measured as the body that it shows', () => {
    const other = syntheticPerson({ mirrored: true });
    expect(measureRetarget(dance, person.map, other.clip, other.map).direction!.max).toBeLessThan(1e-5);
  });

  test('clips of unlike length are not compared', () => {
    expect(() => measureRetarget(dance, person.map, firstFrame(dance), person.map)).toThrow(RangeError);
  });
});

import { createPose, createRetargetPlan, isKinoraError, retargetClip, retargetPose } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap, Rig, RetargetPlan } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { expectSameRotation, vectorAngles } from '../../../support/expect-rotation.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';
import type { SyntheticPerson } from '../../../support/synthetic-rig.ts';

function planOf(source: SyntheticPerson, target: SyntheticPerson): RetargetPlan {
  return createRetargetPlan(source.rig, target.rig, { sourceMap: source.map, targetMap: target.map });
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (isKinoraError(error)) return error.code;
    throw error;
  }
  return undefined;
}

function withoutBones(map: HumanoidMap, ...bones: HumanoidBone[]): HumanoidMap {
  return {
    ...map,
    bones: Object.fromEntries(Object.entries(map.bones).filter(([bone]) => !bones.includes(bone as HumanoidBone))),
  };
}

/** The rig with some joints put into the place of their parents. */
function collapse(rig: Rig, joints: readonly number[]): Rig {
  const restTranslations = Float32Array.from(rig.restTranslations);
  for (const joint of joints) restTranslations.fill(0, joint * 3, joint * 3 + 3);
  return { ...rig, restTranslations };
}

describe('createRetargetPlan()', () => {
  test('names the required bones that a map lacks, and whose they are', () => {
    const person = syntheticPerson();
    const targetMap = withoutBones(person.map, 'leftLowerArm', 'head');
    expect(() => createRetargetPlan(person.rig, person.rig, { sourceMap: person.map, targetMap })).toThrow(
      /target.*head, leftLowerArm/,
    );
    expect(codeOf(() => createRetargetPlan(person.rig, person.rig, { sourceMap: person.map, targetMap }))).toBe(
      'retarget/unmapped',
    );
  });

  test('refuses a skeleton whose joints all lie in one point', () => {
    const person = syntheticPerson();
    const rig = collapse(person.rig, [...person.rig.names.keys()]);
    expect(codeOf(() => createRetargetPlan(rig, person.rig, { sourceMap: person.map, targetMap: person.map }))).toBe(
      'rig/invalid',
    );
  });

  test('refuses a rest pose with a number that is not finite', () => {
    const person = syntheticPerson();
    const restTranslations = Float32Array.from(person.rig.restTranslations);
    restTranslations[5] = Number.NaN;
    const rig = { ...person.rig, restTranslations };
    expect(codeOf(() => createRetargetPlan(person.rig, rig, { sourceMap: person.map, targetMap: person.map }))).toBe(
      'rig/invalid',
    );
  });

  test('reports the scale of the hips, the angle to the T-pose and what has no partner', () => {
    const source = syntheticPerson({ armsDown: 45 });
    const target = syntheticPerson({ legs: 0.6, without: ['leftToes'] });
    const { report } = planOf(source, target);
    expect(report.hipScale).toBeCloseTo(0.6, 6);
    const arm = report.mapped.find(({ bone }) => bone === 'leftUpperArm')!;
    expect((arm.sourceCorrection * 180) / Math.PI).toBeCloseTo(45, 4);
    expect(arm.targetCorrection).toBeCloseTo(0, 5);
    expect(report.unmapped).toEqual([{ bone: 'leftToes', missingIn: 'target' }]);
    expect(report.sourceReference).toBe('rest');
  });

  test('says that a file is mirrored', () => {
    const { report } = planOf(syntheticPerson({ mirrored: true }), syntheticPerson());
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]).toMatch(/^source: left and right are swapped/);
  });
});

describe('retargetClip()', () => {
  test('refuses a clip with NaN in a rotation', () => {
    const person = syntheticPerson();
    const rotations = Float32Array.from(person.clip.rotations);
    rotations[40] = Number.NaN;
    expect(codeOf(() => retargetClip(planOf(person, person), { ...person.clip, rotations }))).toBe('clip/invalid');
  });

  test('refuses a clip with NaN in a translation', () => {
    const person = syntheticPerson();
    const translations = Float32Array.from(person.clip.translations);
    translations[4] = Number.NaN;
    expect(codeOf(() => retargetClip(planOf(person, person), { ...person.clip, translations }))).toBe('clip/invalid');
  });

  test('refuses a clip of another rig', () => {
    const person = syntheticPerson();
    const other = syntheticPerson({ without: ['neck'] });
    expect(codeOf(() => retargetClip(planOf(person, person), other.clip))).toBe('clip/invalid');
  });

  test('takes a clip of one frame', () => {
    const person = syntheticPerson();
    const joints = person.rig.names.length;
    const clip: Clip = {
      ...person.clip,
      frames: 1,
      rotations: person.clip.rotations.slice(0, joints * 4),
      translations: person.clip.translations.slice(0, 3),
    };
    const baked = retargetClip(planOf(person, syntheticPerson({ axes: 4 })), clip);
    expect(baked.frames).toBe(1);
    expect(baked.rotations.every(Number.isFinite)).toBe(true);
  });

  test('keeps times, report and confidence', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ armature: true });
    const { clip } = source;
    const confidence = Float32Array.from(
      { length: clip.frames * clip.rig.names.length },
      (_, i) => i % clip.rig.names.length,
    );
    const times = Float32Array.from({ length: clip.frames }, (_, i) => i * i);
    const report = { tracked: 0.9, gaps: [], warnings: ['left hand was hidden'] };
    const baked = retargetClip(planOf(source, target), { ...clip, confidence, times, report });
    expect(baked.times).toBe(times);
    expect(baked.report).toBe(report);
    // The armature was not seen, and nothing else is one joint further on.
    expect([...baked.confidence!.subarray(0, 4)]).toEqual([1, 0, 1, 2]);
  });

  test.each<[string, HumanoidBone[]]>([
    ['toes', ['leftToes', 'rightToes']],
    ['a neck', ['neck']],
    ['all of the spine but one', ['chest', 'upperChest']],
  ])('takes rigs without %s on either side', (_, without) => {
    const whole = syntheticPerson();
    const part = syntheticPerson({ without, armsDown: 20 });
    for (const [source, target] of [
      [whole, part],
      [part, whole],
    ] as const) {
      const clip = retargetClip(planOf(source, target), source.clip, { ik: false });
      const arm = vectorAngles(
        target.directions(clip, 'leftLowerArm', 'leftHand'),
        source.directions(source.clip, 'leftLowerArm', 'leftHand'),
      );
      expect(arm.max).toBeLessThanOrEqual(0.05);
    }
  });

  test('takes block figures that end at forearm and shin', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({
      without: ['leftHand', 'rightHand', 'leftFoot', 'rightFoot', 'leftToes', 'rightToes', 'spine', 'chest', 'neck'],
    });
    const plan = planOf(source, target);
    // Thigh and shin of the source are of one length, so that the guess of the shin is true.
    expect(plan.report.hipScale).toBeCloseTo(1, 6);
    const clip = retargetClip(plan, source.clip, { ik: false });
    for (const [bone, tail] of [
      ['leftUpperArm', 'leftLowerArm'],
      ['rightUpperLeg', 'rightLowerLeg'],
    ] as const) {
      const error = vectorAngles(target.directions(clip, bone, tail), source.directions(source.clip, bone, tail));
      expect(error.max).toBeLessThanOrEqual(0.05);
    }
  });

  test('takes bones without length', () => {
    const source = syntheticPerson();
    const rig = collapse(
      source.rig,
      (['spine', 'leftToes', 'leftHand'] as const).map((bone) => source.map.bones[bone]!.joint),
    );
    const plan = createRetargetPlan(source.rig, rig, { sourceMap: source.map, targetMap: source.map });
    expect(retargetClip(plan, source.clip, { ik: false }).rotations.every(Number.isFinite)).toBe(true);
  });

  test('takes arms that point straight inwards, opposite to where a T-pose has them', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ armsDown: 180 });
    const clip = retargetClip(planOf(source, target), source.clip, { ik: false });
    const error = vectorAngles(
      target.directions(clip, 'leftUpperArm', 'leftLowerArm'),
      source.directions(source.clip, 'leftUpperArm', 'leftLowerArm'),
    );
    expect(error.max).toBeLessThanOrEqual(0.05);
  });

  test('relaxes the fingers of a target whose source has none', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ fingers: true, armsDown: 45, axes: 9 });
    const clip = retargetClip(planOf(source, target), source.clip, { ik: false });
    const hand = target.directions(clip, 'leftHand', 'leftMiddleProximal');
    const first = vectorAngles(hand, target.directions(clip, 'leftMiddleProximal', 'leftMiddleIntermediate'));
    const second = vectorAngles(hand, target.directions(clip, 'leftMiddleIntermediate', 'leftMiddleDistal'));
    expect(first.max).toBeCloseTo(15, 2);
    expect(second.max).toBeCloseTo(40, 2);
  });

  test('lets feet that hang from the root follow the shins', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.8 });
    const foot = target.map.bones.leftFoot!.joint;
    const rest = target.places(restClip(target), 'leftFoot');
    const parents = Int16Array.from(target.rig.parents);
    const restTranslations = Float32Array.from(target.rig.restTranslations);
    const hips = restTranslations.subarray(0, 3);
    parents[foot] = 0;
    restTranslations.set([rest[0]! - hips[0]!, rest[1]! - hips[1]!, rest[2]! - hips[2]!], foot * 3);
    const rig: Rig = { ...target.rig, parents, restTranslations };
    const plan = createRetargetPlan(source.rig, rig, { sourceMap: source.map, targetMap: target.map });
    const clip = retargetClip(plan, source.clip, { ik: false });
    expect([...clip.translated]).toEqual([0, foot]);
    const whole = retargetClip(planOf(source, target), source.clip, { ik: false });
    target.places(clip, 'leftFoot').forEach((value, i) => {
      expect(value).toBeCloseTo(target.places(whole, 'leftFoot')[i]!, 5);
    });
  });

  test('keeps the pitch of a foot on heels', () => {
    const source = syntheticPerson();
    const target = syntheticPerson();
    const toes = target.map.bones.leftToes!.joint;
    const restTranslations = Float32Array.from(target.rig.restTranslations);
    restTranslations[toes * 3 + 1]! -= 0.08;
    const rig: Rig = { ...target.rig, restTranslations };
    const plan = createRetargetPlan(source.rig, rig, { sourceMap: source.map, targetMap: target.map });
    const out = createPose(rig);
    retargetPose(plan, createPose(source.rig), out);
    const foot = target.map.bones.leftFoot!.joint;
    expectSameRotation(out.rotations.subarray(foot * 4, foot * 4 + 4), [0, 0, 0, 1], 1e-3);
  });
});

function restClip({ rig }: SyntheticPerson): Clip {
  return {
    name: 'rest',
    rig,
    frames: 1,
    rate: 30,
    rotations: rig.restRotations,
    translated: Int16Array.of(),
    translations: new Float32Array(),
  };
}

describe('retargetPose()', () => {
  test('writes what retargetClip() bakes', () => {
    const source = syntheticPerson({ turn: about([0, 1, 0], 50) });
    const target = syntheticPerson({ armsDown: 45, armature: true });
    const plan = planOf(source, target);
    const baked = retargetClip(plan, source.clip, { ik: false });
    const pose = createPose(source.rig);
    const joints = source.rig.names.length;
    pose.rotations.set(source.clip.rotations.subarray(7 * joints * 4, 8 * joints * 4));
    pose.translations.set(source.clip.translations.subarray(7 * 3, 8 * 3));
    const out = createPose(target.rig);
    retargetPose(plan, pose, out);
    for (let at = 0; at < out.rotations.length; at += 4) {
      const expected = baked.rotations.subarray(7 * out.rotations.length + at, 7 * out.rotations.length + at + 4);
      expectSameRotation(out.rotations.subarray(at, at + 4), expected, 1e-4);
    }
    expect([...out.translations.subarray(3, 6)]).toEqual([...baked.translations.subarray(21, 24)]);
  });
});

describe('fingers', () => {
  const DISTAL: HumanoidBone[] = (['left', 'right'] as const).flatMap((side) =>
    (['Index', 'Middle', 'Little'] as const).map((finger): HumanoidBone => `${side}${finger}Intermediate`),
  );

  test('of two joints bend fingers of three at both ends as far, and in between half way', () => {
    const source = syntheticPerson({ fingers: true, without: DISTAL });
    const target = syntheticPerson({ fingers: true, axes: 4 });
    const clip = retargetClip(planOf(source, target), source.clip, { ik: false });
    const first = vectorAngles(
      target.directions(clip, 'leftIndexProximal', 'leftIndexIntermediate'),
      source.directions(source.clip, 'leftIndexProximal', 'leftIndexDistal'),
    );
    expect(first.max).toBeLessThanOrEqual(0.05);
    const whole = syntheticPerson({ fingers: true });
    const bent = retargetClip(planOf(source, whole), source.clip, { ik: false });
    const turn = (bone: HumanoidBone, frame: number): Float32Array => {
      const at = (frame * whole.rig.names.length + whole.map.bones[bone]!.joint) * 4;
      return bent.rotations.subarray(at, at + 4);
    };
    for (let frame = 0; frame < bent.frames; frame++) {
      // Phalanges of 4 and 2 cm: two thirds of the bend lie in the joint that the source does not have.
      const [middle, tip] = [
        degreesOf(turn('leftIndexIntermediate', frame)),
        degreesOf(turn('leftIndexDistal', frame)),
      ];
      expect(middle).toBeCloseTo(2 * tip, 1);
    }
  });

  test('that only the target has are relaxed, one by one', () => {
    const source = syntheticPerson({
      fingers: true,
      without: (['left', 'right'] as const).flatMap((side) =>
        (['Proximal', 'Intermediate', 'Distal'] as const).map((part): HumanoidBone => `${side}Little${part}`),
      ),
    });
    const target = syntheticPerson({ fingers: true });
    const clip = retargetClip(planOf(source, target), source.clip, { ik: false });
    const little = vectorAngles(
      target.directions(clip, 'leftHand', 'leftLittleProximal'),
      target.directions(clip, 'leftLittleProximal', 'leftLittleIntermediate'),
    );
    expect(little.max - little.mean).toBeLessThan(0.01);
    expect(little.mean).toBeGreaterThan(10);
    const index = vectorAngles(
      target.directions(clip, 'leftIndexProximal', 'leftIndexIntermediate'),
      source.directions(source.clip, 'leftIndexProximal', 'leftIndexIntermediate'),
    );
    expect(index.max).toBeLessThanOrEqual(0.05);
  });
});

function degreesOf([x = 0, y = 0, z = 0, w = 1]: Iterable<number> & Float32Array): number {
  return (2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w)) * 180) / Math.PI;
}

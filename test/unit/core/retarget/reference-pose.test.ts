import { readFileSync } from 'node:fs';
import {
  createRetargetPlan,
  forwardKinematics,
  parseMotion,
  retarget,
  retargetClip,
  trimClip,
} from '@kinora/core/motion';
import type { Clip, Rig, RetargetReport } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { clipDifference } from '../../../support/expect-rotation.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';
import type { SyntheticOptions, SyntheticPerson } from '../../../support/synthetic-rig.ts';

const TARGET = syntheticPerson({ armsDown: 45, axes: 4 });

/** The person, whose clip begins with its rest pose. */
function calibrated(options: SyntheticOptions = {}): SyntheticPerson {
  const person = syntheticPerson(options);
  const { rig, clip } = person;
  const rotations = clip.rotations.slice();
  const translations = clip.translations.slice();
  rotations.set(rig.restRotations);
  const moved = clip.translated[0]! * 3;
  translations.set(rig.restTranslations.subarray(moved, moved + 3));
  return { ...person, clip: { ...clip, rotations, translations } };
}

/** The same body and clip, resting as it is in one frame of the clip. */
function restingIn(person: SyntheticPerson, frame: number): SyntheticPerson {
  const joints = person.rig.names.length;
  const restTranslations = person.rig.restTranslations.slice();
  const moved = person.clip.translated[0]!;
  restTranslations.set(person.clip.translations.subarray(frame * 3, frame * 3 + 3), moved * 3);
  const restRotations = person.clip.rotations.slice(frame * joints * 4, (frame + 1) * joints * 4);
  const rig: Rig = { ...person.rig, restRotations, restTranslations };
  return { ...person, rig, clip: { ...person.clip, rig } };
}

function carry({ rig, map, clip }: SyntheticPerson): { clip: Clip; report: RetargetReport } {
  const plan = createRetargetPlan(rig, TARGET.rig, { sourceMap: map, targetMap: TARGET.map, sourceClip: clip });
  return { clip: retargetClip(plan, clip, { ik: false }), report: plan.report };
}

/** What comes after the frame for calibration: a jump out of the rest pose itself is not shown. */
function motionOf(clip: Clip): Clip {
  return trimClip(clip, 1 / clip.rate, Infinity);
}

describe('the T-pose of a source', () => {
  test.each([
    ['along the axes of its file', {}],
    ['with any bone axes, below a turned armature', { axes: 9, armature: true }],
    ['in a mirror', { mirrored: true }],
  ] as const)('that rests in the middle of a motion is the first frame of its clip: %s', (_, options) => {
    const sound = calibrated(options);
    const caught = carry(restingIn(sound, 7));
    expect(caught.report.sourceReference).toBe('firstFrame');
    expect(caught.report.warnings.join()).toMatch(/in the middle of a motion/);
    const { degrees, metres } = clipDifference(motionOf(caught.clip), motionOf(carry(sound).clip));
    expect(degrees).toBeLessThanOrEqual(0.01);
    expect(metres).toBeLessThanOrEqual(1e-4);
  });

  test.each([
    ['a T-pose', {}],
    ['arms at the sides', { armsDown: 85 }],
    ['legs apart and arms half down', { armsDown: 45, legsApart: 20 }],
  ] as const)('that rests in %s is its rest, whatever its clip begins with', (_, options) => {
    const person = syntheticPerson(options);
    expect(carry(person).report.sourceReference).toBe('rest');
    expect(carry(calibrated(options)).report.sourceReference).toBe('rest');
  });

  test('is its rest all the same where the first frame is in the middle of a motion too', () => {
    expect(carry(restingIn(syntheticPerson(), 7)).report.sourceReference).toBe('rest');
  });

  test('whose rest is no stance is the first frame, where that is one', () => {
    const person = calibrated();
    const restRotations = person.rig.restRotations.slice();
    const leg = person.map.bones.leftUpperLeg!.joint;
    restRotations.set([1, 0, 0, 0], leg * 4);
    const rig: Rig = { ...person.rig, restRotations };
    const { clip, report } = carry({ ...person, rig, clip: { ...person.clip, rig } });
    expect(report.sourceReference).toBe('firstFrame');
    expect(clipDifference(motionOf(clip), motionOf(carry(person).clip)).degrees).toBeLessThanOrEqual(0.01);
  });
});

describe('a joint of the hips that is a pivot on the ground', () => {
  /** The body of `person`, whose hips are a metre below their place: they turn about the ground between the feet. */
  function onGround(person: SyntheticPerson): SyntheticPerson {
    const { rig, clip } = person;
    const restTranslations = rig.restTranslations.slice();
    restTranslations[1]! -= 1;
    rig.parents.forEach((parent, joint) => {
      if (parent === 0) restTranslations[joint * 3 + 1]! += 1;
    });
    const translations = clip.translations.slice();
    const down = new Float64Array(6);
    for (let frame = 0; frame < clip.frames; frame++) {
      const turn = clip.rotations.slice(frame * rig.names.length * 4, frame * rig.names.length * 4 + 4);
      forwardKinematics(
        PIVOT,
        Float32Array.of(...turn, 0, 0, 0, 1),
        Float32Array.of(0, 0, 0, 0, -1, 0),
        down,
        new Float64Array(8),
      );
      for (let axis = 0; axis < 3; axis++) translations[frame * 3 + axis]! += down[3 + axis]!;
    }
    const moved: Rig = { ...rig, restTranslations };
    return { ...person, rig: moved, clip: { ...clip, rig: moved, translations } };
  }

  const PIVOT: Rig = {
    names: ['hips', 'pivot'],
    parents: Int16Array.of(-1, 0),
    restTranslations: new Float32Array(6),
    restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1),
    unitMetres: 1,
  };

  test('moves the legs as one in the pelvis does', () => {
    const person = syntheticPerson();
    const usual = TARGET.places(carry(person).clip, 'leftUpperLeg');
    const pivoted = TARGET.places(carry(onGround(person)).clip, 'leftUpperLeg');
    // Its hips are 8 cm above the legs, which a turn by 30° moves by 4 cm; about the ground it would be half a metre.
    usual.forEach((place, i) => expect(Math.abs(pivoted[i]! - place)).toBeLessThan(0.04));
  });

  test('of the target is carried to where its legs belong', () => {
    const person = syntheticPerson();
    const target = onGround(syntheticPerson({ armsDown: 45 }));
    const plan = createRetargetPlan(person.rig, target.rig, { sourceMap: person.map, targetMap: target.map });
    const places = target.places(retargetClip(plan, person.clip, { ik: false }), 'leftUpperLeg');
    person.places(person.clip, 'leftUpperLeg').forEach((place, i) => {
      expect(Math.abs(places[i]! - place)).toBeLessThan(0.04);
    });
  });
});

describeShared('a real file that rests in the middle of a motion, and turns its hips about the ground', () => {
  function load(path: string): { rig: Rig; clips: readonly Clip[] } {
    return parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
  }

  test.each(['avatars/cryptovoxels_vrm0.vrm', 'avatars/mh_mixamorig_cm.glb', 'avatars/KayKit_Knight.glb'])(
    'keeps its directions and its feet on %s',
    (avatar) => {
      const clip = load('anims/hips_spine_twisting.vrma').clips[0]!;
      const { rig } = load(avatar);
      const turns = retarget(clip, rig, { ik: false }).report;
      expect(turns.sourceReference).toBe('firstFrame');
      expect((turns.metrics.direction!.p99 * 180) / Math.PI).toBeLessThanOrEqual(2);
      const { slide, penetration, float } = retarget(clip, rig).report.metrics;
      expect(slide!.target * 1.7).toBeLessThanOrEqual(0.01);
      expect(penetration!.p99).toBeLessThanOrEqual(0.003);
      expect(float!.p99).toBeLessThanOrEqual(0.005);
    },
  );

  test('its body is as high as its file shows, and no higher', () => {
    const clip = load('anims/hips_spine_twisting.vrma').clips[0]!;
    const { rig } = load('avatars/mh_mixamorig_cm.glb');
    expect(retarget(clip, rig).report.metrics.heights.source).toBeCloseTo(1.75 / 0.85, 1);
  });
});

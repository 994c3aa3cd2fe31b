import { createFootwork, createPose, createRetargetPlan, retargetClip, retargetPose } from '@kinora/core/motion';
import type { Clip, Contact, HumanoidBone, Rig } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clipDifference, vectorAngles } from '../../../support/expect-rotation.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';
import type { SyntheticOptions, SyntheticPerson } from '../../../support/synthetic-rig.ts';

const SIDES = ['left', 'right'] as const;
/** Of a stature of 1.7 m: 0.3 % pass, as in docs/results/retarget-matrix.md. */
const UNSEEN = 0.003 * 1.7;
const SOLE = 0.02;

function carry(source: SyntheticPerson, target: SyntheticPerson, clip: Clip): Clip {
  const { rig, map } = target;
  const plan = createRetargetPlan(source.rig, rig, { sourceMap: source.map, targetMap: map, sourceClip: clip });
  return retargetClip(plan, clip);
}

/** [frames × 3] places of one bone, frame by frame. */
function path(person: SyntheticPerson, clip: Clip, bone: HumanoidBone): number[][] {
  const places = person.places(clip, bone);
  return Array.from({ length: clip.frames }, (_, frame) => [...places.subarray(frame * 3, frame * 3 + 3)]);
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, axis) => value - b[axis]!));

/** Both feet stand all the time, say the contacts, and the body sways above them. */
function swaying(person: SyntheticPerson): Clip {
  const clip = standingClip(person.rig, 1, (t) => [0.03 * Math.sin(6 * t), -0.06 + 0.02 * Math.cos(9 * t), 0.02 * t]);
  return { ...clip, contacts: SIDES.map((side): Contact => ({ side, from: 0, to: 1 })) };
}

/** From bent knees into the air and back, every second; each foot stays straight below its hip. */
function hopping(person: SyntheticPerson): Clip {
  const bendAt = (t: number): number => 40 - 30 * Math.sin(Math.PI * t) ** 2;
  const airAt = (t: number): number =>
    0.08 * Math.sin((Math.PI * Math.min(Math.max((t % 1) - 0.3, 0), 0.4)) / 0.4) ** 2;
  const sinkAt = (t: number): number => 0.84 * (1 - Math.cos((bendAt(t) * Math.PI) / 180));
  const clip = standingClip(person.rig, 3, (t) => [0, airAt(t) - sinkAt(t), 0]);
  const joints = person.rig.names.length;
  for (let frame = 0; frame < clip.frames; frame++) {
    for (const side of SIDES) {
      for (const [bone, share] of [
        ['UpperLeg', -1],
        ['LowerLeg', 2],
        ['Foot', -1],
      ] as const) {
        const { joint } = person.map.bones[`${side}${bone}`]!;
        clip.rotations.set(about([1, 0, 0], share * bendAt(frame / clip.rate)), (frame * joints + joint) * 4);
      }
    }
  }
  return clip;
}

/** Thighs that are half as long again as the shins, and legs as long as they were. */
function withLowKnees(person: SyntheticPerson): SyntheticPerson {
  const restTranslations = person.rig.restTranslations.slice();
  for (const [bone, scale] of [
    ['LowerLeg', 1.2],
    ['Foot', 0.8],
  ] as const) {
    for (const side of SIDES) {
      const at = person.map.bones[`${side}${bone}`]!.joint * 3;
      for (let i = at; i < at + 3; i++) restTranslations[i]! *= scale;
    }
  }
  return { ...person, rig: { ...person.rig, restTranslations } };
}

const TARGETS: Record<string, SyntheticOptions> = {
  'the same body': { axes: 3 },
  'short legs': { legs: 0.6 },
  'long legs in an armature that is moved and turned': { legs: 1.3, armature: true, axes: 4 },
  'a body that faces 37° aside': { turn: about([0, 1, 0], 37), armsDown: 45 },
  'a mirrored file': { mirrored: true, axes: 2 },
  'feet of one piece': { without: ['leftToes', 'rightToes'] },
};

describe('planted feet', () => {
  test.each(Object.entries(TARGETS))('stand still on %s', (_, options) => {
    const source = syntheticPerson();
    const target = syntheticPerson(options);
    const baked = carry(source, target, swaying(source));
    for (const side of SIDES) {
      const ball = path(target, baked, options.without ? `${side}Foot` : `${side}Toes`);
      for (const place of ball) expect(distance(place, ball[0]!)).toBeLessThan(2 * UNSEEN);
      for (const [x, , z] of ball) expect(distance([x!, 0, z!], [ball[0]![0]!, 0, ball[0]![2]!])).toBeLessThan(1e-4);
    }
    expect(baked.contacts).toHaveLength(2);
  });

  test('legs that are too short draw the body down to them', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.8, axes: 1 });
    // Both feet far in front: with straight legs of its own the target would hang in the air above their places.
    const clip = standingClip(source.rig, 1, (t) => [0, 0, 0.5 * Math.min(Math.max(t - 0.25, 0), 0.5)]);
    const contacts = SIDES.map((side): Contact => ({ side, from: 0, to: 1 }));
    const baked = carry(source, target, { ...clip, contacts });
    for (const side of SIDES) {
      const ball = path(target, baked, `${side}Toes`);
      for (const place of ball) expect(distance(place, ball[0]!)).toBeLessThan(0.01);
    }
    const hips = path(target, baked, 'hips').map(([, y]) => y!);
    expect(Math.min(...hips)).toBeLessThan(hips[15]! + 1e-9);
  });

  test('stand on stairs as high as the legs are long', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.5, axes: 8 });
    const step = (t: number): number => 0.4 * Math.min(Math.max((t - 1) / 0.4, 0), 1);
    const clip = standingClip(source.rig, 2.5, (t) => [0, step(t), step(t)]);
    const toes = path(target, carry(source, target, clip), 'leftToes');
    expect(toes[10]![1]).toBeCloseTo(SOLE, 2);
    expect(toes.at(-10)![1]).toBeCloseTo(SOLE + 0.2, 2);
  });

  test('stand in one place across the seam of a loop', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.8 });
    const clip = standingClip(source.rig, 1, (t) => [0.03 * Math.sin(2 * Math.PI * t), -0.08, 0]);
    const contacts: Contact[] = [
      { side: 'left', from: 0, to: 0.3 },
      { side: 'left', from: 0.7, to: 1 },
    ];
    const ball = path(target, carry(source, target, { ...clip, contacts }), 'leftToes');
    for (const place of [...ball.slice(0, 8), ...ball.slice(-8)]) {
      expect(distance(place, ball[0]!)).toBeLessThan(5e-4);
    }
  });

  test('go straight up and down in a hop on the spot, on legs that are divided otherwise', () => {
    const source = syntheticPerson();
    const target = withLowKnees(source);
    const baked = carry(source, target, hopping(source));
    expect(baked.contacts!.length).toBeGreaterThan(2);
    for (const side of SIDES) {
      const ball = path(target, baked, `${side}Toes`);
      expect(Math.max(...ball.map(([, y]) => y!)) - ball[0]![1]!).toBeGreaterThan(0.05);
      for (const [x, , z] of ball) expect(distance([x!, 0, z!], [ball[0]![0]!, 0, ball[0]![2]!])).toBeLessThan(1e-3);
    }
  });

  test('are let go without a jerk', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.7 });
    const clip = standingClip(source.rig, 2, (t) => [0, -0.1, 0.3 * (1 - Math.cos(Math.PI * t))], { rate: 60 });
    const contacts: Contact[] = [
      { side: 'left', from: 0.4, to: 0.7 },
      { side: 'left', from: 0.9, to: 1.3 },
    ];
    const moved = carry(source, target, { ...clip, contacts });
    const free = path(target, carry(source, target, { ...clip, contacts: [] }), 'leftToes');
    const ball = path(target, moved, 'leftToes');
    const steps = ball.slice(1).map((place, i) => distance(place, ball[i]!));
    const fastest = Math.max(...free.slice(1).map((place, i) => distance(place, free[i]!)));
    // It catches up with the body, and does so like a spring.
    expect(Math.max(...steps)).toBeLessThan(3 * fastest);
    expect(Math.max(...steps.slice(1).map((step, i) => Math.abs(step - steps[i]!)))).toBeLessThan(fastest);
    expect(distance(ball[0]!, free[0]!)).toBeLessThan(0.01);
  });

  test('no sole goes below the ground, whatever the body does', () => {
    for (const options of Object.values(TARGETS)) {
      const source = syntheticPerson();
      const target = syntheticPerson({ axes: 1, ...options, without: [] });
      const baked = carry(source, target, source.clip);
      for (const side of SIDES) {
        for (const [, y] of path(target, baked, `${side}Toes`)) expect(y).toBeGreaterThan(SOLE - UNSEEN);
      }
    }
  });

  test('large feet roll on their balls as high as small ones', () => {
    const source = syntheticPerson();
    const target = longFeet(syntheticPerson(), 2);
    const plan = createRetargetPlan(source.rig, target.rig, { sourceMap: source.map, targetMap: target.map });
    expect(plan.steps.legs.tilt).toBeCloseTo(0.5, 1);
    const baked = retargetClip(plan, source.clip);
    const turns = retargetClip(plan, source.clip, { ik: false });
    const foot = (clip: Clip): Float64Array => target.directions(clip, 'leftFoot', 'leftToes');
    const rest = Float64Array.from(foot(turns), (_, at) => (at % 3 === 1 ? -0.3714 : at % 3 === 2 ? 0.9285 : 0));
    expect(vectorAngles(foot(baked), rest).mean).toBeLessThan(vectorAngles(foot(turns), rest).mean);
  });

  test('a knee that is overstretched bends to the front', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ axes: 5 });
    const clip = standingClip(source.rig, 1, () => [0, -0.05, 0]);
    const shin = source.map.bones.leftLowerLeg!.joint;
    for (let frame = 0; frame < clip.frames; frame++) {
      clip.rotations.set(about([1, 0, 0], -4), (frame * source.rig.names.length + shin) * 4);
    }
    const baked = carry(source, target, clip);
    const [hip] = path(target, baked, 'leftUpperLeg');
    const [knee] = path(target, baked, 'leftLowerLeg');
    expect(knee![2]! - hip![2]!).toBeGreaterThan(0);
  });
});

describe('footwork', () => {
  const anyTime = fc.double({ min: -0.5, max: 1.5, noNaN: true });

  test('depends on the time alone', () => {
    const source = syntheticPerson({ armsDown: 40 });
    const target = syntheticPerson({ legs: 0.7, axes: 6 });
    const clip: Clip = { ...source.clip, contacts: [{ side: 'left', from: 0.1, to: 0.3 }] };
    const options = { sourceMap: source.map, targetMap: target.map, sourceClip: clip };
    const plan = createRetargetPlan(source.rig, target.rig, options);
    const footwork = createFootwork(plan, clip);
    const pose = createPose(source.rig);
    const [first, other, again] = [createPose(target.rig), createPose(target.rig), createPose(target.rig)];
    fc.assert(
      fc.property(anyTime, anyTime, (time, between) => {
        retargetPose(plan, pose, first, footwork, time);
        retargetPose(plan, pose, other, footwork, between);
        retargetPose(plan, pose, again, footwork, time);
        expect(again).toEqual(first);
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  test('does not depend on how the target is written', () => {
    const source = syntheticPerson();
    const clip = swaying(source);
    const plain = syntheticPerson({ legs: 0.8 });
    const expected = carry(source, plain, clip);
    for (const written of [{ axes: 3 }, { scale: 100 }, { turn: about([1, 2, 3], 80) }, { armature: true }]) {
      const target = syntheticPerson({ legs: 0.8, ...written });
      const baked = carry(source, target, clip);
      for (const [bone, tail] of [
        ['leftUpperLeg', 'leftLowerLeg'],
        ['rightLowerLeg', 'rightFoot'],
        ['leftFoot', 'leftToes'],
      ] as const) {
        const angles = vectorAngles(target.directions(baked, bone, tail), plain.directions(expected, bone, tail));
        expect(angles.max).toBeLessThanOrEqual(0.05);
      }
    }
  });

  test('leaves the clip of a rig on a copy of that rig as it is', () => {
    const person = syntheticPerson({ axes: 2 });
    const copy = { ...person, rig: structuredClone(person.rig) };
    const { degrees, metres } = clipDifference(carry(person, copy, person.clip), person.clip);
    expect(degrees).toBeLessThanOrEqual(0.01);
    expect(metres).toBeLessThanOrEqual(1e-5);
  });
});

describe('feet that are none', () => {
  const LEGLESS: Record<string, (person: SyntheticPerson) => SyntheticPerson> = {
    'shins without length': (person) => without(person, 'leftFoot'),
    'thighs without length': (person) => without(person, 'leftLowerLeg'),
    'legs without any length': (person) => without(without(person, 'leftFoot'), 'leftLowerLeg'),
    'feet without length': (person) => without(person, 'leftToes'),
    'legs that end at the knee': () => syntheticPerson({ without: ['leftFoot', 'rightFoot', 'leftToes', 'rightToes'] }),
    'feet of one piece': () => syntheticPerson({ without: ['leftToes', 'rightToes'] }),
  };

  test.each(Object.entries(LEGLESS))('%s make no nonsense', (_, change) => {
    const whole = syntheticPerson();
    const part = change(syntheticPerson());
    for (const [source, target] of [
      [whole, part],
      [part, whole],
    ] as const) {
      const clip =
        source.rig.names.length === whole.rig.names.length ? { ...whole.clip, rig: source.rig } : source.clip;
      const baked = carry(source, target, { ...clip, contacts: [{ side: 'left', from: 0, to: 0.4 }] });
      expect(baked.rotations.every(Number.isFinite)).toBe(true);
      expect(baked.translations.every(Number.isFinite)).toBe(true);
    }
  });

  test('feet that hang from the root stand where feet stand', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.8 });
    const loose = detachFoot(target);
    const clip = swaying(source);
    const plan = createRetargetPlan(source.rig, loose, { sourceMap: source.map, targetMap: target.map });
    const baked = retargetClip(plan, clip);
    const whole = carry(source, target, clip);
    for (const bone of ['leftFoot', 'leftLowerLeg', 'leftToes'] as const) {
      target.places(baked, bone).forEach((value, i) => {
        expect(value).toBeCloseTo(target.places(whole, bone)[i]!, 4);
      });
    }
  });

  test('contacts outside the clip, or one within another, are no harm', () => {
    const source = syntheticPerson();
    const target = syntheticPerson({ legs: 0.8 });
    const contacts: Contact[] = [
      { side: 'left', from: -3, to: -1 },
      { side: 'left', from: 0.1, to: 0.5 },
      { side: 'left', from: 0.2, to: 0.3 },
      { side: 'right', from: 0.5, to: 99 },
      { side: 'right', from: 0.4, to: 0.2 },
    ];
    const baked = carry(source, target, { ...source.clip, contacts });
    expect(baked.rotations.every(Number.isFinite)).toBe(true);
  });
});

/** A joint that lies on its parent. */
function without(person: SyntheticPerson, bone: HumanoidBone): SyntheticPerson {
  const restTranslations = Float32Array.from(person.rig.restTranslations);
  restTranslations.fill(0, person.map.bones[bone]!.joint * 3, person.map.bones[bone]!.joint * 3 + 3);
  return { ...person, rig: { ...person.rig, restTranslations } };
}

function longFeet(person: SyntheticPerson, factor: number): SyntheticPerson {
  const restTranslations = Float32Array.from(person.rig.restTranslations);
  for (const side of SIDES) {
    const at = person.map.bones[`${side}Toes`]!.joint * 3;
    for (let i = at; i < at + 3; i++) restTranslations[i]! *= factor;
  }
  return { ...person, rig: { ...person.rig, restTranslations } };
}

function detachFoot(person: SyntheticPerson): Rig {
  const { rig, map } = person;
  const foot = map.bones.leftFoot!.joint;
  const rest = { name: 'rest', rig, frames: 1, rate: 30, rotations: rig.restRotations };
  const at = person.places({ ...rest, translated: Int16Array.of(), translations: new Float32Array() }, 'leftFoot');
  const parents = Int16Array.from(rig.parents);
  const restTranslations = Float32Array.from(rig.restTranslations);
  parents[foot] = 0;
  restTranslations.set(
    [0, 1, 2].map((axis) => at[axis]! - restTranslations[axis]!),
    foot * 3,
  );
  return { ...rig, parents, restTranslations };
}

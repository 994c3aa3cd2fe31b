import { createRetargetPlan, multiplyQuat, restModel, retargetClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap, Rig, TwistJoint } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { clipDifference, degreesBetween } from '../../../support/expect-rotation.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';
import type { Quat, SyntheticPerson } from '../../../support/synthetic-rig.ts';

interface Body {
  readonly rig: Rig;
  readonly map: HumanoidMap;
}

const SIDE = 'left';
/** A straight arm in a T-pose points along +X, and so does the axis of its roll. */
const ROLL: Quat = about([1, 0, 0], 60);

/** One frame at rest in which a bone is turned against its parent. */
function turned({ rig, map }: Body, bone: HumanoidBone, turn: Quat): Clip {
  const rotations = Float32Array.from(rig.restRotations);
  const at = map.bones[bone]!.joint * 4;
  multiplyQuat(rotations, at, Float32Array.from(turn), 0, rotations, at);
  return {
    name: 'rolled',
    rig,
    frames: 1,
    rate: 30,
    rotations,
    translated: Int16Array.of(),
    translations: new Float32Array(),
  };
}

function carry(source: Body, target: Body, clip: Clip, options?: { readonly ik: boolean }): Clip {
  const maps = { sourceMap: source.map, targetMap: target.map };
  return retargetClip(createRetargetPlan(source.rig, target.rig, maps), clip, options);
}

function localTurn(clip: Clip, joint: number): Float32Array {
  return clip.rotations.subarray(joint * 4, joint * 4 + 4);
}

/** [4] orientation of a joint in model space in the first frame. */
function modelTurn({ rig, rotations }: Clip, joint: number): Float64Array {
  const { rotations: turns } = restModel({ ...rig, restRotations: rotations.slice(0, rig.names.length * 4) });
  return turns.slice(joint * 4, joint * 4 + 4);
}

/** Puts a joint on a limb bone: beside what follows, or between. All rest rotations are none. */
function withTwist(
  { rig, map }: SyntheticPerson,
  bone: HumanoidBone,
  next: HumanoidBone,
  fraction: number,
  inLine: boolean,
): Body {
  const [limb, end] = [map.bones[bone]!.joint, map.bones[next]!.joint];
  const place = (from: number, by: number): number[] =>
    [0, 1, 2].map((axis) => rig.restTranslations[from * 3 + axis]! * by);
  const joint = limb + 1;
  const moved = (index: number): number => (index >= joint ? index + 1 : index);
  const insert = (values: ArrayLike<number>, width: number, added: readonly number[]): number[] => {
    const all = Array.from(values);
    all.splice(joint * width, 0, ...added);
    return all;
  };
  const parents = insert(Int16Array.from(rig.parents, moved), 1, [limb]);
  const restTranslations = insert(rig.restTranslations, 3, place(end, fraction));
  if (inLine) {
    parents[moved(end)] = joint;
    place(end, 1 - fraction).forEach((value, axis) => (restTranslations[moved(end) * 3 + axis] = value));
  }
  const bones = Object.fromEntries(
    Object.entries(map.bones).map(([name, match]) => [name, { ...match, joint: moved(match.joint) }]),
  );
  const twist: TwistJoint = { joint, bone, fraction, inLine };
  return {
    rig: {
      ...rig,
      names: [...rig.names.slice(0, joint), 'twist', ...rig.names.slice(joint)],
      parents: Int16Array.from(parents),
      restTranslations: Float32Array.from(restTranslations),
      restRotations: Float32Array.from(insert(rig.restRotations, 4, [0, 0, 0, 1])),
    },
    map: { ...map, bones, twists: [twist] },
  };
}

describe('the roll of a hand', () => {
  const source = syntheticPerson({ legs: 0.9 });
  const clip = turned(source, `${SIDE}Hand`, ROLL);
  const joint = ({ map }: Body, bone: HumanoidBone): number => map.bones[bone]!.joint;

  test('goes half into a forearm without twist joints, and the hand stays as it is turned', () => {
    const target = syntheticPerson();
    const shared = carry(source, target, clip);
    const alone = carry(source, target, clip, { ik: false });
    const [hand, forearm] = [joint(target, `${SIDE}Hand`), joint(target, `${SIDE}LowerArm`)];
    expect(degreesBetween(localTurn(shared, forearm), about([1, 0, 0], 30))).toBeLessThan(0.01);
    expect(degreesBetween(localTurn(alone, forearm), [0, 0, 0, 1])).toBeLessThan(0.01);
    expect(degreesBetween(modelTurn(shared, hand), modelTurn(alone, hand))).toBeLessThan(0.01);
  });

  test('goes into a twist joint beside the forearm as far as it lies towards the hand', () => {
    const target = withTwist(syntheticPerson(), `${SIDE}LowerArm`, `${SIDE}Hand`, 0.7, false);
    const baked = carry(source, target, clip);
    expect(degreesBetween(localTurn(baked, joint(target, `${SIDE}LowerArm`)), [0, 0, 0, 1])).toBeLessThan(0.01);
    expect(degreesBetween(localTurn(baked, target.map.twists[0]!.joint), about([1, 0, 0], 42))).toBeLessThan(0.01);
  });

  test('of more than half a turn goes the short way round', () => {
    const target = withTwist(syntheticPerson(), `${SIDE}LowerArm`, `${SIDE}Hand`, 0.5, false);
    const baked = carry(source, target, turned(source, `${SIDE}Hand`, about([1, 0, 0], 200)));
    expect(degreesBetween(localTurn(baked, target.map.twists[0]!.joint), about([1, 0, 0], -80))).toBeLessThan(0.01);
  });
});

describe('the roll of an upper arm', () => {
  const source = syntheticPerson({ legs: 0.9 });
  const clip = turned(source, `${SIDE}UpperArm`, ROLL);

  test('is taken back beside the shoulder', () => {
    const target = withTwist(syntheticPerson(), `${SIDE}UpperArm`, `${SIDE}LowerArm`, 0.25, false);
    const baked = carry(source, target, clip);
    expect(degreesBetween(localTurn(baked, target.map.twists[0]!.joint), about([1, 0, 0], -45))).toBeLessThan(0.01);
  });

  test('lies in a twist joint in line, and comes back from there', () => {
    const target = withTwist(syntheticPerson(), `${SIDE}UpperArm`, `${SIDE}LowerArm`, 0.5, true);
    const baked = carry(source, target, clip, { ik: false });
    const [upper, lower] = [target.map.bones.leftUpperArm!.joint, target.map.bones.leftLowerArm!.joint];
    expect(degreesBetween(localTurn(baked, upper), [0, 0, 0, 1])).toBeLessThan(0.01);
    expect(degreesBetween(localTurn(baked, target.map.twists[0]!.joint), ROLL)).toBeLessThan(0.01);
    expect(degreesBetween(modelTurn(baked, lower), ROLL)).toBeLessThan(0.01);
    const { degrees } = clipDifference(carry(target, source, baked, { ik: false }), {
      ...clip,
      translated: Int16Array.of(0),
      translations: source.rig.restTranslations.slice(0, 3),
    });
    expect(degrees).toBeLessThan(0.05);
  });
});

describe('twist joints', () => {
  test('of a whole dance leave hands, feet and directions as they are', () => {
    const source = syntheticPerson();
    const plain = syntheticPerson({ legs: 0.99 });
    const expected = carry(source, plain, source.clip, { ik: false });
    for (const [bone, next] of [
      ['leftUpperArm', 'leftLowerArm'],
      ['leftLowerArm', 'leftHand'],
      ['rightUpperLeg', 'rightLowerLeg'],
    ] as const) {
      for (const inLine of [true, false]) {
        const target = withTwist(syntheticPerson(), bone, next, 0.4, inLine);
        const baked = carry(source, target, source.clip, { ik: false });
        const end = target.map.bones[next]!.joint;
        expect(degreesBetween(modelTurn(baked, end), modelTurn(expected, plain.map.bones[next]!.joint))).toBeLessThan(
          0.05,
        );
        expect(baked.rotations.every(Number.isFinite)).toBe(true);
      }
    }
  });

  test('on a limb of no length make no nonsense', () => {
    const source = syntheticPerson();
    const target = withTwist(syntheticPerson(), 'leftLowerArm', 'leftHand', 0, true);
    const rig = { ...target.rig, restTranslations: Float32Array.from(target.rig.restTranslations) };
    rig.restTranslations.fill(0, target.map.bones.leftHand!.joint * 3, target.map.bones.leftHand!.joint * 3 + 3);
    const baked = carry(source, { ...target, rig }, source.clip);
    expect(baked.rotations.every(Number.isFinite)).toBe(true);
  });
});

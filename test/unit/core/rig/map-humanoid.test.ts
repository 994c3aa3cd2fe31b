import { describe, expect, test } from 'vitest';
import { HUMANOID_BONES, REQUIRED_BONES, mapHumanoid, restModel } from '@kinora/core/motion';
import type { HumanoidBone, HumanoidMap, Rig } from '@kinora/core/motion';
import { moved, renamed, withArmsDown, withRandomAxes } from '../../../fixtures/rigs/disguise.ts';
import { NAMING_SCHEMES, schemeOf } from '../../../fixtures/rigs/naming-schemes.ts';
import { seededRandom } from '../../../fixtures/rigs/seeded-random.ts';

/** Bone → name of its joint. */
function namesOf(rig: Rig, map: HumanoidMap): Record<string, string> {
  return Object.fromEntries(Object.entries(map.bones).map(([bone, { joint }]) => [bone, rig.names[joint]!]));
}

function jointsOf(map: HumanoidMap): Record<string, number> {
  return Object.fromEntries(Object.entries(map.bones).map(([bone, { joint }]) => [bone, joint]));
}

const mixamo = schemeOf('Mixamo').rig;
const other = (bone: string): string => bone.replace(/^left|^right/, (side) => (side === 'left' ? 'right' : 'left'));

describe('mapHumanoid() by names', () => {
  describe.each(NAMING_SCHEMES)('$title', ({ rig, truth }) => {
    test('maps every bone, and is sure of the required ones', () => {
      const map = mapHumanoid(rig);
      expect(namesOf(rig, map)).toEqual(truth);
      expect(map.confidence).toBeGreaterThanOrEqual(0.6);
      expect(map.warnings).toEqual([]);
    });

    test('maps the same whatever the axes of the bones, the pose of the arms, the size and the heading', () => {
      const expected = jointsOf(mapHumanoid(rig));
      const giant = moved(rig, ([x, y, z]) => [x * 100, y * 100, z * 100]);
      const lyingBackwards = moved(rig, ([x, y, z]) => [-x, z, y]);
      const sideways = moved(rig, ([x, y, z]) => [z, y, -x]);
      for (const disguised of [withRandomAxes(rig, 7), withArmsDown(rig, 1.2), giant, lyingBackwards, sideways]) {
        expect(jointsOf(mapHumanoid(disguised))).toEqual(expected);
      }
    });

    test('believes the feet where names swap left and right, and says so', () => {
      const mirrored = moved(rig, ([x, y, z]) => [-x, y, z]);
      const map = mapHumanoid(mirrored);
      const expected = jointsOf(mapHumanoid(rig));
      // Without toes nothing contradicts the names.
      const knowsFront = expected['leftToes'] !== undefined;
      for (const bone of REQUIRED_BONES) {
        expect([bone, map.bones[bone]?.joint]).toEqual([bone, expected[knowsFront ? other(bone) : bone]]);
      }
      expect(map.warnings.filter((warning) => warning.includes('swapped'))).toHaveLength(knowsFront ? 2 : 0);
    });
  });

  test('keeps the sides of the names where the zero pose is a layout of bones along +X', () => {
    const { rig, truth } = schemeOf('LAFAN1');
    const { positions } = restModel(rig);
    const layout: Rig = {
      ...rig,
      restTranslations: rig.restTranslations.map((_, i) => {
        const [joint, axis] = [Math.floor(i / 3), i % 3];
        const offset = [0, 1, 2].map((k) => positions[joint * 3 + k]! - (positions[rig.parents[joint]! * 3 + k] ?? 0));
        return axis === 0 ? Math.hypot(...offset) : 0;
      }),
    };
    expect(namesOf(layout, mapHumanoid(layout))).toEqual(truth);
  });

  test('gives a reason and a confidence in (0, 1] for every bone', () => {
    const { bones } = mapHumanoid(mixamo);
    expect(bones.leftUpperArm?.reason).toContain('name "mixamorig:LeftArm"');
    for (const match of Object.values(bones)) {
      expect(match.reason).not.toBe('');
      expect(match.confidence).toBeGreaterThan(0);
      expect(match.confidence).toBeLessThanOrEqual(1);
    }
  });
});

describe('mapHumanoid() on doubtful bones', () => {
  const alternatives = (title: string, bone: HumanoidBone): string[] => {
    const { rig } = schemeOf(title);
    return (mapHumanoid(rig).bones[bone]?.alternatives ?? []).map(({ joint }) => rig.names[joint]!);
  };

  test('tells what else a bone might be, best first', () => {
    expect(alternatives('Daz Genesis 2', 'hips')).toEqual(['pelvis']);
    expect(alternatives('Rokoko Newton', 'chest')).toEqual(['Spine2']);
    expect(alternatives('HumanIK with ten trunk joints', 'neck')).toEqual(['Neck1', 'Neck2', 'Neck3']);
  });

  test('counts no twist, no helper, no joint of the other side and no better bone among them', () => {
    for (const { rig, title } of NAMING_SCHEMES) {
      const { bones, twists } = mapHumanoid(rig);
      const barred = new Set(twists.map(({ joint }) => joint));
      for (const [bone, match] of Object.entries(bones)) {
        const others = (match.alternatives ?? []).map(({ joint }) => joint);
        expect({ title, bone, barred: others.filter((joint) => barred.has(joint)) }).toEqual({
          title,
          bone,
          barred: [],
        });
        expect(others).not.toContain(match.joint);
        expect(others.length).toBeLessThanOrEqual(3);
      }
    }
  });

  test('names the next best of a required bone that it is not sure of', () => {
    const { rig } = schemeOf('Daz Genesis 2');
    const map = mapHumanoid(renamed(rig, (joint) => (joint === 0 ? 'bdg' : rig.names[joint]!)));
    expect(map.warnings.join(' ')).toMatch(/hips may not be "bdg" \(\d+ % sure, by structure; next best is "pelvis"\)/);
  });

  test('of two skeletons in one file it takes the bones of one', () => {
    const copy = (suffix: string): Rig => ({
      ...mixamo,
      names: [...mixamo.names, ...mixamo.names.map((name) => name + suffix)],
      parents: Int16Array.from([
        ...mixamo.parents,
        ...Array.from(mixamo.parents, (parent) => (parent < 0 ? 0 : parent + mixamo.names.length)),
      ]),
      restTranslations: Float32Array.from([...mixamo.restTranslations, ...mixamo.restTranslations]),
      restRotations: Float32Array.from([...mixamo.restRotations, ...mixamo.restRotations]),
    });
    const expected = jointsOf(mapHumanoid(mixamo));
    for (const suffix of ['', '_1', '_ctrl']) expect(jointsOf(mapHumanoid(copy(suffix)))).toEqual(expected);
  });
});

describe('mapHumanoid() by structure', () => {
  const nonsense = (seed: number) => {
    const random = seededRandom(seed);
    const letter = (): string => 'bdgkmnpstvwxz'[Math.floor(random() * 13)]!;
    return (): string => Array.from({ length: 5 }, letter).join('');
  };
  const disguises: readonly (readonly [string, (joint: number) => string])[] = [
    ['random letters', nonsense(3)],
    ['numbers', (joint) => `Bone.${String(joint).padStart(3, '0')}`],
    ['nothing', () => ''],
    ['a stray r and l', (joint) => (joint % 9 === 0 ? 'node_r' : joint % 7 === 0 ? 'node_l' : `node_${joint}`)],
  ];
  const bodies = ['Mixamo', 'DeepMotion', 'VRoid', 'LAFAN1', 'CMU for Daz', 'Bandai-Namco', 'SMPL'];

  test.each(bodies.flatMap((title) => disguises.map(([what, name]) => ({ title, what, name }))))(
    '$title named by $what: finds the required bones, and is not sure',
    ({ title, name }) => {
      const { rig } = schemeOf(title);
      const expected = jointsOf(mapHumanoid(rig));
      const map = mapHumanoid(withRandomAxes(renamed(rig, name), 11));
      for (const bone of REQUIRED_BONES) expect([bone, map.bones[bone]?.joint]).toEqual([bone, expected[bone]]);
      expect(map.confidence).toBeGreaterThan(0);
      expect(map.confidence).toBeLessThan(0.6);
      expect(map.bones.hips?.reason).toBe('structure');
      expect(map.warnings.some((warning) => warning.includes('may not be'))).toBe(true);
    },
  );

  test('takes a nameless figure without feet to face +Z, and says so', () => {
    const { rig } = schemeOf('Roblox R15');
    const expected = jointsOf(mapHumanoid(rig));
    const map = mapHumanoid(renamed(rig, () => ''));
    expect(map.bones.leftUpperArm?.joint).toBe(expected['leftUpperArm']);
    expect(map.bones.rightLowerLeg?.joint).toBe(expected['rightLowerLeg']);
    expect(map.warnings.some((warning) => warning.includes('+Z'))).toBe(true);
  });
});

describe('mapHumanoid() on half-known names', () => {
  /** The joint, or the one or two above it that the same bone may begin at (`upperarm01`, `upperarm02`). */
  const sameBone = ({ parents }: Rig, joint: number): number[] => [
    joint,
    parents[joint]!,
    parents[parents[joint]!] ?? -1,
  ];

  test.each([0.1, 0.3, 0.5, 0.8])('with %d of the names lost it is sure of no wrong bone', (lost) => {
    const random = seededRandom(lost * 100);
    for (const { title, rig } of NAMING_SCHEMES) {
      const expected = jointsOf(mapHumanoid(rig));
      const map = mapHumanoid(renamed(rig, (joint) => (random() < lost ? `bdg${joint}` : rig.names[joint]!)));
      for (const bone of REQUIRED_BONES) {
        const match = map.bones[bone];
        if (!match || match.confidence < 0.6) continue;
        expect({ title, bone, wanted: sameBone(rig, match.joint).includes(expected[bone]!) }).toEqual({
          title,
          bone,
          wanted: true,
        });
      }
    }
  });
});

describe('mapHumanoid() by declaration', () => {
  test('believes the bones that the file declares, not the names', () => {
    const found = jointsOf(mapHumanoid(mixamo));
    // Names of a mirrored figure on purpose: whoever declares bones means what they declare.
    const declared = Object.fromEntries(Object.entries(found).map(([bone, joint]) => [other(bone), joint]));
    const map = mapHumanoid({ ...mixamo, declared });
    expect(jointsOf(map)).toEqual(declared);
    expect(map.bones.leftHand).toEqual({ joint: declared['leftHand'], confidence: 1, reason: 'VRM metadata' });
    expect(map.confidence).toBe(1);
  });

  test('does not add what the file leaves out on purpose', () => {
    const found = Object.entries(jointsOf(mapHumanoid(mixamo)));
    const declared = Object.fromEntries(found.filter(([bone]) => bone !== 'upperChest' && bone !== 'leftThumbDistal'));
    const map = mapHumanoid({ ...mixamo, declared });
    expect(jointsOf(map)).toEqual(declared);
  });

  test('finds a required bone that the file forgot', () => {
    const found = jointsOf(mapHumanoid(mixamo));
    const { leftLowerArm, ...declared } = found;
    const map = mapHumanoid({ ...mixamo, declared });
    expect(map.bones.leftLowerArm?.joint).toBe(leftLowerArm);
    expect(map.bones.leftLowerArm?.confidence).toBeLessThan(1);
  });

  test('passes over a declared joint that does not exist', () => {
    const map = mapHumanoid({ ...mixamo, declared: { ...jointsOf(mapHumanoid(mixamo)), jaw: 999 } });
    expect(map.bones.jaw).toBeUndefined();
    expect(map.warnings.some((warning) => warning.includes('jaw'))).toBe(true);
  });
});

describe('mapHumanoid() on what is no humanoid', () => {
  const withoutBones = (rig: Rig): number => mapHumanoid(rig).confidence;

  test('an animal on four legs with the names of a man', () => {
    const down = (rig: Rig): Rig =>
      moved(rig, ([x, y, z]) => {
        // The trunk is laid forwards above the ground; arms and legs hang from it.
        if (y < 0.93) return [x, y, z];
        const arm = Math.abs(x) > 0.17 && y < 1.5;
        const forwards = y - 0.95;
        return arm ? [Math.sign(x) * 0.17, 0.95 - (Math.abs(x) - 0.17), forwards] : [x, 0.95, z + forwards];
      });
    const map = mapHumanoid(down(schemeOf('Bandai-Namco').rig));
    expect(map.confidence).toBe(0);
    expect(map.warnings.join(' ')).toContain('four legs');
  });

  test.each([
    ['one joint', ['root'], [-1]],
    ['a chain', ['Spine', 'Spine1', 'Spine2', 'Neck', 'Head'], [-1, 0, 1, 2, 3]],
    ['a star', ['hub', 'a', 'b', 'c', 'd', 'e'], [-1, 0, 0, 0, 0, 0]],
    ['two roots', ['Hips', 'Head'], [-1, -1]],
  ])('%s', (_, names, parents) => {
    const rig: Rig = {
      names,
      parents: Int16Array.from(parents),
      restTranslations: Float32Array.from(names.flatMap(() => [0, 1, 0])),
      restRotations: Float32Array.from(names.flatMap(() => [0, 0, 0, 1])),
      unitMetres: 1,
    };
    expect(withoutBones(rig)).toBe(0);
  });

  test('a body of zero-length bones without names', () => {
    expect(
      withoutBones(
        moved(
          renamed(mixamo, () => 'x'),
          () => [0, 0, 0],
        ),
      ),
    ).toBe(0);
  });

  test.each(['constructor', '__proto__', 'l', '左', ':', 'FBXASC000', 'lolololololololololololololololo', '\uD800'])(
    'joints that are all called %j',
    (name) => {
      expect(() => mapHumanoid(renamed(mixamo, () => name))).not.toThrow();
      const odd = renamed(mixamo, (joint) => (joint % 5 === 4 ? name : mixamo.names[joint]!));
      expect(mapHumanoid(odd).confidence).toBeGreaterThan(0);
    },
  );

  test('names that go on for pages end in time', () => {
    const page = 'LeftArm.'.repeat(10_000);
    const rig = { ...mixamo, names: mixamo.names.map((name) => `${name}.${page}`) };
    expect(mapHumanoid(rig).confidence).toBeLessThan(1);
  }, 2000);

  test('a deep chain and a wide star end in time', () => {
    const count = 2000;
    const names = Array.from({ length: count }, (_, i) => `joint ${i}`);
    const translations = new Float32Array(count * 3).fill(0.1);
    const rotations = Float32Array.from(names.flatMap(() => [0, 0, 0, 1]));
    const rig = (parents: Int16Array): Rig => ({
      names,
      parents,
      restTranslations: translations,
      restRotations: rotations,
      unitMetres: 1,
    });
    expect(withoutBones(rig(Int16Array.from(names, (_, i) => i - 1)))).toBe(0);
    expect(withoutBones(rig(Int16Array.from(names, (_, i) => (i === 0 ? -1 : 0))))).toBe(0);
  });
});

describe('the map', () => {
  test.each(NAMING_SCHEMES)(
    '$title: no joint plays two bones, and every bone lies below its parent bone',
    ({ rig }) => {
      const { bones } = mapHumanoid(rig);
      const joints = Object.values(bones).map(({ joint }) => joint);
      expect(new Set(joints).size).toBe(joints.length);
      const chains: readonly (readonly HumanoidBone[])[] = [
        ['hips', 'spine', 'chest', 'upperChest', 'neck', 'head'],
        ['hips', 'leftShoulder', 'leftUpperArm', 'leftLowerArm', 'leftHand', 'leftIndexProximal', 'leftIndexDistal'],
        ['hips', 'rightUpperLeg', 'rightLowerLeg', 'rightFoot', 'rightToes'],
      ];
      for (const chain of chains) {
        const path = chain.flatMap((bone) => bones[bone]?.joint ?? []);
        expect(path).toEqual([...path].sort((a, b) => a - b));
      }
      expect(Object.keys(bones)).toEqual(HUMANOID_BONES.filter((bone) => bones[bone]));
    },
  );
});

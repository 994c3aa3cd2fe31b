import { readFileSync } from 'node:fs';
import {
  alignSigns,
  createRetargetPlan,
  HUMANOID_BONES,
  kinanimRig,
  mapHumanoid,
  measureRetarget,
  parseMotion,
  readKinanim,
  REQUIRED_BONES,
  restModel,
  retargetClip,
  sniff,
  validateClip,
  validateRig,
  writeKinanim,
} from '@kinora/core/motion';
import type { Clip, HumanoidBone } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { degreesBetween, expectSameRotation } from '../../../support/expect-rotation.ts';
import { f32, flags, i16, kinanimBytes, u16, u8 } from '../../../support/kinanim-bytes.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

const HIPS = 0;
const LEFT_UPPER_ARM = 14;
const RIGHT_LITTLE_DISTAL = 54;
const NO_TURN = [0, 0, 0, 1];

const number = (value: number): number[] => i16(Math.trunc(value * 10_000));
const numbers = (...values: readonly number[]): number[] => values.flatMap(number);

/** A frame in which the hips are somewhere and one arm is turned about z. */
function frameOf(frame: number, hips: readonly number[], halfTurn?: number): number[] {
  const arm = halfTurn === undefined ? [] : numbers(0, 0, Math.sin(halfTurn), Math.cos(halfTurn));
  return [
    ...u16(frame),
    ...flags(HIPS, ...(halfTurn === undefined ? [] : [LEFT_UPPER_ARM])),
    ...numbers(...NO_TURN, ...hips),
    ...arm,
  ];
}

const KEY_TYPES = { [HIPS]: 6, [LEFT_UPPER_ARM]: 2 };
const ARM_DOWN = -Math.PI / 4;
const THREE = kinanimBytes({
  keyTypes: KEY_TYPES,
  frames: [frameOf(0, [0, 1, 0], 0), frameOf(1, [0.5, 1, 0]), frameOf(2, [1, 0.9, 0.25], ARM_DOWN)],
});

const rotationOf = (clip: Clip, frame: number, bone: string): Float32Array => {
  const at = (frame * clip.rig.names.length + clip.rig.names.indexOf(bone)) * 4;
  return clip.rotations.subarray(at, at + 4);
};

describe('kinanimRig()', () => {
  test('is a person in a T-pose with the axes of the world', () => {
    const rig = kinanimRig();
    validateRig(rig);
    expect(new Set(rig.names)).toEqual(new Set(HUMANOID_BONES));
    expect(mapHumanoid(rig)).toMatchObject({ confidence: 1, warnings: [] });
    const { positions, rotations } = restModel(rig);
    const at = (bone: HumanoidBone): number[] => [...positions.subarray(rig.names.indexOf(bone) * 3).subarray(0, 3)];
    for (let i = 0; i < rotations.length; i++) expect(rotations[i]).toBe(i % 4 === 3 ? 1 : 0);
    expect(at('hips')[1]).toBeCloseTo(0.99, 6);
    expect(at('leftHand')[1]).toBe(at('leftUpperArm')[1]);
    expect(at('leftHand')[0]).toBeGreaterThan(0.5);
    expect(at('leftToes')[2]).toBeGreaterThan(at('leftFoot')[2]!);
    for (const bone of HUMANOID_BONES.filter((name) => name.startsWith('left'))) {
      const [x, y, z] = at(bone) as [number, number, number];
      expect(at(bone.replace('left', 'right') as HumanoidBone)).toEqual([-x, y, z]);
    }
  });

  test('hangs bones from the next one above, where some are left out', () => {
    const rig = kinanimRig(new Set(['hips', 'spine', 'head']));
    expect(rig.names).toEqual(['hips', 'spine', 'head']);
    expect([...rig.parents]).toEqual([-1, 0, 1]);
    const whole = kinanimRig();
    const height = (of: typeof rig): number => restModel(of).positions[of.names.indexOf('head') * 3 + 1]!;
    expect(height(rig)).toBeCloseTo(height(whole), 6);
  });
});

describe('readKinanim()', () => {
  test('reads turns, the place of the hips and the rate', () => {
    const { rig, clips, warnings } = readKinanim(THREE, 'wave');
    const [clip] = clips as [Clip];
    expect(clip).toMatchObject({ name: 'wave', frames: 3, rate: 30 });
    expect(warnings).toEqual([]);
    expect([...clip.translated]).toEqual([rig.names.indexOf('hips')]);
    expect([...clip.translations]).toEqual([0, 1, 0, 0.5, 1, 0, 1, 0.9, 0.25].map(Math.fround));
    expectSameRotation(rotationOf(clip, 2, 'leftUpperArm'), [0, 0, Math.sin(ARM_DOWN), Math.cos(ARM_DOWN)], 0.02);
    expect([...rotationOf(clip, 2, 'rightUpperArm')]).toEqual(NO_TURN);
    validateClip(clip);
  });

  test('has the bones that a body needs, and those that the file moves', () => {
    const finger = [...u16(0), ...flags(RIGHT_LITTLE_DISTAL), ...numbers(...NO_TURN)];
    const { rig } = readKinanim(kinanimBytes({ keyTypes: { 53: 2, 54: 2 }, frames: [finger] }), '');
    expect(new Set(rig.names)).toEqual(new Set([...REQUIRED_BONES, 'rightLittleDistal']));
    expect(rig.declared!.rightLittleDistal).toBe(rig.names.indexOf('rightLittleDistal'));
  });

  test('puts back the keys that a writer left out, the short way round', () => {
    const [clip] = readKinanim(THREE, '').clips as [Clip];
    const half = ARM_DOWN / 2;
    expectSameRotation(rotationOf(clip, 1, 'leftUpperArm'), [0, 0, Math.sin(half), Math.cos(half)], 0.02);
    const flipped = kinanimBytes({
      keyTypes: KEY_TYPES,
      frames: [frameOf(0, [0, 1, 0], 0.2), [], frameOf(2, [1, 1, 0], 0.4 + Math.PI)],
    });
    const [other] = readKinanim(flipped, '').clips as [Clip];
    expectSameRotation(rotationOf(other, 1, 'leftUpperArm'), [0, 0, Math.sin(0.3), Math.cos(0.3)], 0.02);
    expect([...other.translations.subarray(3, 6)]).toEqual([0.5, 1, 0]);
  });

  test('has no turn before the first key and after the last one, and says so', () => {
    const late = kinanimBytes({
      keyTypes: KEY_TYPES,
      frames: [frameOf(0, [0, 1, 0]), frameOf(1, [0, 1, 0], 0.5), frameOf(2, [0, 1, 0])],
    });
    const { clips, warnings } = readKinanim(late, '');
    expect([...rotationOf(clips[0]!, 0, 'leftUpperArm')]).toEqual(NO_TURN);
    expect([...rotationOf(clips[0]!, 2, 'leftUpperArm')]).toEqual(NO_TURN);
    expect(warnings.join()).toMatch(/1 bones \(leftUpperArm\).*T-pose/);
  });

  test('reads blendshapes as morphs, by their names in this order', () => {
    const shapes = (frame: number, ...values: readonly (readonly [number, number])[]): number[] => [
      ...frameOf(frame, [0, 1, 0]),
      ...flags(...values.map(([shape]) => shape)),
      ...values.flatMap(([, value]) => number(value)),
    ];
    const file = kinanimBytes({
      keyTypes: { [HIPS]: 6 },
      blendshapes: true,
      frames: [shapes(0, [15, 0.2], [52, 1]), shapes(1, [52, 0.5]), shapes(2, [15, 0.8], [52, 0])],
    });
    const { morphs } = readKinanim(file, '').clips[0]!;
    expect(morphs!.names).toEqual(['eyeSquintRight', 'tongueOut']);
    [0.2, 1, 0.5, 0.5, 0.8, 0].forEach((value, i) => expect(morphs!.weights[i]).toBeCloseTo(value, 6));
  });

  test('reads places of other bones, and reads over scales', () => {
    const frame = (spine: readonly number[], scale: number): number[] => [
      ...u16(0),
      ...flags(7),
      ...numbers(...NO_TURN, ...spine, scale, 1, 1),
    ];
    const grown = readKinanim(kinanimBytes({ keyTypes: { 7: 14 }, frames: [frame([0, 0.3, 0], 2)] }), '');
    expect([...grown.clips[0]!.translations]).toEqual([0, Math.fround(0.3), 0]);
    expect(grown.warnings.join()).toMatch(/grow/);
    expect(readKinanim(kinanimBytes({ keyTypes: { 7: 14 }, frames: [frame([0, 0, 0], 1)] }), '').warnings).toEqual([]);
  });

  test('takes the fields of the header in any order', () => {
    const types = Array.from({ length: 55 }, (_, i) => (i === 0 ? 6 : 0));
    const frame = frameOf(0, [0, 1, 0]);
    const header = [...i16(4), 0, ...i16(3), ...u8(55), ...types, ...i16(2), ...u16(1), ...u16(frame.length)];
    const file = Uint8Array.from([...header, ...i16(1), ...f32(60), ...i16(0), ...u16(0), ...i16(-1), ...frame]);
    expect(readKinanim(file, '').clips[0]).toMatchObject({ frames: 1, rate: 60 });
  });

  test('reads what is there of a download that was broken off, and says so', () => {
    const { clips, warnings } = readKinanim(THREE.subarray(0, THREE.length - 1), '');
    expect(clips[0]!.frames).toBe(2);
    expect(warnings.join()).toMatch(/cut off: 1 .*3 frames; the last that it holds is 2/s);
  });

  test('reads over bytes behind the last frame, and says so', () => {
    expect(readKinanim(Uint8Array.from([...THREE, 1, 2]), '').warnings.join()).toMatch(/2 bytes behind/);
  });

  const header = (...fields: readonly number[][]): Uint8Array => Uint8Array.from(fields.flat());
  const REFUSED: readonly (readonly [string, Uint8Array, string])[] = [
    ['nothing', new Uint8Array(0), 'formats/truncated'],
    ['half a header', THREE.subarray(0, 40), 'formats/truncated'],
    ['a header alone', THREE.subarray(0, 83), 'formats/truncated'],
    ['no frames', kinanimBytes({ frames: [] }), 'formats/truncated'],
    ['frames that are not stored', kinanimBytes({ frames: [[], [], []] }), 'formats/truncated'],
    ['version 1', header(i16(0), u16(1)), 'formats/unsupported'],
    ['a rate of zero', header(i16(1), f32(0)), 'formats/kinanim'],
    ['a rate that is no number', header(i16(1), f32(NaN)), 'formats/kinanim'],
    ['an unknown field', header(i16(5), u16(1)), 'formats/kinanim'],
    ['a field twice', header(i16(0), u16(0), i16(0), u16(0)), 'formats/kinanim'],
    ['no frame rate', header(i16(0), u16(0), i16(-1)), 'formats/kinanim'],
    ['200 bones', header(i16(3), u8(200)), 'formats/kinanim'],
    ['an unknown key type', kinanimBytes({ keyTypes: { 3: 1 }, frames: [] }), 'formats/kinanim'],
    [
      'a frame that is too long',
      kinanimBytes({ keyTypes: KEY_TYPES, frames: [[...frameOf(0, [0, 1, 0]), 0, 0]] }),
      'formats/kinanim',
    ],
    [
      'a frame that is too short',
      kinanimBytes({ keyTypes: KEY_TYPES, frames: [frameOf(0, [0, 1])] }),
      'formats/kinanim',
    ],
    ['a frame of one byte', kinanimBytes({ frames: [[0]] }), 'formats/kinanim'],
    [
      'a frame number twice',
      kinanimBytes({ keyTypes: KEY_TYPES, frames: [frameOf(0, [0, 1, 0]), frameOf(0, [0, 1, 0])] }),
      'formats/kinanim',
    ],
    [
      'a frame number too high',
      kinanimBytes({ keyTypes: KEY_TYPES, frames: [frameOf(1, [0, 1, 0])] }),
      'formats/kinanim',
    ],
    ['a 56th bone', kinanimBytes({ frames: [[...u16(0), ...flags(55)]] }), 'formats/kinanim'],
    [
      'a 54th blendshape',
      kinanimBytes({ blendshapes: true, frames: [[...u16(0), ...flags(), ...flags(53), ...i16(1)]] }),
      'formats/kinanim',
    ],
    [
      'an hour made of two frames',
      kinanimBytes({
        frames: [[...u16(0), ...flags()], ...Array<number[]>(60_000).fill([]), [...u16(60_001), ...flags()]],
      }),
      'formats/kinanim',
    ],
  ];
  test.each(REFUSED)('refuses %s', (_, file, code) => {
    expect(thrownCode(() => readKinanim(file, 'x'))).toBe(code);
  });
});

describe('parseMotion() of a kinanim file', () => {
  test('knows it without a name, and names the clip after the file', () => {
    expect(sniff(THREE)).toBe('kinanim');
    const { format, clips } = parseMotion(THREE, 'wave.kinanim');
    expect({ format, name: clips[0]!.name }).toEqual({ format: 'kinanim', name: 'wave' });
    expect(thrownCode(() => parseMotion(THREE, 'wave.kinanim', { person: 2 }))).toBe('formats/no-person');
  });
});

const turn = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => q.map((value) => value / Math.hypot(...q)));

/** Anything that a body with all bones may do within the format's reach. */
const motions: fc.Arbitrary<Clip> = fc.integer({ min: 1, max: 4 }).chain((frames) =>
  fc
    .record({
      turns: fc.array(turn, { minLength: frames * 55, maxLength: frames * 55 }),
      places: fc.array(fc.double({ min: -3.2767, max: 3.2767, noNaN: true }), {
        minLength: frames * 3,
        maxLength: frames * 3,
      }),
      weights: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: frames * 2, maxLength: frames * 2 }),
      rate: fc.constantFrom(24, 29.97, 30, 60),
    })
    .map(({ turns, places, weights, rate }) => {
      const rotations = Float32Array.from(turns.flat());
      alignSigns(rotations, frames, 55);
      return {
        name: 'anything',
        rig: kinanimRig(),
        frames,
        rate,
        rotations,
        translated: Int16Array.of(0),
        translations: Float32Array.from(places),
        morphs: { names: ['jawOpen', 'eyeBlinkLeft'], weights: Float32Array.from(weights) },
      };
    }),
);

describe('writeKinanim()', () => {
  test('writes what the table says, byte for byte', () => {
    const rig = kinanimRig(new Set(['hips', 'leftUpperArm']));
    const clip: Clip = {
      name: 'x',
      rig,
      frames: 1,
      rate: 60,
      rotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0.6, 0.8),
      translated: Int16Array.of(0),
      translations: Float32Array.of(0.5, 1, -0.25),
    };
    const { bytes, warnings } = writeKinanim(clip);
    const frame = [...u16(0), ...flags(HIPS, LEFT_UPPER_ARM), ...numbers(0, 0, 0, 1, 0.5, 1, -0.25, 0, 0, 0.6, 0.8)];
    expect(warnings).toEqual([]);
    expect([...bytes]).toEqual([...kinanimBytes({ rate: 60, keyTypes: KEY_TYPES, frames: [frame] })]);
  });

  test('gives back any motion to its own steps: turns to 0.02°, places and weights to half a ten-thousandth', () => {
    fc.assert(
      fc.property(motions, (clip) => {
        const { bytes, warnings } = writeKinanim(clip);
        const read = readKinanim(bytes, clip.name);
        expect([warnings, read.warnings]).toEqual([[], []]);
        expect(read.rig).toEqual(clip.rig);
        const [again] = read.clips as [Clip];
        expect(again).toMatchObject({ frames: clip.frames, rate: Math.fround(clip.rate) });
        for (let at = 0; at < clip.rotations.length; at += 4) {
          expect(
            degreesBetween(again.rotations.subarray(at, at + 4), clip.rotations.subarray(at, at + 4)),
          ).toBeLessThan(0.02);
        }
        clip.translations.forEach((value, i) => expect(Math.abs(again.translations[i]! - value)).toBeLessThan(0.51e-4));
        const { names, weights } = again.morphs!;
        expect(names).toEqual(['eyeBlinkLeft', 'jawOpen']);
        weights.forEach((value, i) => expect(Math.abs(value - clip.morphs!.weights[i ^ 1]!)).toBeLessThan(0.51e-4));
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  test('gives the same from a body with bones along any axes', () => {
    const plain = syntheticPerson({ fingers: true });
    const odd = syntheticPerson({ fingers: true, axes: 5 });
    const [a, b] = [plain, odd].map(({ clip, map }) => readKinanim(writeKinanim(clip, map).bytes, '').clips[0]!);
    expect(b!.rig).toEqual(a!.rig);
    for (let at = 0; at < a!.rotations.length; at += 4) {
      expect(degreesBetween(a!.rotations.subarray(at, at + 4), b!.rotations.subarray(at, at + 4))).toBeLessThan(0.03);
    }
    a!.translations.forEach((value, i) => expect(Math.abs(value - b!.translations[i]!)).toBeLessThan(2e-4));
  });

  /** A body that does nothing but be somewhere. */
  function going(...places: readonly number[]): Clip {
    const rig = kinanimRig(new Set(['hips']));
    const frames = places.length / 3;
    const rotations = Float32Array.from({ length: frames * 4 }, (_, i) => (i % 4 === 3 ? 1 : 0));
    return {
      name: 'x',
      rig,
      frames,
      rate: 30,
      rotations,
      translated: Int16Array.of(0),
      translations: Float32Array.from(places),
    };
  }

  test('moves what happens far away to the origin, and says so', () => {
    const { bytes, warnings } = writeKinanim(going(0, 1, 4, 1, 1, 8));
    expect(warnings).toEqual([expect.stringMatching(/moved by 0\.00 m along x and -6\.00 m along z.*3\.2767 m/)]);
    expect([...readKinanim(bytes, '').clips[0]!.translations]).toEqual([0, 1, -2, 1, 1, 2]);
  });

  test('stops at 3.2767 m where the way is longer, and says so', () => {
    const { bytes, warnings } = writeKinanim(going(0, 1, 0, 20, 4, 0));
    expect(warnings).toEqual([
      expect.stringMatching(/moved by -10\.00/),
      expect.stringMatching(/10\.00 m .*3\.2767 m/),
    ]);
    const ends = [-3.2767, 1, 0, 3.2767, 3.2767, 0].map(Math.fround);
    expect([...readKinanim(bytes, '').clips[0]!.translations]).toEqual(ends);
  });

  test('says which blendshapes it leaves out', () => {
    const { clip, map } = syntheticPerson();
    const names = ['eyeBlinkLeft', 'mouthSmileRight', 'aa'];
    const weights = new Float32Array(clip.frames * 3).fill(0.25);
    const { bytes, warnings } = writeKinanim({ ...clip, morphs: { names, weights } }, map);
    expect(readKinanim(bytes, '').clips[0]!.morphs!.names).toEqual(['eyeBlinkLeft', 'mouthSmileRight']);
    expect(warnings).toEqual([expect.stringMatching(/1 blendshapes \(aa\)/)]);
  });

  test('refuses a body whose rest is no T-pose, and one without hips', () => {
    const { clip, map } = syntheticPerson({ armsDown: 45 });
    expect(thrownCode(() => writeKinanim(clip, map))).toBe('formats/kinanim');
    const straight = syntheticPerson();
    const none = { ...straight.map, bones: {} };
    expect(thrownCode(() => writeKinanim(straight.clip, none))).toBe('formats/kinanim');
  });

  test('refuses more frames than 16 bits count', () => {
    const rig = kinanimRig(new Set(['hips']));
    const frames = 65_536;
    const rotations = Float32Array.from({ length: frames * 4 }, (_, i) => (i % 4 === 3 ? 1 : 0));
    const none = { translated: new Int16Array(0), translations: new Float32Array(0) };
    const clip: Clip = { name: 'long', rig, frames, rate: 30, rotations, ...none };
    expect(thrownCode(() => writeKinanim(clip))).toBe('formats/too-large');
  });
});

describeShared('kinanim of real motions', () => {
  const files = ['20tab_freebvh', 'ad_zombie', 'loth_walk', 'mh_walk1', 'pybvh_cmu_12_01_walk'];
  test.each(files)('%s: every limb points where it did, to 0.05°', (file) => {
    const { rig, clips } = parseMotion(readFileSync(sharedAsset(`bvh/${file}.bvh`)), file);
    const map = mapHumanoid(rig);
    const plan = createRetargetPlan(rig, kinanimRig(), { sourceMap: map, sourceClip: clips[0]! });
    const { bytes } = writeKinanim(retargetClip(plan, clips[0]!, { ik: false }));
    const read = readKinanim(bytes, file);
    expect(read.warnings).toEqual([]);
    const { direction } = measureRetarget(clips[0]!, map, read.clips[0]!, mapHumanoid(read.rig));
    expect(direction!.limbs.length).toBe(8);
    expect(direction!.max).toBeLessThan((0.05 * Math.PI) / 180);
  });
});

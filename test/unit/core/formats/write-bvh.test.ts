import { parseBvh, writeBvh } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryClip } from '../../../support/arbitrary-clip.ts';
import { modelPositions } from '../../../support/model-positions.ts';

const text = (clip: Clip): string => new TextDecoder().decode(writeBvh(clip));

function twoJoints(rotations: readonly number[], extra: Partial<Clip> = {}): Clip {
  return {
    name: 'two',
    rig: {
      names: ['hips_JNT', 'left leg'],
      parents: Int16Array.of(-1, 0),
      restTranslations: Float32Array.of(0, 1, 0, 0, -1.2, 0),
      restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1),
      unitMetres: 1,
      tips: [{ joint: 1, translation: [0, -1.35, 0] }],
    },
    frames: rotations.length / 8,
    rate: 30,
    rotations: Float32Array.from(rotations),
    translated: Int16Array.of(0),
    translations: new Float32Array((rotations.length / 8) * 3),
    ...extra,
  };
}
const REST = [0, 0, 0, 1];

describe('writeBvh()', () => {
  test('writes centimetres, order ZXY, tabs and names without white space', () => {
    const file = text(twoJoints([...REST, ...REST]));
    expect(file).toContain(
      'ROOT hips_JNT\n{\n\tOFFSET 0 0 0\n\tCHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n',
    );
    expect(file).toContain(
      '\tJOINT left_leg\n\t{\n\t\tOFFSET 0 -120 0\n\t\tCHANNELS 3 Zrotation Xrotation Yrotation\n',
    );
    expect(file).toContain('\t\tEnd Site\n\t\t{\n\t\t\tOFFSET 0 -135 0\n\t\t}\n');
    expect(file).toContain('MOTION\nFrames: 1\nFrame Time: 0.03333333\n0 0 0 0 0 0 0 0 0\n');
  });

  test('writes metres on demand', () => {
    expect(new TextDecoder().decode(writeBvh(twoJoints([...REST, ...REST]), { unit: 'm' }))).toContain(
      'OFFSET 0 -1.2 0',
    );
  });

  test('closes a chain that has no tip', () => {
    const clip = twoJoints([...REST, ...REST]);
    const bare = { ...clip, rig: { ...clip.rig, tips: [] } };
    expect(text(bare)).toContain('End Site\n\t\t{\n\t\t\tOFFSET 0 0 0\n');
    expect(parseBvh(writeBvh(bare), 'bare').rig.tips).toEqual([]);
  });

  test('keeps angles going on past half a turn', () => {
    // 170° and 190° about y: a jump from 170 to −170 would spin a curve editor's figure backwards.
    const about = (degrees: number): number[] => [
      0,
      Math.sin((degrees * Math.PI) / 360),
      0,
      Math.cos((degrees * Math.PI) / 360),
    ];
    const rows = text(twoJoints([...about(170), ...REST, ...about(190), ...REST]))
      .trimEnd()
      .split('\n')
      .slice(-2);
    const yaw = rows.map((row) => row.split(' ').map(Number)).map((row) => row[5]!);
    expect(Math.abs(yaw[1]! - yaw[0]!)).toBeCloseTo(20, 3);
  });

  test('writes a clip with times of its own at its nominal rate', () => {
    const clip = twoJoints([...REST, ...REST, ...REST, ...REST], { rate: 10, times: Float32Array.of(0, 0.5) });
    expect(text(clip)).toContain('Frames: 6\nFrame Time: 0.1');
  });

  test('loses nothing of any motion: every joint is where it was, to 10⁻⁴ m', () => {
    fc.assert(
      fc.property(arbitraryClip(), (clip) => {
        const read = parseBvh(writeBvh(clip), clip.name).clip;
        expect(read.frames).toBe(clip.frames);
        expect(read.rate).toBeCloseTo(clip.rate, 3);
        for (let frame = 0; frame < clip.frames; frame++) expectSamePlaces(read, clip, frame);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('loses nothing of several skeletons in one rig: each comes back as a person', () => {
    fc.assert(
      fc.property(arbitraryClip(), arbitraryClip({ frames: 1 }), (one, other) => {
        const both = sideBySide(one, other);
        const file = writeBvh(both, { unit: 'm' });
        const frames = [...Array(one.frames).keys()];
        const read = [1, 2].map((person) => parseBvh(file, 'x', { person }).clip);
        for (const frame of frames) for (const clip of read) expectSamePlaces(clip, both, frame, 1);
        const names = read.flatMap(({ rig }) => rig.names);
        expect(names.toSorted()).toEqual(both.rig.names.toSorted());
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  test('keeps names that programs stumble over, and makes names of those that no file can hold', () => {
    const names = ['__proto__', 'constructor', 'End Site', 'MOTION', 'ROOT a', '', ' ', '{', 'a\r\nb', '}{', 'ñ腕'];
    const parents = Int16Array.from(names, (_, joint) => joint - 1);
    const rest = { restTranslations: Float32Array.from(names.flatMap(() => [0, 0.2, 0])), unitMetres: 1 };
    const restRotations = Float32Array.from(names.flatMap(() => REST));
    const rig = { names, parents, restRotations, ...rest };
    const clip: Clip = {
      ...{ name: 'x', rig, frames: 1, rate: 30, rotations: restRotations },
      ...{ translated: new Int16Array(), translations: new Float32Array() },
    };
    expect(parseBvh(writeBvh(clip), '').rig.names).toEqual([
      '__proto__',
      'constructor',
      'End_Site',
      'MOTION',
      'ROOT_a',
      'joint_5',
      'joint_6',
      '_',
      'a_b',
      '_',
      'ñ腕',
    ]);
  });

  test('reads back the very rotations of a rig whose joints have no rest rotation', () => {
    fc.assert(
      fc.property(arbitraryClip({ joints: 4 }), (any) => {
        const rig = {
          ...any.rig,
          restRotations: Float32Array.from(any.rig.restRotations, (_, i) => (i % 4 === 3 ? 1 : 0)),
        };
        const clip = { ...any, rig };
        const read = parseBvh(writeBvh(clip), clip.name).clip;
        read.rig.names.forEach((name, joint) => {
          const source = rig.names.indexOf(name);
          for (let frame = 0; frame < clip.frames; frame++) {
            expectSameTurn(read, frame, joint, clip, frame, source);
          }
        });
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  test('holds at ±90° about x, where z and y turn about the same axis', () => {
    const angles = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.constantFrom(-1, 1),
      fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
    );
    fc.assert(
      fc.property(angles, ([yaw, side, nudge]) => {
        const half = (side * Math.PI) / 4 + nudge;
        const [s, c] = [Math.sin(yaw / 2), Math.cos(yaw / 2)];
        const clip = twoJoints([
          Math.sin(half) * c,
          Math.cos(half) * s,
          -Math.sin(half) * s,
          Math.cos(half) * c,
          ...REST,
        ]);
        expectSameTurn(parseBvh(writeBvh(clip), '').clip, 0, 0, clip, 0, 0);
      }),
      { seed: 7 },
    );
  });
});

/** Two rigs in one, that do what each of them did. The second stands still after its only frame. */
function sideBySide(one: Clip, other: Clip): Clip {
  const count = one.rig.names.length;
  const frames = [...Array(one.frames).keys()];
  const rotations = frames.flatMap((frame) => [
    ...one.rotations.subarray(frame * count * 4, (frame + 1) * count * 4),
    ...other.rotations,
  ]);
  const width = one.translated.length * 3;
  const translations = frames.flatMap((frame) => [
    ...one.translations.subarray(frame * width, (frame + 1) * width),
    ...other.translations,
  ]);
  return {
    ...one,
    rig: {
      names: [...one.rig.names, ...other.rig.names.map((name) => `other_${name}`)],
      parents: Int16Array.of(
        ...one.rig.parents,
        ...other.rig.parents.map((parent) => (parent < 0 ? -1 : parent + count)),
      ),
      restTranslations: Float32Array.of(...one.rig.restTranslations, ...other.rig.restTranslations),
      restRotations: Float32Array.of(...one.rig.restRotations, ...other.rig.restRotations),
      unitMetres: 1,
    },
    rotations: Float32Array.from(rotations),
    translated: Int16Array.of(...one.translated, ...other.translated.map((joint) => joint + count)),
    translations: Float32Array.from(translations),
  };
}

/** The reader guesses the unit of a figure of any size; places are compared in the unit of the file. */
function expectSamePlaces(read: Clip, clip: Clip, frame: number, unitMetres = 0.01): void {
  const expected = modelPositions(clip, frame);
  for (const [name, place] of modelPositions(read, frame)) {
    place.forEach((value, axis) => {
      const error = (value * unitMetres) / read.rig.unitMetres - expected.get(name)![axis]!;
      expect(Math.abs(error), `${name} at frame ${frame}`).toBeLessThan(1e-4);
    });
  }
}

function expectSameTurn(a: Clip, frameA: number, jointA: number, b: Clip, frameB: number, jointB: number): void {
  const atA = (frameA * a.rig.names.length + jointA) * 4;
  const atB = (frameB * b.rig.names.length + jointB) * 4;
  let dot = 0;
  for (let i = 0; i < 4; i++) dot += a.rotations[atA + i]! * b.rotations[atB + i]!;
  const sign = Math.sign(dot);
  for (let i = 0; i < 4; i++) expect(Math.abs(a.rotations[atA + i]! - sign * b.rotations[atB + i]!)).toBeLessThan(1e-5);
}

import {
  clipDuration,
  createPose,
  isKinoraError,
  resampleClip,
  sampleClip,
  trimClip,
  validateClip,
} from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { expectSameRotation } from '../../../support/expect-rotation.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';

/** One joint that turns about +y by 30° a second and rises by 1 m a second. */
function turning(frames: number, rate: number, times?: Float32Array): Clip {
  const at = (frame: number): number => (times ? times[frame]! : frame / rate);
  const all = Array.from({ length: frames }, (_, frame) => frame);
  return {
    name: 'turning',
    rig: {
      names: ['only'],
      parents: Int16Array.of(-1),
      restTranslations: new Float32Array(3),
      restRotations: Float32Array.of(0, 0, 0, 1),
      unitMetres: 1,
    },
    frames,
    rate,
    ...(times && { times }),
    rotations: Float32Array.from(all.flatMap((frame) => about([0, 1, 0], 30 * at(frame)))),
    translated: Int16Array.of(0),
    translations: Float32Array.from(all.flatMap((frame) => [0, at(frame), 0])),
  };
}

function codeOf(clip: Clip): string | undefined {
  try {
    validateClip(clip);
  } catch (error) {
    if (isKinoraError(error)) return error.code;
    throw error;
  }
  return undefined;
}

describe('sampleClip()', () => {
  test.each([
    ['between frames', 0.25, 0.25],
    ['on a frame', 1.5, 1.5],
    ['before the start', -3, 0],
    ['after the end', 99, 2],
    ['at NaN', Number.NaN, 0],
  ])('shows the motion %s', (_, time, shown) => {
    const clip = turning(5, 2);
    const pose = createPose(clip.rig);
    sampleClip(clip, time, pose);
    expectSameRotation(pose.rotations, about([0, 1, 0], 30 * shown), 1e-4);
    expect(pose.translations[1]).toBeCloseTo(shown, 6);
  });

  test('finds its place among uneven times', () => {
    const clip = turning(4, 30, Float32Array.of(0, 0.1, 1, 3));
    const pose = createPose(clip.rig);
    for (const time of [0, 0.05, 0.1, 0.7, 1, 2.2, 3]) {
      sampleClip(clip, time, pose);
      expect(pose.translations[1]).toBeCloseTo(time, 6);
    }
  });

  test('leaves joints that the clip does not translate at rest', () => {
    const { clip, rig } = syntheticPerson();
    const pose = createPose(rig);
    pose.translations.fill(9);
    sampleClip(clip, 0.2, pose);
    expect([...pose.translations.subarray(3)]).toEqual([...rig.restTranslations.subarray(3)]);
  });

  test('shows a clip of one frame at every time', () => {
    const clip = turning(1, 30);
    const pose = createPose(clip.rig);
    sampleClip(clip, 4, pose);
    expect([...pose.rotations]).toEqual([0, 0, 0, 1]);
    expect(clipDuration(clip)).toBe(0);
  });
});

describe('resampleClip()', () => {
  test.each([7, 24, 30, 60])('keeps the motion at %i frames a second', (rate) => {
    const clip = resampleClip(turning(61, 30), rate);
    expect(clip.rate).toBe(rate);
    expect(clip.times).toBeUndefined();
    expect(Math.abs(clipDuration(clip) - 2)).toBeLessThanOrEqual(0.5 / rate + 1e-9);
    for (let frame = 0; frame < clip.frames; frame++) {
      expect(clip.translations[frame * 3 + 1]).toBeCloseTo(Math.min(frame / rate, 2), 5);
    }
  });

  test('makes an uneven clip even', () => {
    const clip = resampleClip(turning(4, 30, Float32Array.of(0, 0.1, 1, 3)), 10);
    expect(clip.frames).toBe(31);
    expect(clip.translations[3 * 17 + 1]).toBeCloseTo(1.7, 5);
  });

  test('refuses a rate of 0', () => {
    expect(() => resampleClip(turning(3, 30), 0)).toThrow(RangeError);
  });
});

describe('trimClip()', () => {
  test('keeps the part, starting at 0', () => {
    const clip = trimClip(turning(61, 30), 0.5, 1.5);
    expect(clip.frames).toBe(31);
    expect(clip.translations[1]).toBeCloseTo(0.5, 5);
    expect(clip.translations.at(-2)).toBeCloseTo(1.5, 5);
  });

  test('moves the advice of the report along, and keeps what holds throughout', () => {
    const advice = [
      { code: 'dark', text: 'It is dark.' },
      { code: 'cut', text: 'There is a cut.', from: 0.2, to: 0.3 },
      { code: 'hidden', text: 'Somebody is in front.', from: 1, to: 2 },
    ];
    const report = { tracked: 1, warnings: [], gaps: [], advice };
    const clip = trimClip({ ...turning(61, 30), report }, 0.5, 1.5);
    expect(clip.report!.advice).toEqual([advice[0], { ...advice[2], from: 0.5, to: 1 }]);
  });

  test('moves the gaps of the report along', () => {
    const report = {
      tracked: 1,
      warnings: [],
      gaps: [
        { from: 0.2, to: 0.8, joints: ['only'] },
        { from: 1.8, to: 2, joints: [] },
      ],
    };
    const clip = trimClip({ ...turning(61, 30), report }, 0.5, 1.5);
    expect(clip.report!.gaps).toHaveLength(1);
    expect(clip.report!.gaps[0]!.from).toBe(0);
    expect(clip.report!.gaps[0]!.to).toBeCloseTo(0.3, 9);
  });
});

describe('validateClip()', () => {
  test('takes a sound clip', () => {
    expect(codeOf(turning(5, 30))).toBeUndefined();
    expect(codeOf(turning(4, 30, Float32Array.of(0, 0.1, 1, 3)))).toBeUndefined();
  });

  test.each<[string, Partial<Clip>]>([
    ['no frames', { frames: 0 }],
    ['a rate of 0', { rate: 0 }],
    ['too few rotations', { rotations: new Float32Array(4) }],
    ['NaN in a rotation', { rotations: new Float32Array(20).fill(Number.NaN) }],
    ['rotations of length 0', { rotations: new Float32Array(20) }],
    ['infinity in a translation', { translations: new Float32Array(15).fill(Infinity) }],
    ['a translated joint that the rig has not', { translated: Int16Array.of(1) }],
    ['times that do not rise', { times: Float32Array.of(0, 1, 1, 2, 3) }],
    ['times that do not start at 0', { times: Float32Array.of(1, 2, 3, 4, 5) }],
    ['confidence of another length', { confidence: new Float32Array(3) }],
  ])('refuses %s', (_, fault) => {
    expect(codeOf({ ...turning(5, 30), ...fault })).toBe('clip/invalid');
  });
});

import { resampleClip, sampleMorphs, trimClip, validateClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { thrownCode } from '../../../support/thrown-code.ts';

/** A face of two blendshapes for two seconds: the smile grows by a half each second, the blink falls from 1 to 0. */
function smiling(times?: Float32Array): Clip {
  const at = (frame: number): number => (times ? times[frame]! : frame / 10);
  const frames = times?.length ?? 21;
  return {
    name: 'smiling',
    rig: {
      names: ['head'],
      parents: Int16Array.of(-1),
      restTranslations: new Float32Array(3),
      restRotations: Float32Array.of(0, 0, 0, 1),
      unitMetres: 1,
    },
    frames,
    rate: 10,
    ...(times && { times }),
    rotations: Float32Array.from({ length: frames * 4 }, (_, i) => (i % 4 === 3 ? 1 : 0)),
    translated: new Int16Array(0),
    translations: new Float32Array(0),
    morphs: {
      names: ['smile', 'blink'],
      weights: Float32Array.from({ length: frames * 2 }, (_, i) => {
        const time = at(Math.floor(i / 2));
        return i % 2 === 0 ? time / 2 : 1 - time / 2;
      }),
    },
    contacts: [
      { side: 'left', from: 0.2, to: 0.9 },
      { side: 'right', from: 1.5, to: 2 },
    ],
  };
}

describe('sampleMorphs()', () => {
  test.each([
    ['between frames', 0.25, 0.25],
    ['before the start', -1, 0],
    ['after the end', 9, 2],
    ['at NaN', Number.NaN, 0],
  ])('shows the face %s', (_, time, shown) => {
    for (const clip of [smiling(), smiling(Float32Array.of(0, 0.3, 1.4, 2))]) {
      const out = new Float32Array(2);
      sampleMorphs(clip, time, out);
      expect(out[0]).toBeCloseTo(shown / 2, 6);
      expect(out[1]).toBeCloseTo(1 - shown / 2, 6);
    }
  });

  test('writes nothing where the clip has no face', () => {
    const { morphs, ...body } = smiling();
    const out = Float32Array.of(7);
    sampleMorphs(body, 1, out);
    expect([morphs!.names.length, ...out]).toEqual([2, 7]);
  });
});

describe('resampleClip() and trimClip()', () => {
  test('keep the face on its line at another rate', () => {
    const { frames, morphs } = resampleClip(smiling(), 30);
    expect(morphs!.names).toEqual(['smile', 'blink']);
    expect(morphs!.weights).toHaveLength(frames * 2);
    for (let frame = 0; frame < frames; frame++) expect(morphs!.weights[frame * 2]).toBeCloseTo(frame / 60, 5);
  });

  test('cut face and contacts with the body', () => {
    const part = trimClip(smiling(), 0.5, 1.6);
    validateClip(part);
    expect(part.morphs!.weights[0]).toBeCloseTo(0.25, 6);
    expect(part.morphs!.weights.at(-1)).toBeCloseTo(0.2, 6);
    const [left, right] = part.contacts!;
    expect([left!.side, right!.side]).toEqual(['left', 'right']);
    expect(left!.from).toBe(0);
    expect(left!.to).toBeCloseTo(0.4, 6);
    expect(right!.from).toBeCloseTo(1, 6);
    expect(right!.to).toBeCloseTo(1.1, 6);
  });
});

describe('validateClip()', () => {
  test.each([
    ['too few weights', new Float32Array(41)],
    ['a weight that is no number', new Float32Array(42).fill(Number.NaN)],
  ])('refuses %s', (_, weights) => {
    const clip = smiling();
    expect(thrownCode(() => validateClip({ ...clip, morphs: { ...clip.morphs!, weights } }))).toBe('clip/invalid');
  });
});

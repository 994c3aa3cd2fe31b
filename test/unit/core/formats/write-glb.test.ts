import { readGlb, writeGlbClip } from '@kinora/core/motion';
import type { CaptureReport, Contact } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryClip } from '../../../support/arbitrary-clip.ts';
import { expectSameMotion } from '../../../support/same-motion.ts';
import { oneJoint, swinging } from '../../../support/swinging-clip.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

describe('writeGlbClip()', () => {
  test('gives back any motion', () => {
    fc.assert(
      fc.property(arbitraryClip(), (clip) => {
        expectSameMotion(readGlb(writeGlbClip(clip)).clips[0]!, clip);
      }),
      { numRuns: 150, seed: 8 },
    );
  });

  test('is valid glTF, whatever the motion', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean().chain((uneven) => arbitraryClip({ uneven })),
        async (clip) => {
          expect(await gltfErrors(writeGlbClip(clip))).toEqual([]);
        },
      ),
      { numRuns: 25, seed: 9 },
    );
  });

  test('keeps tips, confidence to 1/255, when the feet stand, and what the capture saw', async () => {
    const rig = {
      names: ['hips', 'leg'],
      parents: Int16Array.of(-1, 0),
      restTranslations: Float32Array.of(0, 1, 0, 0, -0.5, 0),
      restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1),
      unitMetres: 1,
      tips: [{ joint: 1, translation: [0, -0.5, 0.1] as const }],
    };
    const confidence = Float32Array.of(1, 0, 0.5, 0.25, 0.1, 0.9, 1, 1);
    const report = {
      tracked: 0.75,
      gaps: [{ from: 0.1, to: 0.9, joints: ['leg'] }],
      warnings: ['Feet were hidden.'],
      people: { time: 0.2, persons: [{ box: [0.1, 0, 0.4, 1] as const, score: 0.9, followed: true }] },
      advice: [
        { code: 'dark', text: 'It is dark.' },
        { code: 'of-tomorrow', text: 'It is late.', from: 0.5, to: 1, joints: ['leg'] },
      ],
    };
    const contacts = [{ side: 'left' as const, from: 0.1, to: 1 / 3 }];
    const file = writeGlbClip({ ...swinging(rig), confidence, contacts, report });
    const read = readGlb(file);
    expect(read.rig).toEqual(rig);
    expect(read.clips[0]!.report).toEqual(report);
    expect(read.clips[0]!.contacts).toEqual(contacts);
    read.clips[0]!.confidence!.forEach((value, i) =>
      expect(Math.abs(value - confidence[i]!)).toBeLessThanOrEqual(0.5 / 255 + 1e-7),
    );
    expect(await gltfErrors(file)).toEqual([]);
  });

  test.each([
    ['by an earlier version', {}],
    ['with people that are none', { people: { time: 0, persons: [{ box: [0, 1], score: 1, followed: true }] } }],
    ['with half a stretch of time', { advice: [{ code: 'dark', text: 'It is dark.', from: 1 }] }],
  ])('is read with the report of a capture %s', (_what, more) => {
    const report = { tracked: 1, gaps: [], warnings: [] };
    const file = writeGlbClip({ ...swinging(oneJoint()), report: { ...report, ...more } as CaptureReport });
    expect(readGlb(file).clips[0]!.report).toEqual(report);
  });

  test('a report with a number that no number holds is none', () => {
    const file = writeGlbClip({ ...swinging(oneJoint()), report: { tracked: 0.875, gaps: [], warnings: [] } });
    const text = Buffer.from(file);
    text.write('1e999', text.indexOf('0.875'));
    expect(readGlb(new Uint8Array(text)).clips[0]!.report).toBeUndefined();
  });

  test.each([
    ['that are no list', 'left'],
    ['of a third foot', [{ side: 'middle', from: 0, to: 1 }]],
    ['that end before they begin', [{ side: 'left', from: 1, to: 0 }]],
    ['without times', [{ side: 'left', from: null, to: 'end' }]],
    ['that would take for ever', Array.from({ length: 10_001 }, () => ({ side: 'left', from: 0, to: 1 }))],
  ])('is read without contacts %s', (_what, contacts) => {
    const file = writeGlbClip({ ...swinging(oneJoint()), contacts: contacts as Contact[] });
    expect(readGlb(file).clips[0]!.contacts).toBeUndefined();
  });

  test('keeps the rate and frames of a clip in which nothing moves', () => {
    const still = { ...swinging({ ...oneJoint(), restRotations: Float32Array.of(0, 0, 0, 1) }, 13), rate: 12 };
    still.rotations.forEach((_, i) => (still.rotations[i] = i % 4 === 3 ? 1 : 0));
    still.translations.fill(0);
    expect(readGlb(writeGlbClip(still)).clips[0]).toMatchObject({ frames: 13, rate: 12 });
  });

  test('refuses a clip that holds NaN', () => {
    const clip = swinging(oneJoint());
    clip.rotations[3] = NaN;
    expect(thrownCode(() => writeGlbClip(clip))).toBe('clip/invalid');
  });
});

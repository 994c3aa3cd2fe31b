import { describe, expect, test } from 'vitest';
import { validateRig } from '@kinora/core/motion';
import type { Rig } from '@kinora/core/motion';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

const valid: Rig = {
  names: ['hips', 'spine'],
  parents: Int16Array.of(-1, 0),
  restTranslations: Float32Array.of(0, 1, 0, 0, 0.1, 0),
  restRotations: Float32Array.of(0, 0, 0, 1, 0, Math.SQRT1_2, 0, Math.SQRT1_2),
  unitMetres: 0.01,
  tips: [{ joint: 1, translation: [0, 0.2, 0] }],
  declared: { hips: 0 },
};

describe('validateRig()', () => {
  test.each(NAMING_SCHEMES)('accepts $title', ({ rig }) => {
    expect(() => {
      validateRig(rig);
    }).not.toThrow();
  });

  test('accepts tips, declared bones and rotations within rounding', () => {
    expect(() => {
      validateRig({ ...valid, restRotations: Float32Array.of(0, 0, 0, 1.0005, 1, 0, 0, 0) });
    }).not.toThrow();
  });

  const broken: readonly (readonly [string, Partial<Rig>])[] = [
    ['no joints', { names: [], parents: new Int16Array(0) }],
    ['a name too many', { names: ['hips', 'spine', 'head'] }],
    ['translations too short', { restTranslations: new Float32Array(5) }],
    ['rotations too long', { restRotations: new Float32Array(9) }],
    ['a parent after its child', { parents: Int16Array.of(1, -1) }],
    ['a joint that is its own parent', { parents: Int16Array.of(-1, 1) }],
    ['a parent below −1', { parents: Int16Array.of(-2, 0) }],
    ['NaN in a translation', { restTranslations: Float32Array.of(0, 1, 0, 0, NaN, 0) }],
    ['infinity in a rotation', { restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, Infinity) }],
    ['a rotation of length 0', { restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0) }],
    ['a unit of 0', { unitMetres: 0 }],
    ['a unit that is not a number', { unitMetres: NaN }],
    ['a tip at no joint', { tips: [{ joint: 2, translation: [0, 0, 0] }] }],
    ['a tip that is nowhere', { tips: [{ joint: 0, translation: [0, NaN, 0] }] }],
    ['a declared bone at no joint', { declared: { head: -1 } }],
  ];

  test.each(broken)('refuses %s', (_, change) => {
    expect(
      thrownCode(() => {
        validateRig({ ...valid, ...change });
      }),
    ).toBe('rig/invalid');
  });

  test('names the joint that is wrong', () => {
    expect(() => {
      validateRig({ ...valid, restTranslations: Float32Array.of(0, 1, 0, 0, NaN, 0) });
    }).toThrow('restTranslations of joint 1 "spine" holds NaN');
  });
});

import { describe, expect, test } from 'vitest';
import { assertHumanoid, isKinoraError, mapHumanoid } from '@kinora/core/motion';
import type { KinoraError, Rig } from '@kinora/core/motion';
import { renamed } from '../../../fixtures/rigs/disguise.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';

function refusal(rig: Rig): KinoraError {
  try {
    assertHumanoid(rig, mapHumanoid(rig));
  } catch (error) {
    if (isKinoraError(error)) return error;
    throw error;
  }
  throw new Error('The rig was not refused');
}

function rigOf(names: readonly string[], parents: readonly number[]): Rig {
  return {
    names,
    parents: Int16Array.from(parents),
    restTranslations: Float32Array.from(names.flatMap((_, joint) => [joint / 10, 0.1, 0])),
    restRotations: Float32Array.from(names.flatMap(() => [0, 0, 0, 1])),
    unitMetres: 1,
  };
}

describe('assertHumanoid()', () => {
  test.each(NAMING_SCHEMES)('lets $title pass', ({ rig }) => {
    expect(() => {
      assertHumanoid(rig, mapHumanoid(rig));
    }).not.toThrow();
  });

  test('refuses a lamp with its code, the missing bones and the names it has', () => {
    const error = refusal(rigOf(['base', 'lower_rod', 'upper_rod', 'shade'], [-1, 0, 1, 2]));
    expect(error.code).toBe('rig/not-humanoid');
    expect(error.message).toContain('leftUpperArm');
    expect(error.details['missing']).toContain('hips');
    expect(error.hint).toContain('"upper_rod"');
  });

  test('names the joints that come nearest to a missing bone', () => {
    // The left forearm hangs from the head, away from its upper arm.
    const { rig } = NAMING_SCHEMES.find(({ title }) => title === 'Bandai-Namco')!;
    const parents = rig.parents.slice();
    parents[rig.names.indexOf('LowerArm_L')] = rig.names.indexOf('Head');
    const error = refusal({ ...rig, parents });
    expect(error.details['missing']).toBe('leftUpperArm');
    expect(error.hint).toContain('leftUpperArm may be "UpperArm_L"');
  });

  test('lists no more than eight names of a great rig', () => {
    const names = Array.from({ length: 100 }, (_, i) => `cog ${i}`);
    const { hint } = refusal(
      rigOf(
        names,
        names.map((_, i) => i - 1),
      ),
    );
    expect(hint).toContain('"cog 7", …');
    expect(hint).not.toContain('"cog 8"');
  });

  test('accepts a figure without hands and feet: it can still dance', () => {
    const { rig } = NAMING_SCHEMES.find(({ title }) => title === 'Bandai-Namco')!;
    const handless = renamed(rig, (joint) => rig.names[joint]!.replace(/^(Hand|Foot|Toes)/, 'Handle_prop'));
    const map = mapHumanoid(handless);
    expect(map.bones.leftHand).toBeUndefined();
    expect(() => {
      assertHumanoid(handless, map);
    }).not.toThrow();
  });
});

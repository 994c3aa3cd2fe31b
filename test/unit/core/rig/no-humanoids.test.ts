import { describe, expect, test } from 'vitest';
import { assertHumanoid, mapHumanoid } from '@kinora/core/motion';
import { renamed, withRandomAxes } from '../../../fixtures/rigs/disguise.ts';
import { NO_HUMANOIDS } from '../../../fixtures/rigs/no-humanoids.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

describe('what is no humanoid', () => {
  test.each(NO_HUMANOIDS)('$title is refused, and the reason is said', ({ rig, because }) => {
    const map = mapHumanoid(rig);
    expect(map.confidence).toBe(0);
    expect(() => assertHumanoid(rig, map)).toThrow(because);
  });

  test.each(NO_HUMANOIDS)('$title without names is refused', ({ rig }) => {
    const nameless = withRandomAxes(
      renamed(rig, (joint) => `bone_${joint}`),
      5,
    );
    expect(thrownCode(() => assertHumanoid(nameless, mapHumanoid(nameless)))).toBe('rig/not-humanoid');
  });
});

import { describe, expect, test } from 'vitest';
import { mapHumanoid } from '@kinora/core/motion';
import type { HumanoidMap, Rig } from '@kinora/core/motion';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';

/** Bone → name of its joint. */
function namesOf(rig: Rig, map: HumanoidMap): Record<string, string> {
  return Object.fromEntries(Object.entries(map.bones).map(([bone, { joint }]) => [bone, rig.names[joint]!]));
}

describe('mapHumanoid()', () => {
  describe.each(NAMING_SCHEMES)('$title', ({ rig, truth }) => {
    test('maps every bone', () => {
      expect(namesOf(rig, mapHumanoid(rig))).toEqual(truth);
    });
  });
});

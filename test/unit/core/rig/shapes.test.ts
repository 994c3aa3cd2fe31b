import { describe, expect, test } from 'vitest';
import { mapHumanoid } from '@kinora/core/motion';
import { renamed, withRandomAxes } from '../../../fixtures/rigs/disguise.ts';
import { NAMING_SCHEMES, schemeOf } from '../../../fixtures/rigs/naming-schemes.ts';
import { bodyOf } from '../../../fixtures/rigs/reshape.ts';
import { seededRandom } from '../../../fixtures/rigs/seeded-random.ts';
import { SHAPES } from '../../../fixtures/rigs/shapes.ts';
import { rateMap } from '../../../support/rig-truth.ts';

describe('mapHumanoid() on bodies of many shapes', () => {
  describe.each(SHAPES.map((shape, i) => ({ ...shape, i })))('$title', ({ apply, i }) => {
    // A third of the schemes each: `test/long/mapper-calibration.test.ts` takes all.
    test('finds every bone, and is sure of it', () => {
      for (const scheme of NAMING_SCHEMES.filter((_, s) => s % 3 === i % 3)) {
        const { rig, truth } = apply(bodyOf(scheme));
        const { mistakes, matches } = rateMap(rig, mapHumanoid(rig), truth);
        expect({ scheme: scheme.title, mistakes }).toEqual({ scheme: scheme.title, mistakes: [] });
        expect(matches.filter(({ confidence }) => confidence < 0.6)).toEqual([]);
      }
    });

    test('with a third of the names lost it swaps no side, and finds 95 % of all bones', () => {
      let [right, of] = [0, 0];
      for (const title of ['Mixamo', 'Unreal 4 mannequin', 'VRoid', 'LAFAN1', 'SMPL-X', 'Rokoko Newton']) {
        const random = seededRandom(title.length);
        const { rig, truth } = apply(bodyOf(schemeOf(title)));
        const disguised = renamed(rig, (joint) => (random() < 0.33 ? `bdg${joint}` : rig.names[joint]!));
        const rating = rateMap(disguised, mapHumanoid(withRandomAxes(disguised, 3)), truth);
        expect({ title, swapped: rating.swapped }).toEqual({ title, swapped: [] });
        right += rating.all.right;
        of += rating.all.of;
      }
      expect(right / of).toBeGreaterThanOrEqual(0.95);
    });

    test('whatever names are lost, it is sure of nothing that is wrong', () => {
      // As many schemes for each shape, all of them over all shapes: `test/long/mapper-calibration.test.ts` takes all.
      for (const scheme of NAMING_SCHEMES.filter((_, s) => s % 6 === i % 6)) {
        for (const lost of [0.3, 0.6]) {
          const random = seededRandom(i * 1000 + lost * 100);
          const { rig, truth } = apply(bodyOf(scheme));
          const disguised = renamed(rig, (joint) => (random() < lost ? `bdg${joint}` : rig.names[joint]!));
          const { confidentlyWrong } = rateMap(disguised, mapHumanoid(disguised), truth);
          expect({ scheme: scheme.title, lost, confidentlyWrong }).toEqual({
            scheme: scheme.title,
            lost,
            confidentlyWrong: [],
          });
        }
      }
    });

    test('without names it is sure of nothing, and finds the required bones', () => {
      for (const title of ['Mixamo', 'SMPL-X', 'Unity']) {
        const { rig, truth } = apply(bodyOf(schemeOf(title)));
        const nameless = renamed(rig, (joint) => `bone_${joint}`);
        const rating = rateMap(nameless, mapHumanoid(withRandomAxes(nameless, 9)), truth);
        expect({ title, required: rating.required.right }).toEqual({ title, required: rating.required.of });
        expect(rating.matches.every(({ confidence }) => confidence < 0.6)).toBe(true);
      }
    });
  });
});

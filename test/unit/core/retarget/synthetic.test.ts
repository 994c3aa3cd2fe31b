import { createRetargetPlan, retargetClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clipDifference, vectorAngles } from '../../../support/expect-rotation.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';
import type { SyntheticOptions, SyntheticPerson } from '../../../support/synthetic-rig.ts';

const LIMBS: readonly (readonly [HumanoidBone, HumanoidBone])[] = (['left', 'right'] as const).flatMap((side) => [
  [`${side}UpperArm`, `${side}LowerArm`] as const,
  [`${side}LowerArm`, `${side}Hand`] as const,
  [`${side}UpperLeg`, `${side}LowerLeg`] as const,
  [`${side}LowerLeg`, `${side}Foot`] as const,
  [`${side}Foot`, `${side}Toes`] as const,
]);

function carry(source: SyntheticPerson, target: SyntheticPerson, clip: Clip = source.clip): Clip {
  const plan = createRetargetPlan(source.rig, target.rig, {
    sourceMap: source.map,
    targetMap: target.map,
    sourceClip: clip,
  });
  return retargetClip(plan, clip, { ik: false });
}

/** Limbs of the target against limbs of the source: both are people whose T-pose is exact. */
function limbErrors(source: SyntheticPerson, target: SyntheticPerson): { mean: number; max: number } {
  const clip = carry(source, target);
  const errors = LIMBS.map(([bone, tail]) =>
    vectorAngles(target.directions(clip, bone, tail), source.directions(source.clip, bone, tail)),
  );
  return {
    mean: errors.reduce((sum, { mean }) => sum + mean, 0) / errors.length,
    max: Math.max(...errors.map(({ max }) => max)),
  };
}

const HALF = Math.SQRT1_2;
const CASES: Record<string, SyntheticOptions> = {
  'a T-pose': {},
  'any bone axes': { axes: 7 },
  'an A-pose': { armsDown: 45 },
  'arms at the sides': { armsDown: 88, axes: 5 },
  'straddled legs': { legsApart: 20 },
  'lengths × 100': { scale: 100 },
  'a file with +Z up': { turn: [HALF, 0, 0, HALF] },
  'a body that faces −Z': { turn: [0, 1, 0, 0] },
  'a body that faces 37° aside': { turn: about([0, 1, 0], 37) },
  'an armature that is moved and turned': { armature: true, axes: 3 },
  'short legs': { legs: 0.6 },
  'long arms': { arms: 1.3 },
  'one spine bone': { without: ['chest', 'upperChest'] },
  'no collar bones and no neck': { without: ['leftShoulder', 'rightShoulder', 'neck'] },
  'a mirrored file': { mirrored: true, axes: 2 },
  'a bit of all': { armsDown: 30, legsApart: 10, axes: 11, turn: about([1, 2, -1], 100), legs: 1.2, armature: true },
};

describe('retargetClip()', () => {
  describe.each(Object.entries(CASES))('with %s', (_, options) => {
    test('carries every limb to a plain T-pose', () => {
      const { mean, max } = limbErrors(syntheticPerson(options), syntheticPerson());
      expect(mean).toBeLessThanOrEqual(0.01);
      expect(max).toBeLessThanOrEqual(0.05);
    });

    test('carries every limb from a plain T-pose', () => {
      const { mean, max } = limbErrors(syntheticPerson(), syntheticPerson(options));
      expect(mean).toBeLessThanOrEqual(0.01);
      expect(max).toBeLessThanOrEqual(0.05);
    });

    test('leaves a clip on its own rig as it is', () => {
      const person = syntheticPerson({ ...options, fingers: true });
      const { degrees, metres } = clipDifference(carry(person, person), person.clip);
      expect(degrees).toBeLessThanOrEqual(0.01);
      expect(metres / (options.scale ?? 1)).toBeLessThanOrEqual(1e-5);
    });

    test('scales the travel of the hips by the length of the legs', () => {
      const source = syntheticPerson();
      const target = syntheticPerson(options);
      const clip = carry(source, target);
      const scale = (options.legs ?? 1) * (options.scale ?? 1);
      expect(
        pathLength(target.places(clip, 'hips')) / pathLength(source.places(source.clip, 'hips')) / scale,
      ).toBeCloseTo(1, 2);
    });
  });
});

/** Any person at all: what is drawn is one of each pathology of test/fixtures/pathologies. */
const anyPerson = fc.record({
  armsDown: fc.double({ min: -10, max: 85, noNaN: true }),
  legsApart: fc.double({ min: 0, max: 25, noNaN: true }),
  axes: fc.integer(),
  scale: fc.constantFrom(1, 100, 0.01),
  // Headings that are not within the 10° in which a rig is taken to face along an axis.
  turn: fc
    .integer({ min: 0, max: 3 })
    .chain((quarter) =>
      fc.double({ min: 11, max: 79, noNaN: true }).map((degrees) => about([0, 1, 0], quarter * 90 + degrees)),
    ),
  armature: fc.boolean(),
  legs: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
  arms: fc.double({ min: 0.6, max: 1.4, noNaN: true }),
  without: fc.subarray<HumanoidBone>(['chest', 'upperChest', 'leftShoulder', 'rightShoulder', 'neck']),
  mirrored: fc.boolean(),
});

describe('laws of retargetClip()', () => {
  test('limbs point where the source has them, between any two rigs', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, (from, to) => {
        const { mean, max } = limbErrors(syntheticPerson(from), syntheticPerson(to));
        expect(mean).toBeLessThanOrEqual(0.01);
        expect(max).toBeLessThanOrEqual(0.05);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test('there and back is where it began', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, (from, to) => {
        const home = syntheticPerson({ ...from, without: [], fingers: true });
        const away = syntheticPerson({ ...to, without: [], fingers: true });
        const { degrees, metres } = clipDifference(carry(away, home, carry(home, away)), home.clip);
        expect(degrees).toBeLessThanOrEqual(0.05);
        expect(metres / (1.7 * from.scale)).toBeLessThanOrEqual(1e-4);
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  test('the result does not depend on how the source is written down', () => {
    const target = syntheticPerson({ armsDown: 30, axes: 1, fingers: true });
    const plain = carry(syntheticPerson({ fingers: true }), target);
    fc.assert(
      fc.property(anyPerson, (written) => {
        const source = syntheticPerson({ ...written, without: [], legs: 1, arms: 1, fingers: true });
        const { degrees, metres } = clipDifference(carry(source, target), plain);
        expect(degrees).toBeLessThanOrEqual(0.05);
        expect(metres).toBeLessThanOrEqual(1e-4);
      }),
      { numRuns: 20, seed: 3 },
    );
  });

  test('every rotation it writes has unit length, and neighbours lie in one hemisphere', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, (from, to) => {
        const { rotations, rig } = carry(syntheticPerson(from), syntheticPerson(to));
        const stride = rig.names.length * 4;
        for (let at = 0; at < rotations.length; at += 4) {
          const q = rotations.subarray(at, at + 4);
          expect(Math.abs(Math.hypot(...q) - 1)).toBeLessThan(1e-6);
          if (at >= stride)
            expect(q.reduce((dot, value, i) => dot + value * rotations[at - stride + i]!, 0)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 10, seed: 4 },
    );
  });
});

/** Length of the way over ground. */
function pathLength(places: Float64Array): number {
  let length = 0;
  for (let at = 3; at < places.length; at += 3) {
    length += Math.hypot(places[at]! - places[at - 3]!, places[at + 2]! - places[at - 1]!);
  }
  return length;
}

import { createRetargetPlan, retargetClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vectorAngles } from '../../../support/expect-rotation.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { shortestTurn, syntheticPerson } from '../../../support/synthetic-rig.ts';

const source = syntheticPerson({ fingers: true });
const TARGETS = [{ axes: 4 }, { mirrored: true, axes: 2 }, { armsDown: 45, axes: 9, armature: true }].map((options) =>
  syntheticPerson({ ...options, fingers: true }),
);

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Where a finger of the left hand points in a T-pose: closed towards the palm, and spread to the front. */
function pointing(closed: number, spread: number): [number, number, number] {
  const level = Math.cos(radians(spread));
  return [level * Math.cos(radians(closed)), -level * Math.sin(radians(closed)), Math.sin(radians(spread))];
}

/** One frame in a T-pose with one finger that is turned where it leaves the hand. */
function bentIndex(closed: number, spread: number): Clip {
  const clip = standingClip(source.rig, 0, () => [0, 0, 0]);
  const rotations = clip.rotations.slice();
  rotations.set(shortestTurn([1, 0, 0], pointing(closed, spread)), source.map.bones.leftIndexProximal!.joint * 4);
  return { ...clip, rotations };
}

function expectIndex(closed: number, spread: number, expected: [number, number, number]): void {
  const clip = bentIndex(closed, spread);
  for (const target of TARGETS) {
    const plan = createRetargetPlan(source.rig, target.rig, { sourceMap: source.map, targetMap: target.map });
    const carried = retargetClip(plan, clip, { ik: false });
    for (const [bone, tail] of [
      ['leftIndexProximal', 'leftIndexIntermediate'],
      ['leftIndexIntermediate', 'leftIndexDistal'],
    ] as const) {
      expect(vectorAngles(target.directions(carried, bone, tail), expected).max).toBeLessThan(0.05);
    }
  }
}

describe('fingers', () => {
  test('that bend as fingers do keep their direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: -14, max: 109 }), fc.integer({ min: -24, max: 24 }), (closed, spread) => {
        expectIndex(closed, spread, pointing(closed, spread));
      }),
      { numRuns: 40 },
    );
  });

  test('that bend further go as far as fingers do, with all that lies beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 170 }), fc.integer({ min: -60, max: 60 }), (closed, spread) => {
        const limited = pointing(Math.min(Math.max(closed, -15), 110), Math.min(Math.max(spread, -25), 25));
        expectIndex(closed, spread, limited);
      }),
      { numRuns: 40 },
    );
  });
});

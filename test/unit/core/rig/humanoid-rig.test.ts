import {
  createRetargetPlan,
  HUMANOID_BONES,
  humanoidRig,
  mapHumanoid,
  restModel,
  validateRig,
} from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';

describe('humanoidRig()', () => {
  test('is every human bone by its name, and known as it', () => {
    const rig = humanoidRig();
    validateRig(rig);
    expect(rig.names).toEqual(HUMANOID_BONES);
    const { bones, confidence } = mapHumanoid(rig);
    expect(confidence).toBe(1);
    HUMANOID_BONES.forEach((bone, joint) => expect(bones[bone]!.joint).toBe(joint));
  });

  test('stands in a T-pose that retargeting finds nothing to correct in', () => {
    const { clip, map } = syntheticPerson({ fingers: true });
    const { report } = createRetargetPlan(clip.rig, humanoidRig(), { sourceMap: map, sourceClip: clip });
    for (const { bone, targetCorrection } of report.mapped)
      expect([bone, targetCorrection]).toEqual([bone, expect.closeTo(0, 6)]);
  });

  test('keeps every bone in its place where others are left out', () => {
    const [whole, some] = [humanoidRig(), humanoidRig(['hips', 'spine', 'head', 'leftUpperArm', 'leftHand'])];
    const places = restModel(whole).positions;
    restModel(some).positions.forEach((value, i) => {
      const bone = HUMANOID_BONES.indexOf(some.names[Math.floor(i / 3)] as (typeof HUMANOID_BONES)[number]);
      expect(value).toBeCloseTo(places[bone * 3 + (i % 3)]!, 6);
    });
    expect([...some.parents]).toEqual([-1, 0, 1, 1, 3]);
  });
});

import { createRetargetPlan } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { dancer } from '../../../fixtures/pathologies/person.ts';
import { shapeOf } from '../../../fixtures/pathologies/shape.ts';
import { UNITY } from '../../../fixtures/rigs/vrm.ts';

/** Someone with bent knees whose toes are off the straight by what single precision loses. */
function withBentKnees(noise: number): ReturnType<typeof dancer> {
  const shape = shapeOf(UNITY);
  const joints = shape.joints.map((joint) => {
    const [x, y, z] = joint.place;
    if (joint.name.endsWith('LowerLeg')) return { ...joint, place: [x, y, z + 0.06] as const };
    return joint.name.endsWith('Toes') ? { ...joint, place: [x + noise, y, z] as const } : joint;
  });
  return dancer({ ...shape, joints });
}

describe('createRetargetPlan()', () => {
  test.each([0, 1e-7, -1e-7, 1e-5, 1e-3])('leaves a straight foot flat under bent knees (toes %d m aside)', (noise) => {
    const { clip } = withBentKnees(noise);
    const { mapped } = createRetargetPlan(clip.rig, clip.rig).report;
    const foot = mapped.find(({ bone }) => bone === 'leftFoot')!;
    expect(foot.targetCorrection).toBeLessThan(0.01);
  });
});

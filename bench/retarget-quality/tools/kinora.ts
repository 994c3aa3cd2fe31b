import { createRetargetPlan, retargetClip, type Clip } from '@kinora/core/motion';
import type { Job, Tool } from '../job.ts';

export const kinora: Tool = {
  name: 'Kinora',
  settings: 'none',
  retarget: (job) => Promise.resolve([bake(job, true)]),
};

/** For comparing how motions are carried over: no other tool keeps feet on the ground. */
export const kinoraWithoutFeet: Tool = {
  name: 'Kinora, `ik: false`',
  settings: 'rotations and hips alone, as the others do it',
  retarget: (job) => Promise.resolve([bake(job, false)]),
};

function bake({ clip, sourceMap, target, targetMap }: Job, ik: boolean): Clip {
  const plan = createRetargetPlan(clip.rig, target, { sourceMap, targetMap, sourceClip: clip });
  return retargetClip(plan, clip, { ik });
}

import type { Clip } from '../clip/clip.ts';
import { createPose, type Pose } from '../clip/pose.ts';
import { sampleClip } from '../clip/sample-clip.ts';
import { createRetargetPlan } from '../retarget/create-retarget-plan.ts';
import type { RetargetPlan } from '../retarget/retarget-plan.ts';
import { retargetPose } from '../retarget/retarget-pose.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import { isSameRig } from '../rig/same-rig.ts';

/** The way from clips of one rig to poses of the target. */
export interface MotionSource {
  /** Undefined where the clip's rig is the target's own. */
  readonly plan: RetargetPlan | undefined;
  /** Room for the clip's pose before it is retargeted. */
  readonly scratch: Pose | undefined;
}

/** Makes the source of a clip. Slow (a plan is made): once per rig. */
export function createMotionSource(clip: Clip, target: Rig, targetMap: () => HumanoidMap): MotionSource {
  if (isSameRig(clip.rig, target)) return { plan: undefined, scratch: undefined };
  const plan = createRetargetPlan(clip.rig, target, { targetMap: targetMap(), sourceClip: clip });
  return { plan, scratch: createPose(clip.rig) };
}

/** Writes the target's pose for one time of a clip. Allocates nothing. */
export function sampleOnto({ plan, scratch }: MotionSource, clip: Clip, time: number, out: Pose): void {
  if (!plan || !scratch) {
    sampleClip(clip, time, out);
    return;
  }
  sampleClip(clip, time, scratch);
  retargetPose(plan, scratch, out);
}

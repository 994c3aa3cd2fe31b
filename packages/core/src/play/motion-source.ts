import type { Clip } from '../clip/clip.ts';
import { createPose, type Pose } from '../clip/pose.ts';
import { sampleClipAt } from '../clip/sample-clip.ts';
import { withoutBindFrame } from '../clip/without-bind-frame.ts';
import { createRetargetPlan } from '../retarget/create-retarget-plan.ts';
import type { RetargetPlan } from '../retarget/retarget-plan.ts';
import { createFootwork } from '../retarget/feet/create-footwork.ts';
import type { Footwork } from '../retarget/feet/footwork.ts';
import { retargetPoseAt } from '../retarget/retarget-pose.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import { isSameRig } from '../rig/same-rig.ts';
import type { PreparedClip } from './prepare-clip.ts';

/** The way from clips of one rig to poses of the target. */
export interface MotionSource {
  /** Undefined where the clip's rig is the target's own. */
  readonly plan: RetargetPlan | undefined;
  /** Room for the clip's pose before it is retargeted. */
  readonly scratch: Pose | undefined;
  /** Where the feet stand in each clip that was played with IK. */
  readonly footworks: WeakMap<Clip, Footwork>;
}

/** The sources of all clips that one target has played: one for each rig, and one for each clip that came prepared. */
export class MotionSources {
  readonly #target: Rig;
  readonly #targetMap: () => HumanoidMap;
  readonly #ofRig = new WeakMap<Rig, MotionSource>();
  readonly #ofClip = new WeakMap<Clip, MotionSource>();

  constructor(target: Rig, targetMap: () => HumanoidMap) {
    this.#target = target;
    this.#targetMap = targetMap;
  }

  /** Slow for a rig that is new and a clip that is not prepared: a plan is made. */
  of(clip: Clip, prepared: PreparedClip | undefined): MotionSource {
    if (prepared) return this.#keepPrepared(clip, prepared);
    let source = this.#ofClip.get(clip) ?? this.#ofRig.get(clip.rig);
    if (!source) {
      source = createMotionSource(clip, this.#target, this.#targetMap);
      this.#ofRig.set(clip.rig, source);
    }
    return source;
  }

  /** A source of its own: where the feet stand was found by this plan, and by no other of the same rig. */
  #keepPrepared(clip: Clip, { plan, footwork }: PreparedClip): MotionSource {
    if (!isSameRig(plan.source, clip.rig) || !isSameRig(plan.target, this.#target)) {
      throw new TypeError(`Clip "${clip.name}" was prepared for another avatar, or another clip was`);
    }
    const footworks = new WeakMap<Clip, Footwork>([[clip, { ...footwork, clip: withoutBindFrame(clip) }]]);
    const source = { plan, scratch: createPose(clip.rig), footworks };
    this.#ofClip.set(clip, source);
    return source;
  }
}

function createMotionSource(clip: Clip, target: Rig, targetMap: () => HumanoidMap): MotionSource {
  const footworks = new WeakMap<Clip, Footwork>();
  if (isSameRig(clip.rig, target)) return { plan: undefined, scratch: undefined, footworks };
  const plan = createRetargetPlan(clip.rig, target, { targetMap: targetMap(), sourceClip: clip });
  return { plan, scratch: createPose(clip.rig), footworks };
}

/** Where the feet of the target stand in a clip; undefined where the clip is the target's own. Made once per clip. */
export function footworkOf({ plan, footworks }: MotionSource, clip: Clip): Footwork | undefined {
  if (!plan) return undefined;
  let footwork = footworks.get(clip);
  if (!footwork) {
    footwork = createFootwork(plan, clip);
    footworks.set(clip, footwork);
  }
  return footwork;
}

/**
 * Writes the target's pose for one time of a clip. Allocates nothing.
 *
 * @param seconds - [1] into the clip.
 */
export function sampleOnto(
  { plan, scratch }: MotionSource,
  clip: Clip,
  footwork: Footwork | undefined,
  seconds: Float64Array,
  out: Pose,
): void {
  if (!plan || !scratch) {
    sampleClipAt(clip, seconds, out);
    return;
  }
  sampleClipAt(footwork?.clip ?? clip, seconds, scratch);
  retargetPoseAt(plan, scratch, out, footwork, seconds);
}

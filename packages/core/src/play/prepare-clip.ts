import type { Clip } from '../clip/clip.ts';
import { validateClip } from '../clip/validate-clip.ts';
import { createRetargetPlan } from '../retarget/create-retarget-plan.ts';
import { createFootwork } from '../retarget/feet/create-footwork.ts';
import type { Footwork } from '../retarget/feet/footwork.ts';
import type { RetargetPlan } from '../retarget/retarget-plan.ts';
import { assertHumanoid } from '../rig/map/assert-humanoid.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import { mapHumanoid } from '../rig/map/map-humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import { isSameRig } from '../rig/same-rig.ts';

/**
 * All that has to be found out before a clip plays on another rig. Plain data: it may be made in a worker and sent to the
 * page, whose first frame then waits for nothing. It serves one player.
 */
export interface PreparedClip {
  readonly plan: RetargetPlan;
  /** Where the feet stand; without the clip, which the page has already. */
  readonly footwork: Omit<Footwork, 'clip'>;
}

/**
 * Does before `Player.play` what `play` would do else: maps the clip's rig, makes a plan, and finds where the feet stand.
 * The first time that is 20–40 ms of work for ten seconds of motion, so it belongs in a worker: `kinora.animations.prepare`.
 *
 * @param targetMap - default: `mapHumanoid(target)`.
 * @returns undefined where the clip is the target's own: it plays as it is.
 * @throws KinoraError `clip/invalid`; `rig/not-humanoid` where one of the two rigs is no human body.
 */
export function prepareClip(
  clip: Clip,
  target: Rig,
  targetMap: HumanoidMap = mapHumanoid(target),
): PreparedClip | undefined {
  validateClip(clip);
  if (isSameRig(clip.rig, target)) return undefined;
  const sourceMap = mapHumanoid(clip.rig);
  assertHumanoid(clip.rig, sourceMap);
  assertHumanoid(target, targetMap);
  const plan = createRetargetPlan(clip.rig, target, { sourceMap, targetMap, sourceClip: clip });
  const { contacts, lift, shifts } = createFootwork(plan, clip);
  return { plan, footwork: { contacts, lift, shifts } };
}

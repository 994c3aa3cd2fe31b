import type { Clip } from '../clip/clip.ts';
import { withoutBindFrame } from '../clip/without-bind-frame.ts';
import { measureRetarget } from '../metrics/measure-retarget.ts';
import { assertHumanoid } from '../rig/map/assert-humanoid.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import { mapHumanoid } from '../rig/map/map-humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import { createMorphPlan } from './blendshapes/morph-plan.ts';
import { createRetargetPlan } from './create-retarget-plan.ts';
import { retargetClip } from './retarget-clip.ts';
import type { BakeOptions } from './retarget-clip.ts';
import type { RetargetClipReport } from './retarget-plan.ts';

export interface RetargetClipOptions extends BakeOptions {
  /** Default: `mapHumanoid(clip.rig)`. */
  readonly sourceMap?: HumanoidMap;
  /** Default: `mapHumanoid(target)`. */
  readonly targetMap?: HumanoidMap;
}

export interface RetargetResult {
  /** The same motion on the target. */
  readonly clip: Clip;
  readonly report: RetargetClipReport;
}

/**
 * Brings a clip onto any other humanoid in one step: maps both rigs, plans, bakes, and measures what came of it.
 *
 * Whoever plays many clips on one body, or one live, makes a plan once with `createRetargetPlan`.
 *
 * @throws KinoraError `rig/not-humanoid` where a rig that is mapped here is no humanoid.
 * @throws KinoraError what `createRetargetPlan` and `retargetClip` throw.
 */
export function retarget(clip: Clip, target: Rig, options: RetargetClipOptions = {}): RetargetResult {
  const { sourceMap = humanoidOf(clip.rig), targetMap = humanoidOf(target) } = options;
  const plan = createRetargetPlan(clip.rig, target, { sourceMap, targetMap, sourceClip: clip });
  const baked = retargetClip(plan, clip, options);
  return {
    clip: baked,
    report: {
      ...plan.report,
      contacts: baked.contacts ?? [],
      ...(options.face && clip.morphs && { blendshapes: createMorphPlan(clip.morphs.names, options.face).report }),
      metrics: measureRetarget(withoutBindFrame(clip), sourceMap, baked, targetMap),
    },
  };
}

function humanoidOf(rig: Rig): HumanoidMap {
  const map = mapHumanoid(rig);
  assertHumanoid(rig, map);
  return map;
}

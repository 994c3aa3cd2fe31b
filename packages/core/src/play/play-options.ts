import type { HumanoidMap } from '../rig/humanoid.ts';
import type { BodyMask } from './body-mask.ts';
import type { PreparedClip } from './prepare-clip.ts';

export interface PlayerOptions {
  /** The target's human bones. Default: found by `mapHumanoid` when a clip or a mask first needs them. */
  readonly map?: HumanoidMap;
  /**
   * Default true: feet that stand in a clip of another rig stand still on the ground. False: the legs only turn as those
   * of the clip do.
   */
  readonly ik?: boolean;
}

export interface PlayOptions {
  /** Seconds of the cross-fade from what plays now, or from the target's own pose. Default 0. */
  readonly fade?: number;
  /** Default false: the clip holds its last frame. */
  readonly loop?: boolean;
  /** Times the recorded speed; negative plays backwards from the end. Default 1. */
  readonly rate?: number;
  /** The joints that move; the others keep the target's own pose. Default `fullBody`. */
  readonly mask?: BodyMask;
  /** Whether planted feet stand still. Default: what the player was made with. */
  readonly ik?: boolean;
  /**
   * What `kinora.animations.prepare` or `prepareClip` made of this clip for this target. Kept: the clip needs it once.
   * Without it `play` prepares the clip itself, and holds up the page the first time.
   */
  readonly prepared?: PreparedClip | undefined;
}

/** @throws RangeError */
export function checkedFinite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is a finite number, not ${value}`);
  return value;
}

/** @throws RangeError */
export function checkedFade(fade: number): number {
  if (!(fade >= 0) || fade === Infinity) throw new RangeError(`A fade takes a number of seconds, not ${fade}`);
  return fade;
}

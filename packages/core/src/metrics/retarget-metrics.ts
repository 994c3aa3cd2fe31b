import type { Side } from './body/points.ts';
import type { Spread } from './spread.ts';

/**
 * How well a clip on one body repeats a clip on another, from where the joints are. Plain data.
 *
 * Angles are in radians. Lengths are in heights of the body they are measured on, so that bodies of any size compare:
 * 0.003 is 0.3 % of the height, and 0.006 heights a second is 1 cm/s on a body of 1.7 m. What could not be measured is
 * undefined, and `unmeasured` says why.
 */
export interface RetargetMetrics {
  readonly frames: number;
  /** Metres from the soles to the top of the head, by the lengths of the bones. */
  readonly heights: { readonly source: number; readonly target: number };
  /** Between the directions of upper arms, forearms, thighs and shins, each in its own body's frame. */
  readonly direction: LimbDirections | undefined;
  /** Between the palms, where both hands have fingers. */
  readonly palm: Spread | undefined;
  /** Between the axes about which elbows and knees are bent, where both are, by 30° and more. */
  readonly hinge: Spread | undefined;
  /** Of the balls of planted feet over the ground. */
  readonly slide: FootSlide | undefined;
  /** Agreement of the frames in which the feet of both stand, 0…1 (F1). */
  readonly contactF1: number | undefined;
  /** How far heel, ball or toe are under the ground on which the target stands at rest. */
  readonly penetration: Spread | undefined;
  /** How far above the ground a foot of the target is that stands in the source. */
  readonly float: Spread | undefined;
  /** Of hands and feet, by the length of the arm or leg from where it begins. */
  readonly reach: ReachErrors | undefined;
  /** Between the velocities of hands and feet, heights a second: mean. */
  readonly reachVelocity: number | undefined;
  /** Way of the hips over ground ÷ (that of the source × scale of the legs): 1 is right. */
  readonly travel: number | undefined;
  /** How far from where they should be the hips end, having begun together, heights. */
  readonly closure: number;
  /** Mean jerk of hips, hands and feet ÷ that of the source: 1 is as smooth as the source. */
  readonly jitter: number | undefined;
  /** The most that a bone of the target turns from one frame to the next beyond what the same bone of the source turns. */
  readonly jump: number | undefined;
  readonly unmeasured: readonly Unmeasured[];
}

export interface LimbDirections extends Spread {
  /** The worst of them first. */
  readonly limbs: readonly LimbDirection[];
}

export interface LimbDirection extends Spread {
  readonly limb: Limb;
}

export type Limb = `${Side}${'UpperArm' | 'LowerArm' | 'UpperLeg' | 'LowerLeg'}`;

/** A forearm that is longer against its upper arm brings the hand elsewhere by the same directions. */
export interface ReachErrors extends Spread {
  /** The same from where the directions of the source bring limbs that are divided as the target's are. */
  readonly alike: Spread;
}

/** Mean speed of the balls of feet over the ground, heights a second. */
export interface FootSpeed {
  readonly target: number;
  /** The same feet of the source on the same frames, scaled by the legs: as fast as the target's would be without a fault. */
  readonly source: number;
  /** Frames of either foot. */
  readonly frames: number;
}

/** Over all frames on which a foot of the source stands. */
export interface FootSlide extends FootSpeed {
  /** On those frames on which the foot of the source is still, to 1 cm/s on a body of 1.7 m. */
  readonly still: FootSpeed | undefined;
  /** On those on which the source itself drags it, sets it down or lifts it. */
  readonly moving: FootSpeed | undefined;
  /** Share of all on which the target is faster than 10 cm/s on a body of 1.7 m. */
  readonly skating: number;
  /** Share of all on which the source, scaled by the legs, is. */
  readonly sourceSkating: number;
}

export interface Unmeasured {
  readonly metric: Exclude<keyof RetargetMetrics, 'unmeasured' | 'frames' | 'heights' | 'closure'>;
  readonly reason: string;
}

/** What a metric gives where it has nothing to measure. */
export interface Missing {
  readonly missing: string;
}

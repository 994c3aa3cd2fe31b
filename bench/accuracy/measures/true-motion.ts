import { clipDuration } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { trueContacts } from './feet.ts';
import { hipPath, limbsOfClip } from './limbs.ts';
import type { LimbMotion } from './limbs.ts';
import type { PlantedFeet } from '../../../packages/core/src/metrics/body/planted-feet.ts';

/** What a capture is compared with: metres, +Y up, seconds of the video. */
export interface TrueMotion {
  /** Seconds. */
  readonly duration: number;
  /** Where it is known at some times only: those, rising. */
  readonly times?: readonly number[];
  limbs(times: readonly number[]): LimbMotion;
  /** [times × 3] the middle of the hip joints. */
  hips(times: readonly number[]): Float64Array;
  /** When the feet stand, at an even rate from the start of the video. */
  stands(frames: number, rate: number): PlantedFeet;
}

/** A motion that a film was rendered from. */
export function trueMotionOf(clip: Clip): TrueMotion {
  return {
    duration: clipDuration(clip),
    limbs: (times) => limbsOfClip(clip, times),
    hips: (times) => hipPath(clip, times),
    stands: (frames) => trueContacts(clip, frames),
  };
}

import type { Clip } from '@kinora/core/motion';
import { limbsOfClip } from '../../bench/accuracy/measures/limbs.ts';
import { positionError } from '../../bench/accuracy/measures/position-error.ts';

/** Mean distance of the limb joints of two clips, both with the middle of their hip joints at the origin, metres. */
export function limbError(clip: Clip, truth: Clip, times: readonly number[]): number {
  return positionError(limbsOfClip(clip, times), limbsOfClip(truth, times));
}

/**
 * Where the limb joints are at a time, from the middle of the hip joints: left and right shoulders, elbows, wrists, hips,
 * knees and ankles.
 */
export function limbPositions(clip: Clip): (time: number) => number[][] {
  return (time) => {
    const { places } = limbsOfClip(clip, [time]);
    return Array.from({ length: places.length / 3 }, (_, joint) => [...places.subarray(joint * 3, joint * 3 + 3)]);
  };
}

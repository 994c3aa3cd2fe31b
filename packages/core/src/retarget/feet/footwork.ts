import type { Clip, Contact } from '../../clip/clip.ts';
import { framePlace } from '../../clip/sample-clip.ts';

/**
 * Where the feet of the target stand while it plays one clip. Made once for a clip and a plan by `createFootwork`; what
 * is read from it depends on the time alone.
 */
export interface Footwork {
  /** When the feet of the clip stand on the ground. */
  readonly contacts: readonly Contact[];
  readonly clip: Clip;
  /** [frames] how far the body is moved upwards so that planted feet reach their ground, metres. */
  readonly lift: Float64Array;
  readonly stances: readonly [left: Stances, right: Stances];
  /** [3] velocity of what the feet stand on, model space of the target: not zero for a walk on the spot. */
  readonly drift: Float64Array;
}

/** The places on which one foot stands, in the order of time; model space of the target, lengths in metres. */
export interface Stances {
  /** [count] seconds. */
  readonly starts: Float64Array;
  /** [count] seconds. */
  readonly ends: Float64Array;
  /** [count × 3] where the ball of the foot stands at the start, on the ground plane. */
  readonly anchors: Float64Array;
  /** [count] height of what the foot stands on. */
  readonly grounds: Float64Array;
  /** [count × 6] by how much a stance moves the foot at its start, and how fast that grows towards the past. */
  readonly entering: Float64Array;
  /** [count × 6] by how much it moves the foot at its end, and how fast that grows. */
  readonly leaving: Float64Array;
}

/** How far the body is moved upwards at a time, metres. Allocates nothing. */
export function bodyLift({ clip, lift }: Footwork, time: number): number {
  const place = framePlace(clip, time);
  const frame = Math.floor(place);
  const next = Math.min(frame + 1, clip.frames - 1);
  return lift[frame]! + (lift[next]! - lift[frame]!) * (place - frame);
}

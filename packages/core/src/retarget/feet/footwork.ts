import type { Clip, Contact } from '../../clip/clip.ts';
import { framePlace } from '../../clip/sample-clip.ts';
import { lerpVec3 } from '../../math/vec3.ts';

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
  /** [frames × 3] how far each foot is moved from where the joints bring it, model space of the target, metres. */
  readonly shifts: readonly [left: Float64Array, right: Float64Array];
}

/** How far the body is moved upwards at a time, metres. Allocates nothing. */
export function bodyLift({ clip, lift }: Footwork, time: number): number {
  const place = framePlace(clip, time);
  const frame = Math.floor(place);
  const next = Math.min(frame + 1, clip.frames - 1);
  return lift[frame]! + (lift[next]! - lift[frame]!) * (place - frame);
}

/**
 * By how much a foot is moved at a time. Allocates nothing.
 *
 * @param out - [3] model space of the target.
 */
export function footShift(out: Float64Array, { clip, shifts }: Footwork, side: 0 | 1, time: number): void {
  const place = framePlace(clip, time);
  const frame = Math.floor(place);
  const next = Math.min(frame + 1, clip.frames - 1);
  lerpVec3(out, 0, shifts[side], frame * 3, shifts[side], next * 3, place - frame);
}

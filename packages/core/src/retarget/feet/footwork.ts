import type { Clip, Contact } from '../../clip/clip.ts';
import { writeFramePlace } from '../../clip/sample-clip.ts';
import { lerpVec3By } from '../../math/vec3.ts';

/**
 * Where the feet of the target stand while it plays one clip. Made once for a clip and a plan by `createFootwork`; what
 * is read from it depends on the time alone.
 */
export interface Footwork {
  /** When the feet of the clip stand on the ground. */
  readonly contacts: readonly Contact[];
  /** As it is shown: without a first frame that is the bind. */
  readonly clip: Clip;
  /** [frames] how far the body is moved upwards so that planted feet reach their ground, metres. */
  readonly lift: Float64Array;
  /** [frames × 3] how far each foot is moved from where the joints bring it, model space of the target, metres. */
  readonly shifts: readonly [left: Float64Array, right: Float64Array];
}

/** Where the feet go in one instant, written by `readFootwork`. */
export interface FootMoves {
  /** [1] how far the body is moved upwards, metres. */
  readonly lift: Float64Array;
  /** [3] by how much each foot is moved, model space of the target. */
  readonly shifts: readonly [left: Float64Array, right: Float64Array];
}

export function createFootMoves(): FootMoves {
  return { lift: new Float64Array(1), shifts: [new Float64Array(3), new Float64Array(3)] };
}

const place = new Float64Array(1);
const share = new Float64Array(1);

/**
 * What footwork says of one time. Allocates nothing.
 *
 * @param seconds - [1] into the clip. Not a number: V8 boxes fractions that it hands between functions.
 */
export function readFootwork(out: FootMoves, { clip, lift, shifts }: Footwork, seconds: Float64Array): void {
  writeFramePlace(place, clip, seconds);
  const frame = Math.floor(place[0]!);
  const next = Math.min(frame + 1, clip.frames - 1);
  share[0] = place[0]! - frame;
  out.lift[0] = lift[frame]! + (lift[next]! - lift[frame]!) * share[0];
  for (let side = 0; side < 2; side++) {
    const shift = shifts[side]!;
    lerpVec3By(out.shifts[side]!, 0, shift, frame * 3, shift, next * 3, share, 0);
  }
}

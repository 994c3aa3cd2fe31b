import { slerpQuatBy } from '../math/quat.ts';
import { copyVec3, lerpVec3By } from '../math/vec3.ts';
import type { Clip } from './clip.ts';
import type { Pose } from './pose.ts';

/** [1] seconds; a frame, with its fraction; and the fraction alone: in arrays, since V8 boxes what it hands between functions. */
const instant = new Float64Array(1);
const place = new Float64Array(1);
const share = new Float64Array(1);

/**
 * Writes the clip at one time: rotations by slerp, translations on a straight line, joints that the clip does not
 * translate at their rest. Allocates nothing.
 *
 * @param time - seconds. Before the start is the first frame, after the end the last.
 * @param out - a pose of `clip.rig`.
 */
export function sampleClip(clip: Clip, time: number, out: Pose): void {
  instant[0] = time;
  sampleClipAt(clip, instant, out);
}

/** As `sampleClip`, for every frame of a player: at `seconds[0]`. */
export function sampleClipAt(clip: Clip, seconds: Float64Array, out: Pose): void {
  const frame = findShare(clip, seconds);
  const next = Math.min(frame + 1, clip.frames - 1);
  const joints = clip.rig.parents.length;
  const { rotations, translated, translations } = clip;
  for (let at = 0; at < joints * 4; at += 4) {
    slerpQuatBy(out.rotations, at, rotations, frame * joints * 4 + at, rotations, next * joints * 4 + at, share, 0);
  }
  out.translations.set(clip.rig.restTranslations);
  for (let i = 0; i < translated.length; i++) {
    const a = (frame * translated.length + i) * 3;
    const b = (next * translated.length + i) * 3;
    lerpVec3By(out.translations, translated[i]! * 3, translations, a, translations, b, share, 0);
  }
}

/**
 * Writes the blendshape weights at one time, on a straight line between frames. Allocates nothing, and writes nothing
 * where the clip moves no blendshape.
 *
 * @param time - seconds, as in `sampleClip`.
 * @param out - [names] in the order of `clip.morphs.names`.
 */
export function sampleMorphs(clip: Clip, time: number, out: Float32Array): void {
  instant[0] = time;
  sampleMorphsAt(clip, instant, out);
}

/** As `sampleMorphs`, for every frame of a player: at `seconds[0]`. */
export function sampleMorphsAt(clip: Clip, seconds: Float64Array, out: Float32Array): void {
  const { morphs } = clip;
  if (!morphs) return;
  const { names, weights } = morphs;
  const frame = findShare(clip, seconds);
  const next = Math.min(frame + 1, clip.frames - 1);
  for (let i = 0; i < names.length; i++) {
    const a = weights[frame * names.length + i]!;
    out[i] = a + (weights[next * names.length + i]! - a) * share[0]!;
  }
}

/** Leaves in `share` how far it is from the frame that it returns to the next. */
function findShare(clip: Clip, seconds: Float64Array): number {
  writeFramePlace(place, clip, seconds);
  const frame = Math.floor(place[0]!);
  share[0] = place[0]! - frame;
  return frame;
}

/** Writes one frame exactly as the clip holds it. Allocates nothing. */
export function readFrame(clip: Clip, frame: number, out: Pose): void {
  const { rotations, translated, translations } = clip;
  const numbers = clip.rig.parents.length * 4;
  // Number by number: `subarray` would make an object for every frame.
  for (let i = 0; i < numbers; i++) out.rotations[i] = rotations[frame * numbers + i]!;
  out.translations.set(clip.rig.restTranslations);
  for (let i = 0; i < translated.length; i++) {
    copyVec3(out.translations, translated[i]! * 3, translations, (frame * translated.length + i) * 3);
  }
}

/** The frame at a time, with its fraction: 2.5 is half way from the third frame to the fourth. [0, frames − 1]. */
export function framePlace(clip: Clip, time: number): number {
  instant[0] = time;
  writeFramePlace(place, clip, instant);
  return place[0]!;
}

/** As `framePlace`, for every frame of a player: `out[0]` at `seconds[0]`. */
export function writeFramePlace(out: Float64Array, { times, frames, rate }: Clip, seconds: Float64Array): void {
  const time = seconds[0]!;
  // Written so that NaN shows the first frame instead of nothing.
  if (!(time > 0)) out[0] = 0;
  else if (times) writePlaceInTimes(out, times, seconds);
  else out[0] = Math.min(time * rate, frames - 1);
}

function writePlaceInTimes(out: Float64Array, times: Float32Array, seconds: Float64Array): void {
  const time = seconds[0]!;
  let low = 0;
  let high = times.length - 1;
  if (time >= times[high]!) {
    out[0] = high;
    return;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle;
    else high = middle;
  }
  out[0] = low + (time - times[low]!) / (times[high]! - times[low]!);
}

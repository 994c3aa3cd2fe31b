import { slerpQuat } from '../math/quat.ts';
import { copyVec3, lerpVec3 } from '../math/vec3.ts';
import type { Clip } from './clip.ts';
import type { Pose } from './pose.ts';

/**
 * Writes the clip at one time: rotations by slerp, translations on a straight line, joints that the clip does not
 * translate at their rest. Allocates nothing.
 *
 * @param time - seconds. Before the start is the first frame, after the end the last.
 * @param out - a pose of `clip.rig`.
 */
export function sampleClip(clip: Clip, time: number, out: Pose): void {
  const place = framePlace(clip, time);
  const frame = Math.floor(place);
  const next = Math.min(frame + 1, clip.frames - 1);
  const t = place - frame;
  const joints = clip.rig.parents.length;
  const { rotations, translated, translations } = clip;
  for (let at = 0; at < joints * 4; at += 4) {
    slerpQuat(out.rotations, at, rotations, frame * joints * 4 + at, rotations, next * joints * 4 + at, t);
  }
  out.translations.set(clip.rig.restTranslations);
  for (let i = 0; i < translated.length; i++) {
    const a = (frame * translated.length + i) * 3;
    const b = (next * translated.length + i) * 3;
    lerpVec3(out.translations, translated[i]! * 3, translations, a, translations, b, t);
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
  const { morphs } = clip;
  if (!morphs) return;
  const { names, weights } = morphs;
  const place = framePlace(clip, time);
  const frame = Math.floor(place);
  const next = Math.min(frame + 1, clip.frames - 1);
  for (let i = 0; i < names.length; i++) {
    const a = weights[frame * names.length + i]!;
    out[i] = a + (weights[next * names.length + i]! - a) * (place - frame);
  }
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
  const last = clip.frames - 1;
  // Written so that NaN shows the first frame instead of nothing.
  if (!(time > 0)) return 0;
  if (!clip.times) return Math.min(time * clip.rate, last);
  return placeInTimes(clip.times, last, time);
}

function placeInTimes(times: Float32Array, last: number, time: number): number {
  if (time >= times[last]!) return last;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle;
    else high = middle;
  }
  return low + (time - times[low]!) / (times[high]! - times[low]!);
}

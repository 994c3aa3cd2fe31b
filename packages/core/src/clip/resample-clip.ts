import { alignSigns } from './align-signs.ts';
import { clipDuration } from './clip.ts';
import type { CaptureAdvice, CaptureReport, Clip, ClipMorphs } from './clip.ts';
import { createPose } from './pose.ts';
import { startAtFirst, sampleRootMotion } from './root-motion.ts';
import { framePlace, sampleClip, sampleMorphs } from './sample-clip.ts';

/**
 * The same motion on a uniform rate. It starts on the first frame; where the duration is no multiple of the new frame
 * time, the last frame holds the end of the clip, so the length is kept to within half a frame.
 *
 * @param rate - frames per second.
 */
export function resampleClip(clip: Clip, rate: number): Clip {
  if (!(rate > 0) || !Number.isFinite(rate))
    throw new RangeError(`Cannot resample a clip to ${rate} frames per second`);
  return sampleRange(clip, 0, clipDuration(clip), rate);
}

/**
 * The part between two times, on the clip's own rate and starting at 0.
 *
 * @param from - seconds; clamped to the clip.
 * @param to - seconds, not before `from`; clamped to the clip.
 */
export function trimClip(clip: Clip, from: number, to: number): Clip {
  if (!(to >= from)) throw new RangeError(`Cannot trim a clip from ${from} s to ${to} s`);
  const duration = clipDuration(clip);
  const start = Math.min(Math.max(from, 0), duration);
  return sampleRange(clip, start, Math.min(Math.max(to, start), duration), clip.rate);
}

function sampleRange(clip: Clip, from: number, to: number, rate: number): Clip {
  // The tolerance keeps a frame that single precision times would lose.
  const frames = Math.max(1, Math.round((to - from) * rate + 1e-4) + 1);
  const joints = clip.rig.parents.length;
  const { translated } = clip;
  const rotations = new Float32Array(frames * joints * 4);
  const translations = new Float32Array(frames * translated.length * 3);
  const confidence = clip.confidence ? new Float32Array(frames * joints) : undefined;
  const morphs = clip.morphs && emptyMorphs(clip.morphs, frames);
  const rootMotion = clip.rootMotion && new Float32Array(frames * 4);
  const pose = createPose(clip.rig);
  for (let frame = 0; frame < frames; frame++) {
    const time = Math.min(from + frame / rate, to);
    sampleClip(clip, time, pose);
    rotations.set(pose.rotations, frame * joints * 4);
    for (let i = 0; i < translated.length; i++) {
      const joint = translated[i]!;
      translations.set(pose.translations.subarray(joint * 3, joint * 3 + 3), (frame * translated.length + i) * 3);
    }
    if (confidence) sampleConfidence(clip, time, confidence, frame * joints);
    if (rootMotion) sampleRootMotion(clip, time, rootMotion.subarray(frame * 4));
    if (morphs) sampleMorphs(clip, time, morphs.weights.subarray(frame * morphs.names.length));
  }
  alignSigns(rotations, frames, joints);
  if (rootMotion) startAtFirst(rootMotion);
  return {
    name: clip.name,
    rig: clip.rig,
    frames,
    rate,
    rotations,
    translated,
    translations,
    ...(morphs && { morphs }),
    ...(clip.contacts && { contacts: stretchesOfRange(clip.contacts, from, to) }),
    ...(rootMotion && { rootMotion }),
    ...(confidence && { confidence }),
    ...(clip.report && { report: reportOfRange(clip.report, from, to) }),
  };
}

function emptyMorphs({ names }: ClipMorphs, frames: number): ClipMorphs {
  return { names, weights: new Float32Array(frames * names.length) };
}

function sampleConfidence(clip: Clip, time: number, out: Float32Array, outAt: number): void {
  const joints = clip.rig.parents.length;
  const place = framePlace(clip, time);
  const frame = Math.floor(place);
  const next = Math.min(frame + 1, clip.frames - 1);
  for (let joint = 0; joint < joints; joint++) {
    const a = clip.confidence![frame * joints + joint]!;
    const b = clip.confidence![next * joints + joint]!;
    out[outAt + joint] = a + (b - a) * (place - frame);
  }
}

function reportOfRange(report: CaptureReport, from: number, to: number): CaptureReport {
  const { gaps, advice } = report;
  return {
    ...report,
    gaps: stretchesOfRange(gaps, from, to),
    ...(advice && { advice: advice.flatMap((one) => (isStretch(one) ? stretchesOfRange([one], from, to) : [one])) }),
  };
}

function isStretch(advice: CaptureAdvice): advice is CaptureAdvice & { readonly from: number; readonly to: number } {
  return advice.from !== undefined && advice.to !== undefined;
}

/** What of each stretch lies in the range, in its own time. */
function stretchesOfRange<T extends { readonly from: number; readonly to: number }>(
  stretches: readonly T[],
  from: number,
  to: number,
): T[] {
  return stretches
    .filter((stretch) => stretch.to >= from && stretch.from <= to)
    .map((stretch) => ({ ...stretch, from: Math.max(stretch.from, from) - from, to: Math.min(stretch.to, to) - from }));
}

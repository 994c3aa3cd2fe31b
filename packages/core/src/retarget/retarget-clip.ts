import { alignSigns } from '../clip/align-signs.ts';
import type { Clip, ClipMorphs } from '../clip/clip.ts';
import type { Face } from '../clip/face.ts';
import { createPose } from '../clip/pose.ts';
import { readFrame } from '../clip/sample-clip.ts';
import { validateClip } from '../clip/validate-clip.ts';
import { withoutBindFrame } from '../clip/without-bind-frame.ts';
import { KinoraError } from '../errors.ts';
import { copyVec3 } from '../math/vec3.ts';
import type { Rig } from '../rig/rig.ts';
import { bakeMorphs, createMorphPlan } from './blendshapes/morph-plan.ts';
import { createFootwork } from './feet/create-footwork.ts';
import type { RetargetPlan } from './retarget-plan.ts';
import { retargetPose } from './retarget-pose.ts';

export interface BakeOptions {
  /**
   * Default true: planted feet stand still on the ground, and forearms share the roll of their hands. False: the turns of
   * the joints alone, which keep the direction of every limb.
   */
  readonly ik?: boolean;
  /**
   * What the face of the target can do: the clip's blendshapes become the target's own. Without it they keep their names.
   */
  readonly face?: Face;
}

/**
 * Bakes a whole clip for the target: the same frames, times, blendshapes and report, and when its feet are planted. A first
 * frame that is the bind and no motion shows the second (see `withoutBindFrame`).
 *
 * @throws KinoraError `clip/invalid` where the clip is not one of `plan.source`, or holds numbers that are not finite.
 */
export function retargetClip(plan: RetargetPlan, written: Clip, { ik = true, face }: BakeOptions = {}): Clip {
  validateClip(written);
  requireSource(plan, written);
  if (plan.steps.isSameRig) return onSameRig(plan.target, written, face);
  const clip = withoutBindFrame(written);
  const { target, translated } = plan;
  const footwork = ik ? createFootwork(plan, clip) : undefined;
  const joints = target.parents.length;
  const rotations = new Float32Array(clip.frames * joints * 4);
  const translations = new Float32Array(clip.frames * translated.length * 3);
  const sourcePose = createPose(plan.source);
  const pose = createPose(target);
  for (let frame = 0; frame < clip.frames; frame++) {
    readFrame(clip, frame, sourcePose);
    retargetPose(plan, sourcePose, pose, footwork, clip.times?.[frame] ?? frame / clip.rate);
    rotations.set(pose.rotations, frame * joints * 4);
    for (let i = 0; i < translated.length; i++) {
      copyVec3(translations, (frame * translated.length + i) * 3, pose.translations, translated[i]! * 3);
    }
  }
  alignSigns(rotations, clip.frames, joints);
  const morphs = morphsOn(face, clip.morphs, clip.frames);
  const contacts = footwork?.contacts ?? clip.contacts;
  return {
    name: clip.name,
    rig: target,
    frames: clip.frames,
    rate: clip.rate,
    rotations,
    translated,
    translations,
    ...(clip.times && { times: clip.times }),
    ...(morphs && { morphs }),
    ...(contacts && { contacts }),
    ...(clip.rootMotion && { rootMotion: scaleWay(clip.rootMotion, plan.report.hipScale) }),
    ...(clip.confidence && { confidence: carryConfidence(plan, clip, clip.confidence) }),
    ...(clip.report && { report: clip.report }),
  };
}

/** The turns stay as they are. A face does not: two avatars may share a skeleton and name their blendshapes otherwise. */
function onSameRig(rig: Rig, { morphs: written, ...clip }: Clip, face: Face | undefined): Clip {
  const morphs = morphsOn(face, written, clip.frames);
  return { ...clip, rig, ...(morphs && { morphs }) };
}

/** Undefined where the face shows nothing of it. */
function morphsOn(face: Face | undefined, morphs: ClipMorphs | undefined, frames: number): ClipMorphs | undefined {
  return face && morphs ? bakeMorphs(createMorphPlan(morphs.names, face), morphs, frames) : morphs;
}

/** Metres grow with the legs, headings do not. */
function scaleWay(rootMotion: Float32Array, scale: number): Float32Array {
  return rootMotion.map((value, at) => (at % 4 === 3 ? value : value * scale));
}

function requireSource(plan: RetargetPlan, clip: Clip): void {
  const { names } = plan.source;
  // By its names, not by identity: a clip that crossed a worker has a rig of its own.
  if (clip.rig.names.length === names.length && clip.rig.names.every((name, i) => name === names[i])) return;
  throw new KinoraError('clip/invalid', `Cannot retarget clip "${clip.name}": its rig is not the source of the plan`, {
    details: { clip: clip.name },
  });
}

/** A joint was seen as well as the source joint that drives it; one without a drive as well as its parent. */
function carryConfidence(plan: RetargetPlan, clip: Clip, confidence: Float32Array): Float32Array {
  const { parents } = plan.target;
  const { first } = plan.steps.drives;
  const sourceJoints = clip.rig.parents.length;
  const carried = new Float32Array(clip.frames * parents.length);
  for (let frame = 0; frame < clip.frames; frame++) {
    for (let joint = 0; joint < parents.length; joint++) {
      const driver = first[joint]!;
      const parent = parents[joint]!;
      const fromParent = parent < 0 ? 1 : carried[frame * parents.length + parent]!;
      carried[frame * parents.length + joint] = driver < 0 ? fromParent : confidence[frame * sourceJoints + driver]!;
    }
  }
  return carried;
}

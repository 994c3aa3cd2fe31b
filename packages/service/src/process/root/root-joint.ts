import type { Clip, Rig } from '@kinora/core/motion';

/** The same motion below a joint more, which stays at the origin (`rootAtOrigin`). */
export function withRootJoint(clip: Clip): Clip {
  const { rig, frames } = clip;
  const joints = rig.names.length;
  const rotations = new Float32Array(frames * (joints + 1) * 4);
  for (let frame = 0; frame < frames; frame++) {
    rotations[frame * (joints + 1) * 4 + 3] = 1;
    rotations.set(
      clip.rotations.subarray(frame * joints * 4, (frame + 1) * joints * 4),
      (frame * (joints + 1) + 1) * 4,
    );
  }
  return {
    ...clip,
    rig: rigWithRoot(rig),
    rotations,
    translated: clip.translated.map((joint) => joint + 1),
    ...(clip.confidence && { confidence: withColumn(clip.confidence, frames, joints) }),
  };
}

function rigWithRoot(rig: Rig): Rig {
  const { names, parents, restTranslations, restRotations, tips, declared } = rig;
  return {
    ...rig,
    names: [freeName(names), ...names],
    parents: Int16Array.of(-1, ...parents.map((parent) => parent + 1)),
    restTranslations: Float32Array.of(0, 0, 0, ...restTranslations),
    restRotations: Float32Array.of(0, 0, 0, 1, ...restRotations),
    ...(tips && { tips: tips.map(({ joint, translation }) => ({ joint: joint + 1, translation })) }),
    ...(declared && {
      declared: Object.fromEntries(Object.entries(declared).map(([bone, joint]) => [bone, joint + 1])),
    }),
  };
}

/** `root`, by the style of the other joints. */
export function freeName(names: readonly string[]): string {
  const suffix = names.every((name) => name.endsWith('_JNT')) ? '_JNT' : '';
  let name = `root${suffix}`;
  for (let number = 2; names.includes(name); number++) name = `root${number}${suffix}`;
  return name;
}

/** The root is seen as well as what hangs below it. */
function withColumn(values: Float32Array, frames: number, joints: number): Float32Array {
  const out = new Float32Array(frames * (joints + 1));
  for (let frame = 0; frame < frames; frame++) {
    out[frame * (joints + 1)] = values[frame * joints]!;
    out.set(values.subarray(frame * joints, (frame + 1) * joints), frame * (joints + 1) + 1);
  }
  return out;
}

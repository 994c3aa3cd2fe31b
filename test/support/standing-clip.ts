import type { Clip, Rig } from '@kinora/core/motion';

type Vec = readonly [number, number, number];

/** A body that keeps its rest pose and is moved as a whole: its feet stand where and when it does. Its hips are joint 0. */
export function standingClip(
  rig: Rig,
  seconds: number,
  moved: (time: number) => Vec,
  { rate = 30 }: { readonly rate?: number } = {},
): Clip {
  const frames = Math.round(seconds * rate) + 1;
  const translations = Float32Array.from({ length: frames * 3 }, (_, at) => {
    const axis = at % 3;
    return rig.restTranslations[axis]! + moved(Math.floor(at / 3) / rate)[axis]!;
  });
  const rotations = new Float32Array(frames * rig.restRotations.length);
  for (let frame = 0; frame < frames; frame++) rotations.set(rig.restRotations, frame * rig.restRotations.length);
  return { name: 'standing', rig, frames, rate, rotations, translated: Int16Array.of(0), translations };
}

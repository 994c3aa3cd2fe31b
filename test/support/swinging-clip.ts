import type { Clip } from '@kinora/core/motion';

/** A dance on a rig: every joint swings a little, the first one travels. */
export function swinging(rig: Clip['rig'], frames = 4): Clip {
  const joints = rig.names.length;
  const rotations = new Float32Array(frames * joints * 4);
  for (let i = 0; i < frames * joints; i++) {
    const angle = 0.1 * Math.floor(i / joints);
    rotations.set([Math.sin(angle), 0, 0, Math.cos(angle)], i * 4);
  }
  const translations = Float32Array.from({ length: frames * 3 }, (_, i) => i / 8);
  return { name: 'swing', rig, frames, rate: 30, rotations, translated: Int16Array.of(0), translations };
}

export function oneJoint(): Clip['rig'] {
  return {
    names: ['only'],
    parents: Int16Array.of(-1),
    restTranslations: new Float32Array(3),
    restRotations: Float32Array.of(0, 0, 0, 1),
    unitMetres: 1,
  };
}

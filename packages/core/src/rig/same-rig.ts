import type { Rig } from './rig.ts';

/**
 * True where a clip of one rig can be played on the other as it is: same joints, parents and rest. By content, since a
 * rig that crossed a worker is another object.
 */
export function isSameRig(a: Rig, b: Rig): boolean {
  if (a === b) return true;
  return (
    a.names.length === b.names.length &&
    a.names.every((name, joint) => name === b.names[joint]) &&
    a.parents.every((parent, joint) => parent === b.parents[joint]) &&
    isNear(a.restTranslations, b.restTranslations) &&
    isNear(a.restRotations, b.restRotations)
  );
}

function isNear(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => Math.abs(value - b[i]!) <= 1e-5 * Math.max(1, Math.abs(value)));
}

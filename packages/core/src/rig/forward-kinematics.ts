import type { FloatArray } from '../math/float-array.ts';
import { addVec3, copyVec3 } from '../math/vec3.ts';
import { copyQuat, multiplyQuat, rotateVec3 } from '../math/quat.ts';
import type { Rig } from './rig.ts';

/**
 * Local → model space, in one pass from the roots to the leaves. Allocates nothing.
 *
 * @param rotations - [joints × 4] xyzw, local.
 * @param translations - [joints × 3] local to the parent, metres.
 * @param outPositions - [joints × 3] model space, metres. Must not be `translations`.
 * @param outRotations - [joints × 4] xyzw, model space. Must not be `rotations`.
 */
export function forwardKinematics(
  rig: Rig,
  rotations: FloatArray,
  translations: FloatArray,
  outPositions: FloatArray,
  outRotations: FloatArray,
): void {
  const { parents } = rig;
  for (let joint = 0; joint < parents.length; joint++) {
    const parent = parents[joint]!;
    if (parent < 0) {
      copyVec3(outPositions, joint * 3, translations, joint * 3);
      copyQuat(outRotations, joint * 4, rotations, joint * 4);
      continue;
    }
    rotateVec3(outPositions, joint * 3, outRotations, parent * 4, translations, joint * 3);
    addVec3(outPositions, joint * 3, outPositions, joint * 3, outPositions, parent * 3);
    multiplyQuat(outRotations, joint * 4, outRotations, parent * 4, rotations, joint * 4);
  }
}

/** The rest pose in model space, in double precision: what a plan computes from it must not wear the digits of a pose. */
export interface RestModel {
  /** [joints × 3] metres. */
  readonly positions: Float64Array;
  /** [joints × 4] xyzw. */
  readonly rotations: Float64Array;
}

/** Where the joints of a rig are at rest. */
export function restModel(rig: Rig): RestModel {
  const positions = new Float64Array(rig.parents.length * 3);
  const rotations = new Float64Array(rig.parents.length * 4);
  forwardKinematics(rig, rig.restRotations, rig.restTranslations, positions, rotations);
  return { positions, rotations };
}

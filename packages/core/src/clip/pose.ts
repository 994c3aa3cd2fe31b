import type { Rig } from '../rig/rig.ts';

/** A clip at one instant. Made once and written into every frame. */
export interface Pose {
  /** [joints × 4] xyzw, local. */
  readonly rotations: Float32Array;
  /** [joints × 3] local to the parent, metres. All joints: a target need not know which ones a clip moves. */
  readonly translations: Float32Array;
}

/** A pose that holds the rig's rest. */
export function createPose(rig: Rig): Pose {
  return { rotations: Float32Array.from(rig.restRotations), translations: Float32Array.from(rig.restTranslations) };
}

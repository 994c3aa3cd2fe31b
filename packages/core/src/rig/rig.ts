import type { HumanoidBone } from './humanoid.ts';

/**
 * A skeleton at rest: joints in parent-before-child order. Plain data that can be structured-cloned.
 *
 * House units: metres, right-handed, +Y up. All scales of the file are baked into `restTranslations`
 * (the file's own unit is kept as `unitMetres`), so a rig has translations and rotations only.
 */
export interface Rig {
  readonly names: readonly string[];
  /** [joints] index of the parent, always smaller than the joint's own; −1 for a root. */
  readonly parents: Int16Array;
  /** [joints × 3] local, metres. */
  readonly restTranslations: Float32Array;
  /** [joints × 4] xyzw, local, unit length. */
  readonly restRotations: Float32Array;
  /** What one unit of the file was, in metres. */
  readonly unitMetres: number;
  /** Points without a joint of their own at which a chain ends (BVH End Sites): they give a last bone its direction. */
  readonly tips?: readonly RigTip[];
  /** Human bones that the file itself names (VRM, VRMA): they win over names. */
  readonly declared?: Readonly<Partial<Record<HumanoidBone, number>>>;
}

export interface RigTip {
  readonly joint: number;
  /** [3] local to the joint, metres. */
  readonly translation: readonly [number, number, number];
}

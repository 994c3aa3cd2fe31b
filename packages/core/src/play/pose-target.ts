import type { Pose } from '../clip/pose.ts';
import type { Rig } from '../rig/rig.ts';

/** Where a pose goes and where the engine's own pose comes from. The viewer implements it for Babylon; anyone may for any engine. */
export interface PoseTarget {
  readonly rig: Rig;
  /** The engine's current pose, for blends and masks. Allocates nothing. */
  readPose(out: Pose): void;
  /** Local transforms below the import root, nothing else. Allocates nothing. */
  writePose(pose: Pose): void;
  writeBlendshapes?(weights: Float32Array): void;
}

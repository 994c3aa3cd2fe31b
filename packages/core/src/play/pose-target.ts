import type { Face } from '../clip/face.ts';
import type { Pose } from '../clip/pose.ts';
import type { Rig } from '../rig/rig.ts';

/** Where a pose goes and where the engine's own pose comes from. The viewer implements it for Babylon; anyone may for any engine. */
export interface PoseTarget {
  readonly rig: Rig;
  /** The engine's current pose, for blends and masks. Allocates nothing. */
  readPose(out: Pose): void;
  /** Local transforms below the import root, nothing else. Allocates nothing. */
  writePose(pose: Pose): void;
  /** What the face can do. Without it, or without `writeBlendshapes`, the blendshapes of a clip are not shown. */
  readonly face?: Face;
  /** The engine's current weights, in the order of `face.blendshapes`: what moves the face beside the player. Allocates nothing. */
  readBlendshapes?(out: Float32Array): void;
  /** @param weights - in the order of `face.blendshapes`. Allocates nothing. */
  writeBlendshapes?(weights: Float32Array): void;
}

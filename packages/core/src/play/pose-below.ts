import { createPose, type Pose } from '../clip/pose.ts';
import { copyQuat } from '../math/quat.ts';
import { copyVec3 } from '../math/vec3.ts';
import type { PoseTarget } from './pose-target.ts';

/** Larger than what a float32 loses on its way through an engine (metres, and parts of a quaternion). */
const ROUNDING = 1e-5;

/**
 * The engine's own pose, below everything that a player writes. What a target holds is what the player wrote last,
 * except where the engine (an animation of its own, a game's look-at) wrote after it: only those joints are taken over,
 * else a blend at half weight would be fed its own result and creep to the full one.
 */
export class PoseBelow {
  readonly pose: Pose;
  readonly #target: PoseTarget;
  readonly #held: Pose;
  readonly #written: Pose;

  constructor(target: PoseTarget) {
    this.#target = target;
    this.pose = createPose(target.rig);
    this.#held = createPose(target.rig);
    this.#written = createPose(target.rig);
    target.readPose(this.pose);
    copyPose(this.#written, this.pose);
  }

  /** Takes over what the engine wrote since the last `write`. @returns whether it wrote anything. */
  read(): boolean {
    const { pose } = this;
    const held = this.#held;
    const written = this.#written;
    let changed = false;
    this.#target.readPose(held);
    for (let joint = 0; joint < this.#target.rig.parents.length; joint++) {
      if (
        isNear(held.rotations, written.rotations, joint * 4, 4) &&
        isNear(held.translations, written.translations, joint * 3, 3)
      )
        continue;
      changed = true;
      copyQuat(pose.rotations, joint * 4, held.rotations, joint * 4);
      copyVec3(pose.translations, joint * 3, held.translations, joint * 3);
      // Known from now on: a second read without a write between reports nothing new.
      copyQuat(written.rotations, joint * 4, held.rotations, joint * 4);
      copyVec3(written.translations, joint * 3, held.translations, joint * 3);
    }
    return changed;
  }

  write(pose: Pose): void {
    this.#target.writePose(pose);
    copyPose(this.#written, pose);
  }
}

function isNear(a: Float32Array, b: Float32Array, at: number, count: number): boolean {
  for (let i = at; i < at + count; i++) {
    if (!(Math.abs(a[i]! - b[i]!) <= ROUNDING * Math.max(1, Math.abs(b[i]!)))) return false;
  }
  return true;
}

function copyPose(out: Pose, pose: Pose): void {
  out.rotations.set(pose.rotations);
  out.translations.set(pose.translations);
}

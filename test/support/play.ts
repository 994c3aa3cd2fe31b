import { createPose, type Clip, type Pose, type PoseTarget, type Rig } from '@kinora/core/motion';

/** A chain of joints with human names, upright, half a metre apart: enough for a player, which asks nothing more of a rig. */
export function chainRig(names: readonly string[] = ['Hips', 'Spine', 'Head', 'LeftUpLeg']): Rig {
  const joints = names.length;
  const restRotations = new Float32Array(joints * 4);
  const restTranslations = new Float32Array(joints * 3);
  for (let joint = 0; joint < joints; joint++) {
    restRotations[joint * 4 + 3] = 1;
    restTranslations[joint * 3 + 1] = 0.5;
  }
  // The last joint hangs on the first, beside the chain.
  const parents = Int16Array.from(names, (_, joint) => (joint === joints - 1 ? 0 : joint - 1));
  return { names, parents, restTranslations, restRotations, unitMetres: 1 };
}

/** Writes one turn about +X into every joint, radians. */
export function turnedPose(rig: Rig, angle: number): Pose {
  const pose = createPose(rig);
  for (let joint = 0; joint < rig.parents.length; joint++) {
    pose.rotations.set([Math.sin(angle / 2), 0, 0, Math.cos(angle / 2)], joint * 4);
  }
  return pose;
}

/** A clip whose joints all turn evenly about +X, and whose first joint moves evenly along +X. */
export function turningClip(
  rig: Rig,
  { from = 0, to = 1, frames = 11, rate = 10 }: { from?: number; to?: number; frames?: number; rate?: number } = {},
): Clip {
  const joints = rig.parents.length;
  const rotations = new Float32Array(frames * joints * 4);
  const translations = new Float32Array(frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    const t = frames === 1 ? 0 : frame / (frames - 1);
    rotations.set(turnedPose(rig, from + (to - from) * t).rotations, frame * joints * 4);
    translations.set([from + (to - from) * t, 0.5, 0], frame * 3);
  }
  return { name: 'turning', rig, frames, rate, rotations, translated: Int16Array.of(0), translations };
}

/** Angle about +X of one joint of a pose made of such turns, radians. */
export function turnOf(pose: Pose, joint: number): number {
  return 2 * Math.atan2(pose.rotations[joint * 4]!, pose.rotations[joint * 4 + 3]!);
}

/** A target that is nothing but a pose, and counts how often it is written. */
export class FakeTarget implements PoseTarget {
  readonly rig: Rig;
  readonly pose: Pose;
  writes = 0;

  constructor(rig: Rig) {
    this.rig = rig;
    this.pose = createPose(rig);
  }

  readPose(out: Pose): void {
    out.rotations.set(this.pose.rotations);
    out.translations.set(this.pose.translations);
  }

  writePose(pose: Pose): void {
    this.writes++;
    this.pose.rotations.set(pose.rotations);
    this.pose.translations.set(pose.translations);
  }

  /** What an engine's own animation does between two frames. */
  animate(angle: number): void {
    this.pose.rotations.set(turnedPose(this.rig, angle).rotations);
  }

  turn(joint: number): number {
    return turnOf(this.pose, joint);
  }
}

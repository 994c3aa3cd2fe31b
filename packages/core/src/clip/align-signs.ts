import { dotQuat } from '../math/quat.ts';

/**
 * Flips keys in place so that neighbours of a joint lie in the same hemisphere: q and −q are one rotation, and a
 * blend between the two would take the long way.
 *
 * @param rotations - [frames × joints × 4] xyzw.
 */
export function alignSigns(rotations: Float32Array, frames: number, joints: number): void {
  const stride = joints * 4;
  for (let at = stride; at < frames * stride; at += 4) {
    if (dotQuat(rotations, at, rotations, at - stride) >= 0) continue;
    for (let i = at; i < at + 4; i++) rotations[i] = -rotations[i]!;
  }
}

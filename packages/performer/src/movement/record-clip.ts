import type { Clip, Contact } from '@kinora/core/motion';
import type { Quat } from '../math/quat.ts';
import { IDENTITY } from '../math/quat.ts';
import type { Skeleton } from '../skeleton.ts';
import { skeletonRig } from '../skeleton.ts';
import type { Side } from './foot.ts';
import type { BodyPose } from './stance.ts';

/** A motion by its poses: a function of time, seconds. */
export interface Movement {
  readonly name: string;
  readonly skeleton: Skeleton;
  readonly seconds: number;
  readonly poseAt: (time: number) => BodyPose;
}

export const RATE = 30;

/** A motion as a clip at 30 frames per second, from its first moment to its last, with the stretches in which a foot stands. */
export function recordClip({ name, skeleton, seconds, poseAt }: Movement): Clip {
  const rig = skeletonRig(skeleton);
  const frames = Math.round(seconds * RATE) + 1;
  const stride = rig.names.length * 4;
  const rotations = new Float32Array(frames * stride);
  const translations = new Float32Array(frames * 3);
  const poses = Array.from({ length: frames }, (_, frame) => poseAt(frame / RATE));
  poses.forEach(({ hips, turns }, frame) => {
    translations.set(hips, frame * 3);
    rig.names.forEach((joint, index) => {
      const at = frame * stride + index * 4;
      const turn = turns[joint] ?? IDENTITY;
      rotations.set(frame === 0 ? turn : nearest(turn, rotations.subarray(at - stride, at - stride + 4)), at);
    });
  });
  const contacts = [...contactsOf('Left', poses), ...contactsOf('Right', poses)];
  return { name, rig, frames, rate: RATE, rotations, translated: Int16Array.of(0), translations, contacts };
}

/** q and −q are the same turn; neighbouring keys should be neighbours in numbers too. */
function nearest(q: Quat, before: Float32Array): Quat {
  const sign = q.reduce((sum, value, i) => sum + value * before[i]!, 0) < 0 ? -1 : 1;
  return [q[0] * sign, q[1] * sign, q[2] * sign, q[3] * sign];
}

function contactsOf(side: Side, poses: readonly BodyPose[]): Contact[] {
  const contacts: Contact[] = [];
  let from: number | undefined;
  for (let frame = 0; frame <= poses.length; frame++) {
    const stands = poses[frame]?.planted[side] ?? false;
    if (stands) from ??= frame;
    else if (from !== undefined) {
      contacts.push({ side: side === 'Left' ? 'left' : 'right', from: from / RATE, to: (frame - 1) / RATE });
      from = undefined;
    }
  }
  return contacts;
}

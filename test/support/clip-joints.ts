import { createPose, forwardKinematics, sampleClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';

type Vec = readonly [number, number, number];

/** Where a joint is in model space at a time, metres. */
export function jointPosition(clip: Clip, time: number, name: string): Vec {
  return vec(modelPose(clip, time).positions, indexOf(clip, name) * 3);
}

/** Where a vector of a joint's own space points in model space at a time. */
export function jointDirection(clip: Clip, time: number, name: string, direction: Vec): Vec {
  const { rotations } = modelPose(clip, time);
  const [x, y, z, w] = rotations.subarray(indexOf(clip, name) * 4) as unknown as [number, number, number, number];
  const [a, b, c] = direction;
  const [tx, ty, tz] = [2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)];
  return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
}

export function distance(a: Vec, b: Vec): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function modelPose(clip: Clip, time: number): { positions: Float64Array; rotations: Float64Array } {
  const pose = createPose(clip.rig);
  sampleClip(clip, time, pose);
  const positions = new Float64Array(clip.rig.names.length * 3);
  const rotations = new Float64Array(clip.rig.names.length * 4);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, rotations);
  return { positions, rotations };
}

function indexOf(clip: Clip, name: string): number {
  const joint = clip.rig.names.indexOf(name);
  if (joint < 0) throw new RangeError(`The clip has no joint "${name}"`);
  return joint;
}

function vec(values: Float64Array, at: number): Vec {
  return [values[at]!, values[at + 1]!, values[at + 2]!];
}

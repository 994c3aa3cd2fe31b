import { readFileSync } from 'node:fs';
import { forwardKinematics, mapHumanoid, createPose, sampleClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { sharedAsset } from './shared-assets.ts';

const [LEFT_HIP, RIGHT_HIP, LEFT_ANKLE, RIGHT_ANKLE] = [23, 24, 27, 28] as const;
/** pose_squats.mp4 runs at 5 frames a second (videos/PROVENANCE.md). */
export const SQUATS_RATE = 5;

/** Height of the hips above the ankles by the published reference landmarks, metres, one value a frame. */
export function goldenHipHeights(): number[] {
  const frames = JSON.parse(readFileSync(sharedAsset('videos/pose_squats_3d.full.json'), 'utf8')) as number[][][];
  // BlazePose's y points down.
  const height = (points: number[][], a: number, b: number): number => -(points[a]![1]! + points[b]![1]!) / 2;
  return frames.map((points) => height(points, LEFT_HIP, RIGHT_HIP) - height(points, LEFT_ANKLE, RIGHT_ANKLE));
}

/** Height of an avatar's hips divided by its leg length, at the times of the golden frames, or of others. */
export function hipHeights(clip: Clip, frames: number, rate = SQUATS_RATE): number[] {
  const { bones } = mapHumanoid(clip.rig);
  const pose = createPose(clip.rig);
  const positions = new Float32Array(clip.rig.names.length * 3);
  const rotations = new Float32Array(clip.rig.names.length * 4);
  const [hips, thigh, shin, foot] = (['hips', 'leftUpperLeg', 'leftLowerLeg', 'leftFoot'] as const).map((bone) => {
    const match = bones[bone];
    if (!match) throw new Error(`The rig has no ${bone}`);
    return match.joint;
  }) as [number, number, number, number];
  const between = (a: number, b: number): number =>
    Math.hypot(...[0, 1, 2].map((axis) => positions[a * 3 + axis]! - positions[b * 3 + axis]!));
  return Array.from({ length: frames }, (_, frame) => {
    sampleClip(clip, frame / rate, pose);
    forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, rotations);
    return positions[hips * 3 + 1]! / (between(thigh, shin) + between(shin, foot));
  });
}

/** Pearson's r. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const deviation = (values: readonly number[], middle: number): number =>
    Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

/** How often a curve dips: it falls under a third of its range and rises over two thirds again. A wobble is no dip. */
export function countDips(values: readonly number[]): number {
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  let dips = 0;
  let isDown = false;
  for (const value of values) {
    if (!isDown && value < low + range / 3) {
      isDown = true;
      dips += 1;
    } else if (isDown && value > low + (range * 2) / 3) isDown = false;
  }
  return dips;
}

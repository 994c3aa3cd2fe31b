import { createPose, forwardKinematics, sampleClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';

/** Where every joint is in model space at one frame, by name, metres. */
export function modelPositions(clip: Clip, frame: number): Map<string, readonly [number, number, number]> {
  const pose = createPose(clip.rig);
  const joints = clip.rig.names.length;
  const positions = new Float64Array(joints * 3);
  sampleClip(clip, clip.times ? clip.times[frame]! : frame / clip.rate, pose);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, new Float64Array(joints * 4));
  return new Map(
    clip.rig.names.map((name, j) => [name, [positions[j * 3]!, positions[j * 3 + 1]!, positions[j * 3 + 2]!]]),
  );
}

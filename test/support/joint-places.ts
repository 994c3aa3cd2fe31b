import { createPose, forwardKinematics } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';

/** [frames × 3] where a joint is in every frame of a clip, model space. */
export function jointPlaces(clip: Clip, joint: number): Float64Array {
  const { rig, frames, rotations, translated, translations } = clip;
  const stride = rig.names.length * 4;
  const pose = createPose(rig);
  const positions = new Float64Array(rig.names.length * 3);
  const turns = new Float64Array(stride);
  const places = new Float64Array(frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    pose.rotations.set(rotations.subarray(frame * stride, (frame + 1) * stride));
    translated.forEach((moved, i) => {
      const at = (frame * translated.length + i) * 3;
      pose.translations.set(translations.subarray(at, at + 3), moved * 3);
    });
    forwardKinematics(rig, pose.rotations, pose.translations, positions, turns);
    places.set(positions.subarray(joint * 3, joint * 3 + 3), frame * 3);
  }
  return places;
}

import type { Clip } from '../../../clip/clip.ts';
import { createPose } from '../../../clip/pose.ts';
import { readFrame } from '../../../clip/sample-clip.ts';
import { forwardKinematics, restModel } from '../../../rig/forward-kinematics.ts';
import type { RestModel } from '../../../rig/forward-kinematics.ts';
import type { Rig } from '../../../rig/rig.ts';
import { poseToCanonical } from '../anatomical-frame.ts';
import type { AnatomicalFrame } from '../anatomical-frame.ts';

/** Enough poses to fit an axis to; more change nothing that can be seen. */
const POSES = 90;

/** Poses from the whole of a clip, at even distances, canonical space. */
export function sampledPoses(rig: Rig, clip: Clip, frame: AnatomicalFrame): RestModel[] {
  const pose = createPose(rig);
  const count = Math.min(clip.frames, POSES);
  return Array.from({ length: count }, (_, i) => {
    const model = restModel(rig);
    readFrame(clip, Math.floor((i * clip.frames) / count), pose);
    forwardKinematics(rig, pose.rotations, pose.translations, model.positions, model.rotations);
    return poseToCanonical(model, frame);
  });
}

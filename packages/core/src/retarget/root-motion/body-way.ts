import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidBone } from '../../rig/humanoid.ts';
import { pointToCanonical } from '../canonical/anatomical-frame.ts';
import { jointOf } from '../canonical/bones.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';
import { smooth } from '../contacts/smooth.ts';

/** Where a body is and where it faces in every frame; canonical space. */
export interface BodyWay {
  /** [frames × 3] the hips. */
  readonly hips: Float64Array;
  /** [frames] radians about +Y, without leaps: how hips and shoulders face on average, without what sways. */
  readonly heading: Float64Array;
}

/** Half the width of the two means that take away what is faster than 1 Hz, seconds. */
const SWAY = 0.16;

export function bodyWay(canonical: CanonicalRig, clip: Clip): BodyWay {
  const { rig, map, reference } = canonical;
  const pose = createPose(rig);
  const { positions, rotations } = restModel(rig);
  const place = (bone: HumanoidBone): [number, number, number] => {
    const point = new Float64Array(3);
    pointToCanonical(point, 0, reference.frame, positions, jointOf(map, bone) * 3);
    return [point[0]!, point[1]!, point[2]!];
  };
  const hips = new Float64Array(clip.frames * 3);
  const heading = new Float64Array(clip.frames);
  for (let frame = 0; frame < clip.frames; frame++) {
    readFrame(clip, frame, pose);
    forwardKinematics(rig, pose.rotations, pose.translations, positions, rotations);
    hips.set(place('hips'), frame * 3);
    const legs = levelLeft(place('leftUpperLeg'), place('rightUpperLeg'));
    const arms = levelLeft(place('leftUpperArm'), place('rightUpperArm'));
    const [left, forward] = [legs[0] + arms[0], -(legs[1] + arms[1])];
    const before = heading[Math.max(frame - 1, 0)]!;
    // A body that lies on its side faces nowhere: it keeps its heading.
    heading[frame] = Math.hypot(left, forward) > 0.1 ? nearest(Math.atan2(forward, left), before) : before;
  }
  steady(heading, Math.round(SWAY * clip.rate));
  return { hips, heading };
}

/** [x, z] of the unit vector from right to left on the ground plane; zeros where both are above each other. */
function levelLeft(left: readonly number[], right: readonly number[]): [number, number] {
  const [x, z] = [left[0]! - right[0]!, left[2]! - right[2]!];
  const length = Math.hypot(x, z);
  return length > 0 ? [x / length, z / length] : [0, 0];
}

function nearest(angle: number, to: number): number {
  return angle + 2 * Math.PI * Math.round((to - angle) / (2 * Math.PI));
}

/** Low-passes a heading; what it turned from the first frame to the last stays, so that a loop stays closed. */
function steady(heading: Float64Array, radius: number): void {
  const raw = heading.slice();
  const last = heading.length - 1;
  smooth(heading, radius);
  smooth(heading, radius);
  const [atStart, atEnd] = [raw[0]! - heading[0]!, raw[last]! - heading[last]!];
  for (let frame = 0; frame <= last; frame++) {
    heading[frame]! += atStart + (last > 0 ? ((atEnd - atStart) * frame) / last : 0);
  }
}

import { createPose, forwardKinematics, mapHumanoid, sampleClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone } from '@kinora/core/motion';

/** The joints that published figures speak of: left, then right. */
export const PARTS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'] as const;
export type Part = (typeof PARTS)[number];

const BONES: Readonly<Record<Part, string>> = {
  shoulder: 'UpperArm',
  elbow: 'LowerArm',
  wrist: 'Hand',
  hip: 'UpperLeg',
  knee: 'LowerLeg',
  ankle: 'Foot',
};
const LIMB_BONES = PARTS.flatMap((part) => [`left${BONES[part]}`, `right${BONES[part]}`]) as HumanoidBone[];
/** BlazePose's points for the same joints. */
export const LANDMARK_POINTS: readonly number[] = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

export const LIMBS: number = LIMB_BONES.length;
const [LEFT_HIP, RIGHT_HIP] = [6, 7] as const;

/** Where the twelve limb joints are in some frames, from the middle of the hip joints. Metres. */
export interface LimbMotion {
  /** Seconds, rising. */
  readonly times: readonly number[];
  /** [frames × 12 × 3] pairs of left and right in the order of `PARTS`. */
  readonly places: Float64Array;
}

export function partAt(part: Part, right: 0 | 1): number {
  return PARTS.indexOf(part) * 2 + right;
}

/** Of a clip, in its own axes. */
export function limbsOfClip(clip: Clip, times: readonly number[]): LimbMotion {
  return motionOf(
    times,
    placesInClip(clip, LIMB_BONES, times).map(({ places }) => places),
  );
}

/** Of tracked landmarks in world metres (BlazePose's axes), in axes of the camera: right, up, towards the camera. */
export function limbsOfLandmarks(
  frames: readonly { readonly time: number; readonly world: ArrayLike<number> }[],
): LimbMotion {
  return motionOf(
    frames.map(({ time }) => time),
    frames.map(({ world }) =>
      Float64Array.from(
        LANDMARK_POINTS.flatMap((point) => [world[point * 3]!, -world[point * 3 + 1]!, -world[point * 3 + 2]!]),
      ),
    ),
  );
}

/** Every joint through the same map of vectors: a camera's axes, or a heading. */
export function mapLimbs(
  { times, places }: LimbMotion,
  map: (x: number, y: number, z: number) => number[],
): LimbMotion {
  const mapped = new Float64Array(places.length);
  for (let at = 0; at < places.length; at += 3) mapped.set(map(places[at]!, places[at + 1]!, places[at + 2]!), at);
  return { times, places: mapped };
}

/** [frames × 3] the middle of the hip joints of a clip. */
export function hipPath(clip: Clip, times: readonly number[]): Float64Array {
  const hips = placesInClip(clip, [LIMB_BONES[LEFT_HIP]!, LIMB_BONES[RIGHT_HIP]!], times);
  return Float64Array.from(
    hips.flatMap(({ places }) => [0, 1, 2].map((axis) => (places[axis]! + places[axis + 3]!) / 2)),
  );
}

/** [3] of the places of all limb joints. */
export function middleOfHips(joints: Float64Array): number[] {
  return [0, 1, 2].map((axis) => (joints[LEFT_HIP * 3 + axis]! + joints[RIGHT_HIP * 3 + axis]!) / 2);
}

/** [bones × 3] of each frame, model space. */
export function placesInClip(
  clip: Clip,
  bones: readonly HumanoidBone[],
  times: readonly number[],
): { time: number; places: Float64Array }[] {
  const map = mapHumanoid(clip.rig).bones;
  const joints = bones.map((bone) => {
    const match = map[bone];
    if (!match) throw new RangeError(`The clip "${clip.name}" has no ${bone}`);
    return match.joint;
  });
  const pose = createPose(clip.rig);
  const positions = new Float64Array(clip.rig.names.length * 3);
  const rotations = new Float64Array(clip.rig.names.length * 4);
  return times.map((time) => {
    sampleClip(clip, time, pose);
    forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, rotations);
    return {
      time,
      places: Float64Array.from(joints.flatMap((joint) => [...positions.subarray(joint * 3, joint * 3 + 3)])),
    };
  });
}

/** @param frames - [12 × 3] the places of all limb joints, in the order of `PARTS`. */
export function motionOf(times: readonly number[], frames: readonly Float64Array[]): LimbMotion {
  const places = new Float64Array(frames.length * LIMBS * 3);
  frames.forEach((joints, frame) => {
    const middle = middleOfHips(joints);
    joints.forEach((value, i) => (places[frame * LIMBS * 3 + i] = value - middle[i % 3]!));
  });
  return { times, places };
}

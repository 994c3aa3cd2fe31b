import { createPose, forwardKinematics } from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import type { HandLandmarks, Track, TrackedFrame } from '../../packages/capture/src/track/landmarks.ts';
import { figureTrack, standing } from './figure.ts';

export type Quat = readonly [x: number, y: number, z: number, w: number];
type Vec = readonly [number, number, number];

export const FINGERS = ['Thumb', 'Index', 'Middle', 'Ring', 'Pinky'] as const;
export type Finger = (typeof FINGERS)[number];

/** How the three joints of each finger are turned, on the rig of a captured clip. */
export type FingerTurns = (finger: Finger, joint: number) => Quat;

export function aboutAxis([x, y, z]: Vec, degrees: number): Quat {
  const half = (degrees * Math.PI) / 360;
  const s = Math.sin(half) / Math.hypot(x, y, z);
  return [x * s, y * s, z * s, Math.cos(half)];
}

/** b first, then a. */
export function times([ax, ay, az, aw]: Quat, [bx, by, bz, bw]: Quat): Quat {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

/**
 * The 21 points of one hand of a rig, free of noise, as the hand model would give them.
 *
 * @param hold - how the whole hand is turned.
 */
export function handPoints(rig: Rig, side: 'l' | 'r', turns: FingerTurns, hold: Quat): HandLandmarks {
  const pose = createPose(rig);
  const hand = rig.names.indexOf(`${side}_hand_JNT`);
  pose.rotations.set(rig.restRotations);
  pose.translations.set(rig.restTranslations);
  pose.rotations.set(hold, hand * 4);
  for (const finger of FINGERS) {
    for (const joint of [0, 1, 2]) pose.rotations.set(turns(finger, joint), jointOf(rig, side, finger, joint) * 4);
  }
  const positions = new Float64Array(rig.names.length * 3);
  const rotations = new Float64Array(rig.names.length * 4);
  forwardKinematics(rig, pose.rotations, pose.translations, positions, rotations);
  const at = (joint: number): Vec => [positions[joint * 3]!, positions[joint * 3 + 1]!, positions[joint * 3 + 2]!];
  const points = [at(hand)];
  for (const finger of FINGERS) {
    for (const joint of [0, 1, 2]) points.push(at(jointOf(rig, side, finger, joint)));
    points.push(tipOf(rig, jointOf(rig, side, finger, 2), at, rotations));
  }
  // BlazePose's axes, around the middle of the hand.
  const middle = points[9]!;
  const world = points.flatMap(([x, y, z]) => [x - middle[0], middle[1] - y, middle[2] - z]);
  return { presence: 1, image: new Float32Array(63), world: Float32Array.from(world) };
}

export function jointOf(rig: Rig, side: 'l' | 'r', finger: Finger, joint: number): number {
  return rig.names.indexOf(`${side}_hand${finger}${joint + 1}_JNT`);
}

function tipOf(rig: Rig, joint: number, at: (joint: number) => Vec, rotations: Float64Array): Vec {
  const { translation } = rig.tips!.find((tip) => tip.joint === joint)!;
  const turn = [...rotations.subarray(joint * 4, joint * 4 + 4)] as unknown as Quat;
  const [x, y, z] = times(times(turn, [translation[0], translation[1], translation[2], 0]), conjugate(turn));
  const [px, py, pz] = at(joint);
  return [px + x, py + y, pz + z];
}

function conjugate([x, y, z, w]: Quat): Quat {
  return [-x, -y, -z, w];
}

/** A figure that stands near the camera, and whose hands were asked for. */
export function trackWithHands(
  frames: number,
  hands: (frame: number) => NonNullable<TrackedFrame['hands']>,
  fps = 30,
): Track {
  const track = figureTrack({ seconds: (frames - 1) / fps, fps, pose: () => standing(), distance: 2 });
  return { ...track, frames: track.frames.map((frame, i) => ({ ...frame, hands: hands(i) })) };
}

/** Local rotation of a finger's joint in one frame of a clip. */
export function turnIn({ rig, rotations }: Clip, frame: number, side: 'l' | 'r', finger: Finger, joint: number): Quat {
  const at = (frame * rig.names.length + jointOf(rig, side, finger, joint)) * 4;
  return [...rotations.subarray(at, at + 4)] as unknown as Quat;
}

/** [15] where the bones of a hand's fingers point, from the thumb on, in the frame of its wrist and knuckles. */
export function bonesOf({ world }: HandLandmarks, side: 'l' | 'r'): Vec[] {
  const at = (point: number): Vec => [world[point * 3]!, -world[point * 3 + 1]!, -world[point * 3 + 2]!];
  return bonesAmong(
    Array.from({ length: 21 }, (_, point) => at(point)),
    side,
  );
}

/** The same of a clip that was captured. */
export function bonesIn(clip: Clip, frame: number, side: 'l' | 'r'): Vec[] {
  const hand = handPoints(clip.rig, side, (finger, joint) => turnIn(clip, frame, side, finger, joint), [0, 0, 0, 1]);
  return bonesOf(hand, side);
}

function bonesAmong(points: readonly Vec[], side: 'l' | 'r'): Vec[] {
  const knuckles = points[5]!.map((value, axis) => (value + points[17]![axis]!) / 2) as unknown as Vec;
  const along = unit(from(points[0]!, knuckles));
  const across = from(points[17]!, points[5]!);
  const up = unit(cross(across, side === 'l' ? along : [-along[0], -along[1], -along[2]]));
  const thumbwards = cross(side === 'l' ? along : [-along[0], -along[1], -along[2]], up);
  return [1, 5, 9, 13, 17].flatMap((root) =>
    [0, 1, 2].map((bone) => {
      const direction = unit(from(points[root + bone]!, points[root + bone + 1]!));
      return [dot(direction, along), dot(direction, up), dot(direction, thumbwards)] as const;
    }),
  );
}

function from(a: Vec, b: Vec): Vec {
  return [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
}

function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Vec): Vec {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}

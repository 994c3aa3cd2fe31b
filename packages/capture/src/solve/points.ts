import type { Track, TrackedFrame } from '../track/landmarks.ts';
import { LANDMARKS } from '../track/landmarks.ts';
import type { Vec } from './geometry.ts';
import { middle, vecAt } from './geometry.ts';

// prettier-ignore
/** BlazePose's points that the solver uses, by number. */
export const POINT = {
  nose: 0, leftEye: 2, rightEye: 5, leftEar: 7, rightEar: 8, leftMouth: 9, rightMouth: 10,
  leftShoulder: 11, rightShoulder: 12, leftElbow: 13, rightElbow: 14, leftWrist: 15, rightWrist: 16,
  leftLittle: 17, rightLittle: 18, leftIndex: 19, rightIndex: 20,
  leftHip: 23, rightHip: 24, leftKnee: 25, rightKnee: 26, leftAnkle: 27, rightAnkle: 28,
  leftHeel: 29, rightHeel: 30, leftToe: 31, rightToe: 32,
} as const;

/** What was seen, on the solver's axes. The arrays are worked on in place, step by step. */
export interface Points {
  readonly frames: number;
  /** [frames] seconds from the first frame, rising. */
  readonly times: Float64Array;
  /** [frames × 33 × 3] metres around the hips, camera axes: x right in the picture, y up, z towards the camera. */
  readonly positions: Float64Array;
  /** [frames × 33 × 2] where rays through the picture meet a plane 1 m away: x right, y up. NaN where that is not known. */
  readonly rays: Float64Array;
  /** [frames × 33] 0…1; 0 where a point was not seen. */
  readonly seen: Float32Array;
}

// The longer side of the picture; the true one is rarely in the file. Distances come out 3 to 10 % wrong,
// shapes do not (docs/capture.md).
const USUAL_FIELD_OF_VIEW = (55 * Math.PI) / 180;
// A point beyond the picture is a guess; BlazePose says so by a visibility below one half.
const GUESS_VISIBILITY = 0.5;

/** The frames of a track whose time rises: no motion lies between others. */
export function risingFrames({ frames }: Pick<Track, 'frames'>): readonly TrackedFrame[] {
  let last = -Infinity;
  return frames.filter(({ time }) => {
    if (!(time > last) || !Number.isFinite(time)) return false;
    last = time;
    return true;
  });
}

/**
 * Reads a track. Frames whose time does not rise are left out: no motion lies between them.
 *
 * @param fieldOfView - of the lens, along the longer side of the picture, radians.
 */
export function readPoints(track: Track, fieldOfView: number = USUAL_FIELD_OF_VIEW): Points {
  const kept = risingFrames(track);
  const frames = kept.length;
  const points: Points = {
    frames,
    times: Float64Array.from(kept, (frame) => frame.time - kept[0]!.time),
    positions: new Float64Array(frames * LANDMARKS * 3),
    rays: new Float64Array(frames * LANDMARKS * 2),
    seen: new Float32Array(frames * LANDMARKS),
  };
  const focal = Math.max(track.width, track.height) / 2 / Math.tan(fieldOfView / 2);
  kept.forEach((frame, i) => readFrame(points, track, focal, frame, i));
  return points;
}

/** @param focal - pixels. */
function readFrame(points: Points, track: Track, focal: number, { landmarks }: TrackedFrame, frame: number): void {
  if (!landmarks) return;
  const { image, world } = landmarks;
  for (let point = 0; point < LANDMARKS; point++) {
    const at = frame * LANDMARKS + point;
    const [x, y] = [image[point * 4]!, image[point * 4 + 1]!];
    const visibility = image[point * 4 + 3]!;
    const sum = world[point * 3]! + world[point * 3 + 1]! + world[point * 3 + 2]! + x + y + visibility;
    if (!Number.isFinite(sum)) continue;
    const inside = x >= 0 && y >= 0 && x <= track.width && y <= track.height;
    if (!inside && visibility < GUESS_VISIBILITY) continue;
    points.positions.set([world[point * 3]!, -world[point * 3 + 1]!, -world[point * 3 + 2]!], at * 3);
    points.rays.set([(x - track.width / 2) / focal, (track.height / 2 - y) / focal], at * 2);
    // Never quite 0, which stands for "not seen": a hidden limb is still the model's best guess of a body.
    points.seen[at] = Math.min(1, Math.max(0.01, visibility));
  }
}

export function pointAt(points: Points, frame: number, point: number): Vec {
  return vecAt(points.positions, (frame * LANDMARKS + point) * 3);
}

export function middleAt(points: Points, frame: number, a: number, b: number): Vec {
  return middle(pointAt(points, frame, a), pointAt(points, frame, b));
}

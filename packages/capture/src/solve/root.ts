import { LANDMARKS } from '../track/landmarks.ts';
import type { Vec } from './geometry.ts';
import { solveLinear3 } from './linear3.ts';
import { POINT } from './points.ts';
import type { Points } from './points.ts';
import { medianFilter, smooth } from './smooth.ts';

// Trunk and legs: the points whose places in the picture and in metres agree best.
const TRUSTED: readonly number[] = [
  POINT.leftShoulder,
  POINT.rightShoulder,
  POINT.leftHip,
  POINT.rightHip,
  POINT.leftKnee,
  POINT.rightKnee,
  POINT.leftAnkle,
  POINT.rightAnkle,
];
const MIN_POINTS = 3;
const UNSEEN_WEIGHT = 1e-4;
const MEDIAN = 1 / 30;
const HALF_WINDOW = 4 / 30;
// Depth comes from the size in the picture alone and is three times as noisy.
const DEPTH_HALF_WINDOW = 0.4;
// Where nothing was seen at all: a person of usual size that fills the picture.
const USUAL_DISTANCE = 3;

/**
 * Where the origin of the metres is in front of the camera: the place from which they project best onto the picture,
 * by linear least squares over the trusted points.
 *
 * @returns [frames × 3] metres from the camera: x right, y up, z towards the camera (so that the person has z < 0).
 */
export function findRoot(points: Points): Float64Array {
  const { frames, times } = points;
  const flat = new Float64Array(frames * 2);
  const depth = new Float64Array(frames);
  let last: Vec | undefined;
  for (let frame = 0; frame < frames; frame++) {
    last = reproject(points, frame) ?? last ?? firstPlace(points);
    flat.set([last[0], last[1]], frame * 2);
    depth[frame] = last[2];
  }
  medianFilter(times, flat, 2, MEDIAN);
  medianFilter(times, depth, 1, 2 * MEDIAN);
  smooth(times, flat, 2, HALF_WINDOW);
  smooth(times, depth, 1, DEPTH_HALF_WINDOW);
  const root = new Float64Array(frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    root.set([flat[frame * 2]!, flat[frame * 2 + 1]!, depth[frame]!], frame * 3);
  }
  return root;
}

function firstPlace(points: Points): Vec {
  for (let frame = 0; frame < points.frames; frame++) {
    const place = reproject(points, frame);
    if (place) return place;
  }
  return [0, 0, -USUAL_DISTANCE];
}

/** With w = −(z + tz) the distance along the view: x + tx = u·w and y + ty = v·w for every ray (u, v). */
function reproject(points: Points, frame: number): Vec | undefined {
  const matrix = new Array<number>(9).fill(0);
  const right: [number, number, number] = [0, 0, 0];
  let used = 0;
  for (const point of TRUSTED) {
    const at = frame * LANDMARKS + point;
    if (Number.isNaN(points.rays[at * 2]!)) continue;
    // Points that hold their last place decide only where there is nothing else.
    const weight = points.seen[at]! || UNSEEN_WEIGHT;
    used++;
    const z = points.positions[at * 3 + 2]!;
    for (const axis of [0, 1] as const) {
      const ray = points.rays[at * 2 + axis]!;
      const row: Vec = axis === 0 ? [1, 0, ray] : [0, 1, ray];
      const value = -ray * z - points.positions[at * 3 + axis]!;
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) matrix[i * 3 + j]! += weight * row[i]! * row[j]!;
        right[i]! += weight * row[i]! * value;
      }
    }
  }
  return used < MIN_POINTS ? undefined : solveLinear3(matrix, right);
}

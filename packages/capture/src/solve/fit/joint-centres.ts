import { LANDMARKS } from '../../track/landmarks.ts';
import { add, length, middle, scale, subtract, unit } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { NEAREST } from './sightlines.ts';

// BlazePose's points of trunk and knees are not where the joints are. Measured on eight films of known motions (a dance and
// motion capture, on five people of `@kinora/performer`, from the front to the side).
// Shares of the distance between the two points, which is wider than that of the joints:
// 20.6 cm in the picture and 23.2 in the metres for 18.0 at the hips, 36.8 and 35.5 for 33.2 at the shoulders.
const HIPS_IN_PICTURE = 0.87;
const HIPS_IN_METRES = 0.78;
const SHOULDERS = 0.9;
// Shares of the trunk: hips are marked 1.5 cm low, shoulders 0.5 cm high, and knees 1.2 cm too near to the hips.
const HIPS_UP = 0.031;
const SHOULDERS_DOWN = 0.01;
const KNEES_ON = 0.025;

/** Moves the points of hips, shoulders and knees onto the centres of these joints, in place. */
export function moveToJointCentres(points: Points, root: Float64Array): void {
  const { leftShoulder, leftHip, leftKnee } = POINT;
  for (let frame = 0; frame < points.frames; frame++) {
    const trunk = subtract(
      middleAt(points, frame, leftShoulder, leftShoulder + 1),
      middleAt(points, frame, leftHip, leftHip + 1),
    );
    const distance = Math.max(NEAREST, -root[frame * 3 + 2]!);
    for (const right of [0, 1]) {
      const thigh = subtract(pointAt(points, frame, leftKnee + right), pointAt(points, frame, leftHip + right));
      shift(points, frame, leftKnee + right, scale(unit(thigh), KNEES_ON * length(trunk)), distance);
      shift(points, frame, leftHip + right, scale(trunk, HIPS_UP), distance);
      shift(points, frame, leftShoulder + right, scale(trunk, -SHOULDERS_DOWN), distance);
    }
    narrow(points, frame, leftHip, HIPS_IN_METRES, HIPS_IN_PICTURE);
    narrow(points, frame, leftShoulder, SHOULDERS, SHOULDERS);
  }
}

function shift(points: Points, frame: number, point: number, by: Vec, distance: number): void {
  const at = frame * LANDMARKS + point;
  points.positions.set(add(pointAt(points, frame, point), by), at * 3);
  points.rays[at * 2]! += by[0] / distance;
  points.rays[at * 2 + 1]! += by[1] / distance;
}

/** Takes two points towards their middle. */
function narrow(points: Points, frame: number, left: number, inMetres: number, inPicture: number): void {
  const [a, b] = [pointAt(points, frame, left), pointAt(points, frame, left + 1)];
  const centre = middle(a, b);
  const at = frame * LANDMARKS + left;
  points.positions.set(add(centre, scale(subtract(a, centre), inMetres)), at * 3);
  points.positions.set(add(centre, scale(subtract(b, centre), inMetres)), (at + 1) * 3);
  for (const axis of [0, 1]) {
    const [u, v] = [points.rays[at * 2 + axis]!, points.rays[(at + 1) * 2 + axis]!];
    points.rays[at * 2 + axis] = (u + v) / 2 + ((u - v) / 2) * inPicture;
    points.rays[(at + 1) * 2 + axis] = (u + v) / 2 + ((v - u) / 2) * inPicture;
  }
}

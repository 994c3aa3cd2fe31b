import { cross, dot, middle, subtract, unit } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { isPairSeen } from './limb-fit.ts';

const { leftShoulder, leftHip, leftHeel, leftToe } = POINT;

/**
 * How far the toes are before the heels, metres, to where the trunk looks: by which side of it is called left.
 *
 * @returns undefined where not all of them are seen.
 */
export function feetAhead(points: Points, frame: number): number | undefined {
  if (!isPairSeen(points, frame, leftHeel) || !isPairSeen(points, frame, leftToe)) return undefined;
  const hips = subtract(pointAt(points, frame, leftHip), pointAt(points, frame, leftHip + 1));
  const trunk = subtract(
    middleAt(points, frame, leftShoulder, leftShoulder + 1),
    middleAt(points, frame, leftHip, leftHip + 1),
  );
  const [left, right] = [0, 1].map((side) =>
    subtract(pointAt(points, frame, leftToe + side), pointAt(points, frame, leftHeel + side)),
  );
  return dot(middle(left!, right!), unit(cross(hips, trunk)));
}

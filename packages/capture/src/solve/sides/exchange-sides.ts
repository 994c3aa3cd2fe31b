import { LANDMARKS } from '../../track/landmarks.ts';
import { middleAt, POINT } from '../points.ts';
import type { Points } from '../points.ts';

const { leftShoulder, leftElbow, leftWrist, leftHip, leftKnee, leftAnkle, leftHeel, leftToe } = POINT;

/** BlazePose numbers the right point of a pair one above the left one, but for the eyes. */
const TRUNK_PAIRS: readonly number[] = [leftShoulder, leftHip];
// prettier-ignore
const HEAD_PAIRS = [[1, 4], [2, 5], [3, 6], [7, 8], [9, 10]] as const;
const HEAD_POINTS = 11;
const LEFT_THUMB = 21;
const ARM_PAIRS: readonly number[] = [leftElbow, leftWrist, POINT.leftLittle, POINT.leftIndex, LEFT_THUMB];
const LEG_PAIRS: readonly number[] = [leftKnee, leftAnkle, leftHeel, leftToe];

/** What can be taken for its other side: the arms below the shoulders, the legs below the hips, or the whole body. */
export type BodyPart = 'body' | 'arms' | 'legs';

/** Exchanges left and right in one frame, in place. */
export function exchangeSides(points: Points, frame: number, part: BodyPart): void {
  if (part !== 'legs') for (const left of ARM_PAIRS) exchangePair(points, frame, left, left + 1);
  if (part !== 'arms') for (const left of LEG_PAIRS) exchangePair(points, frame, left, left + 1);
  if (part !== 'body') return;
  for (const left of TRUNK_PAIRS) exchangePair(points, frame, left, left + 1);
  for (const [left, right] of HEAD_PAIRS) exchangePair(points, frame, left, right);
  turnHead(points, frame);
}

function exchangePair({ positions, rays, seen }: Points, frame: number, left: number, right: number): void {
  for (const [values, size] of [
    [positions, 3],
    [rays, 2],
    [seen, 1],
  ] as const) {
    const [a, b] = [(frame * LANDMARKS + left) * size, (frame * LANDMARKS + right) * size];
    const first = values.slice(a, a + size);
    values.copyWithin(a, b, b + size);
    values.set(first, b);
  }
}

/** A body taken for one seen from behind has its face beyond the shoulders: it comes to this side of them. */
function turnHead({ positions, ...points }: Points, frame: number): void {
  const shoulders = middleAt({ positions, ...points }, frame, leftShoulder, leftShoulder + 1);
  for (let point = 0; point < HEAD_POINTS; point++) {
    const at = (frame * LANDMARKS + point) * 3 + 2;
    positions[at] = 2 * shoulders[2] - positions[at]!;
  }
}

import { add, middle, scale, subtract, vecAt } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { LANDMARKS } from '../../track/landmarks.ts';
import { POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { addBones, addKnees } from './body-residuals.ts';
import { estimateLengths } from './bone-lengths.ts';
import { addDistance, addModel, addMotion } from './depth-residuals.ts';
import { moveJoints, placeJoints, unknownOf } from './depths.ts';
import type { Depths } from './depths.ts';
import { moveToJointCentres } from './joint-centres.ts';
import { FIT, FITTED, FITTED_COUNT } from './joints.ts';
import type { BoneLengths } from './joints.ts';
import { createLeastSquares } from '../equations/least-squares.ts';
import { modelDepths } from './model-depth.ts';
import { findSightlines } from './sightlines.ts';

// Gauss–Newton steps; after the third the known motions of eleven films came out the same to 0.1 mm.
const STEPS = 4;

/** Points without a depth of their own, by the fitted joint that they go with. */
const HANGING: readonly (readonly [joint: number, points: readonly number[]])[] = [0, 1].flatMap((right) => [
  [FIT.wrist + right, [POINT.leftLittle + right, POINT.leftIndex + right]],
  [FIT.ankle + right, [POINT.leftHeel + right, POINT.leftToe + right]],
]);
const HEAD: readonly number[] = Array.from({ length: POINT.leftShoulder }, (_, point) => point);

/**
 * Puts shoulders, elbows, wrists, hips, knees and ankles where the picture shows them, at the depth that agrees best
 * with the lengths of bones, with the model, and with how joints move; hands, feet and head go with them. The model alone
 * is right to 2 cm in the picture, and to 6 to 10 cm along the view (docs/capture.md).
 *
 * @param points - worked on in place: afterwards these points are joint centres, around the middle of the hips.
 * @param root - [frames × 3] where the origin of the metres is, from the camera; in place too.
 * @param halfWindow - of the smoothing of the picture's points, seconds.
 * @returns the lengths that the bones were held to.
 */
export function fitBody(points: Points, root: Float64Array, halfWindow: number): BoneLengths {
  moveToJointCentres(points, root);
  const lengths = estimateLengths(points, root);
  const depths: Depths = {
    frames: points.frames,
    times: points.times,
    places: new Float64Array(points.frames * FITTED_COUNT * 3),
    ...findSightlines(points, root, halfWindow),
  };
  fitDepths(depths, modelDepths(points), lengths);
  for (let frame = 0; frame < points.frames; frame++) writeBack(points, root, depths, frame);
  return lengths;
}

function fitDepths(depths: Depths, model: Float64Array, lengths: BoneLengths): void {
  const first = depths.distances.slice();
  const squares = createLeastSquares(first.length, 2 * FITTED_COUNT);
  placeJoints(depths);
  for (let round = 0; round < STEPS; round++) {
    addBones(squares, depths, lengths);
    addKnees(squares, depths);
    addModel(squares, depths, model);
    addDistance(squares, depths, first);
    addMotion(squares, depths);
    const step = squares.step();
    if (!step) return;
    const moved = moveJoints(depths, step);
    placeJoints(depths);
    if (!moved) return;
  }
}

function writeBack(points: Points, root: Float64Array, { places }: Depths, frame: number): void {
  const at = (joint: number): Vec => vecAt(places, unknownOf(frame, joint) * 3);
  const origin = middle(at(FIT.hip), at(FIT.hip + 1));
  const shifts = FITTED.map((point, joint) => subtract(subtract(at(joint), origin), pointAt(points, frame, point)));
  const shift = (point: number, by: Vec): void =>
    points.positions.set(add(pointAt(points, frame, point), by), (frame * LANDMARKS + point) * 3);
  for (const [joint, hanging] of HANGING) for (const point of hanging) shift(point, shifts[joint]!);
  const head = scale(add(shifts[FIT.shoulder]!, shifts[FIT.shoulder + 1]!), 1 / 2);
  for (const point of HEAD) shift(point, head);
  FITTED.forEach((point, joint) => shift(point, shifts[joint]!));
  root.set(origin, frame * 3);
}

import { add, arc, between, cross, multiply, orient, scale, subtract, turn, unit, Y } from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import { JOINT } from '../skeleton.ts';

// The nose lies below the line of the ears when a person looks straight ahead: by 11 to 20° in
// the golden squats.
const NOSE_BELOW_EARS = (17 * Math.PI) / 180;
// The neck takes its share of what the head does.
const NECK_SHARE = 0.5;
const ROUNDS = 3;

/**
 * Hips, spine, neck and head of one frame.
 *
 * @param pose - [22 × 4] xyzw, camera space: what was seen is written here.
 * @param spine - [4 × 3] the rest offsets of spine, spine1, spine2 and neck.
 */
export function poseTrunk(points: Points, frame: number, spine: readonly Vec[], pose: Float64Array): void {
  const { leftHip, rightHip, leftShoulder, rightShoulder } = POINT;
  const hipLine = subtract(pointAt(points, frame, leftHip), pointAt(points, frame, rightHip));
  const shoulderLine = subtract(pointAt(points, frame, leftShoulder), pointAt(points, frame, rightShoulder));
  const trunk = subtract(
    middleAt(points, frame, leftShoulder, rightShoulder),
    middleAt(points, frame, leftHip, rightHip),
  );
  const hips = orient(0, hipLine, 1, trunk);
  const chest = bendToReach(hips, orient(1, trunk, 0, shoulderLine), spine, trunk);
  const head = orientHead(points, frame);
  pose.set(hips, JOINT.hips * 4);
  pose.set(between(hips, chest, 1 / 3), JOINT.spine * 4);
  pose.set(between(hips, chest, 2 / 3), JOINT.spine1 * 4);
  pose.set(chest, JOINT.spine2 * 4);
  pose.set(between(chest, head, NECK_SHARE), JOINT.neck * 4);
  pose.set(head, JOINT.head * 4);
}

/**
 * The spine bends evenly from the hips to the chest, so a chest that points along the trunk leaves the shoulders short
 * of it. Turns the chest until the whole chain ends in the direction of the trunk.
 */
function bendToReach(hips: Quat, chest: Quat, spine: readonly Vec[], trunk: Vec): Quat {
  let reached = chest;
  for (let round = 0; round < ROUNDS; round++) {
    let end = turn(hips, spine[0]!);
    for (let bone = 1; bone < spine.length; bone++) {
      end = add(end, turn(between(hips, reached, bone / (spine.length - 1)), spine[bone]!));
    }
    reached = multiply(arc(end, trunk), reached);
  }
  return reached;
}

/** By the line of the ears and the direction of the nose. */
function orientHead(points: Points, frame: number): Quat {
  const ears = subtract(pointAt(points, frame, POINT.leftEar), pointAt(points, frame, POINT.rightEar));
  const nose = subtract(pointAt(points, frame, POINT.nose), middleAt(points, frame, POINT.leftEar, POINT.rightEar));
  const face = orient(0, ears, 2, nose);
  const up = turn(face, Y);
  const ahead = cross(unit(ears), up);
  return orient(0, ears, 2, add(scale(ahead, Math.cos(NOSE_BELOW_EARS)), scale(up, Math.sin(NOSE_BELOW_EARS))));
}

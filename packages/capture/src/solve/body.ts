import { LANDMARKS } from '../track/landmarks.ts';
import { length, subtract } from './geometry.ts';
import type { Vec } from './geometry.ts';
import type { BoneLengths } from './fit/joints.ts';
import { middleAt, POINT, pointAt } from './points.ts';
import type { Points } from './points.ts';

/** How large the person is, metres. The same on both sides. */
export interface Body {
  /** From the middle to one hip, and to one shoulder. */
  readonly hip: number;
  readonly shoulder: number;
  readonly upperArm: number;
  readonly forearm: number;
  readonly thigh: number;
  readonly shin: number;
  /** From the middle of the hips to the middle of the shoulders. */
  readonly trunk: number;
  /** From the middle of the shoulders to the middle of the ears. */
  readonly neck: number;
  /** Whole height, estimated from legs and trunk: the measure of what no landmark shows. */
  readonly stature: number;
}

// Legs and trunk (hip joint to ankle, hips to shoulders) of a stature of 1: of a man of 1.76 m.
const LEGS_AND_TRUNK = 1.3 / 1.76;
// A point of a bone could be missing in all frames or lie on its neighbour: bones must keep a direction.
const SHORTEST = 0.02;

/**
 * Real bones do not change their length; those of a single camera do, by foreshortening that the model did not
 * understand. Medians over the clip, left and right averaged, and half-way to the lengths that the fit held them to: with
 * the half, known motions of eleven films were met better than with either.
 */
export function measureBody(points: Points, held: BoneLengths): Body {
  const { leftShoulder, rightShoulder, leftHip, rightHip, leftEar, rightEar } = POINT;
  const shoulders = (frame: number): Vec => middleAt(points, frame, leftShoulder, rightShoulder);
  const thigh = mean(bothSides(points, POINT.leftHip, POINT.leftKnee), held.thigh);
  const shin = mean(bothSides(points, POINT.leftKnee, POINT.leftAnkle), held.shin);
  const trunkShown = medianLength(points, [leftShoulder, leftHip], (frame) =>
    subtract(shoulders(frame), middleAt(points, frame, leftHip, rightHip)),
  );
  const trunk = mean(trunkShown, held.trunk);
  return {
    hip: mean(distance(points, leftHip, rightHip), held.hips) / 2,
    shoulder: mean(distance(points, leftShoulder, rightShoulder), held.shoulders) / 2,
    upperArm: mean(bothSides(points, POINT.leftShoulder, POINT.leftElbow), held.upperArm),
    forearm: mean(bothSides(points, POINT.leftElbow, POINT.leftWrist), held.forearm),
    thigh,
    shin,
    trunk,
    neck: medianLength(points, [leftEar, leftShoulder], (frame) =>
      subtract(middleAt(points, frame, leftEar, rightEar), shoulders(frame)),
    ),
    stature: (thigh + shin + trunk) / LEGS_AND_TRUNK,
  };
}

function mean(a: number, b: number): number {
  return (a + b) / 2;
}

/** BlazePose numbers the right point of a pair one above the left one. */
function bothSides(points: Points, left: number, leftEnd: number): number {
  return (distance(points, left, leftEnd) + distance(points, left + 1, leftEnd + 1)) / 2;
}

function distance(points: Points, a: number, b: number): number {
  return medianLength(points, [a, b], (frame) => subtract(pointAt(points, frame, a), pointAt(points, frame, b)));
}

function medianLength(points: Points, ends: readonly number[], bone: (frame: number) => Vec): number {
  const all = Array.from({ length: points.frames }, (_, frame) => frame);
  const seen = all.filter((frame) => ends.every((point) => points.seen[frame * LANDMARKS + point]! > 0));
  const lengths = (seen.length > 0 ? seen : all).map((frame) => length(bone(frame))).sort((a, b) => a - b);
  return Math.max(SHORTEST, lengths[lengths.length >> 1]!);
}

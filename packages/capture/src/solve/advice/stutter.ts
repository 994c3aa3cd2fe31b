import { LANDMARKS } from '../../track/landmarks.ts';
import type { Landmarks } from '../../track/landmarks.ts';
import { POINT } from '../points.ts';
import type { Take } from './advice.ts';

/** Shares of the trunk's length by which the points of a body move on an average, from one frame to the next. */
const JUMP = 0.05;
/** Two decoded copies of the same picture differ by less. */
const STILL = 0.01;

/** A picture that is shown for longer, seconds, is a still: four frames a second are a film. */
const HELD = 0.3;

/**
 * How often a body jumps between two stills: in slides, and in films that show each picture several times. Whoever moves
 * is moving in the frames around as well, so a quick motion is none.
 */
export function countJumps({ frames, times }: Pick<Take, 'frames' | 'times'>): number {
  const moves = frames.map(({ landmarks }, i) => movement(frames[i - 1]?.landmarks, landmarks));
  const isStill = (i: number): boolean => moves[i]! < STILL;
  const isFromStill = (i: number): boolean => times[i]! - times[i - 1]! > HELD || (isStill(i - 1) && isStill(i + 1));
  return moves.filter((move, i) => move > JUMP && isFromStill(i)).length;
}

/** NaN, which is neither, where one of the two was not seen. */
function movement(before: Landmarks | undefined, now: Landmarks | undefined): number {
  if (!before || !now) return NaN;
  let sum = 0;
  for (let point = 0; point < LANDMARKS; point++) sum += apart(before, point, now, point);
  return sum / LANDMARKS / apart(now, POINT.leftShoulder, now, POINT.leftHip);
}

/** Pixels between two points. */
function apart(a: Landmarks, pointA: number, b: Landmarks, pointB: number): number {
  const [x, y] = [0, 1].map((axis) => a.image[pointA * 4 + axis]! - b.image[pointB * 4 + axis]!);
  return Math.sqrt(x! * x! + y! * y!);
}

import { LANDMARKS } from '../../track/landmarks.ts';
import { add, dot, length, middle, scale, subtract, Y } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import type { Stance } from './footing.ts';
import { FEET } from './legs.ts';

// Parts of the body's mass, and where each lies between two pairs of points: left and right together
// (Winter, Biomechanics and Motor Control of Human Movement, anthropometric data).
const SEGMENTS: readonly (readonly [mass: number, from: number, to: number])[] = [
  [0.08, POINT.leftEar, POINT.leftEar],
  [0.5, POINT.leftShoulder, POINT.leftHip],
  [0.056, POINT.leftShoulder, POINT.leftElbow],
  [0.044, POINT.leftElbow, POINT.leftWrist],
  [0.2, POINT.leftHip, POINT.leftKnee],
  [0.12, POINT.leftKnee, POINT.leftAnkle],
];
// Of two feet that differ more in height, the higher one is in the air. Feet that stand apart
// seem to differ by nearly as much where the camera is turned by 25°.
const SAME_HEIGHT = 0.16;
// Further from upright, a person is not standing: it lies, jumps, or leans on something.
const STANDING = (35 * Math.PI) / 180;
const MIN_STANDING_SECONDS = 1;

/**
 * Whoever stands is balanced: over a clip, the centre of mass is above the feet that carry it.
 *
 * @returns what is up on the body that was seen, as far as it goes up by 1: to the right, up, towards the camera. Undefined
 * where too little standing was seen.
 */
export function findBalance(points: Points, stances: readonly Stance[]): Vec | undefined {
  const xs: number[] = [];
  const zs: number[] = [];
  let seconds = 0;
  for (let frame = 0; frame < points.frames; frame++) {
    const stands = stances.some(({ from, to }) => from <= frame && frame <= to);
    if (!stands || !feetAreSeen(points, frame)) continue;
    const up = subtract(centreOfMass(points, frame), support(points, frame));
    if (!(dot(up, Y) > Math.cos(STANDING) * length(up))) continue;
    seconds += frame === 0 ? 0 : points.times[frame]! - points.times[frame - 1]!;
    xs.push(up[0] / up[1]);
    zs.push(up[2] / up[1]);
  }
  return seconds < MIN_STANDING_SECONDS ? undefined : [median(xs), 1, median(zs)];
}

function feetAreSeen(points: Points, frame: number): boolean {
  const { leftHeel, rightHeel, leftToe, rightToe } = POINT;
  return [leftHeel, rightHeel, leftToe, rightToe].every((point) => points.seen[frame * LANDMARKS + point]! > 0);
}

function centreOfMass(points: Points, frame: number): Vec {
  return SEGMENTS.reduce<Vec>(
    (sum, [mass, from, to]) => {
      const place = middle(middleAt(points, frame, from, from + 1), middleAt(points, frame, to, to + 1));
      return add(sum, scale(place, mass));
    },
    [0, 0, 0],
  );
}

function support(points: Points, frame: number): Vec {
  const soles = FEET.map((foot) =>
    middle(pointAt(points, frame, POINT.leftHeel + foot), pointAt(points, frame, POINT.leftToe + foot)),
  );
  const lowest = Math.min(...soles.map(([, y]) => y));
  const carrying = soles.filter(([, y]) => y - lowest < SAME_HEIGHT);
  return scale(
    carrying.reduce((sum, sole) => add(sum, sole)),
    1 / carrying.length,
  );
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

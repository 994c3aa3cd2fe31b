import { LANDMARKS } from '../../track/landmarks.ts';
import { add, cross, dot, length, middle, scale, subtract, unit, Y } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { middleAt, POINT, pointAt } from '../points.ts';
import type { Points } from '../points.ts';
import type { Footing, Stance } from './footing.ts';
import { FEET } from './legs.ts';
import type { Foot } from './legs.ts';

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
// Metres per second: a foot that passes low over the floor as fast carries nothing.
const SWINGING = 1;
// Metres: who stands has the middle of the soles under them, which is so far before the ankles. How far along the view a
// toe is the model knows badly: it has toes that point to the camera up to 20 cm too far away.
const BEFORE_ANKLES = 0.05;
// Further from upright, a person is not standing: it lies, jumps, or leans on something.
const STANDING = (35 * Math.PI) / 180;
const MIN_STANDING_SECONDS = 1;

/**
 * Whoever stands is balanced: over a clip, the centre of mass is above the feet that carry it.
 *
 * @returns what is up on the body that was seen, as far as it goes up by 1: to the right, up, towards the camera. Undefined
 * where too little standing was seen.
 */
export function findBalance(points: Points, footing: Footing, stances: readonly Stance[]): Vec | undefined {
  const xs: number[] = [];
  const zs: number[] = [];
  let seconds = 0;
  for (let frame = 0; frame < points.frames; frame++) {
    const stands = stances.some(({ from, to }) => from <= frame && frame <= to);
    const carrying = FEET.filter((foot) => !(footing.speeds[frame * FEET.length + foot]! > SWINGING));
    if (!stands || carrying.length === 0 || !feetAreSeen(points, frame)) continue;
    const mass = centreOfMass(points, frame);
    const up = subtract(mass, support(points, frame, mass, carrying));
    if (!(dot(up, Y) > Math.cos(STANDING) * length(up))) continue;
    seconds += frame === 0 ? 0 : points.times[frame]! - points.times[frame - 1]!;
    xs.push(up[0] / up[1]);
    zs.push(up[2] / up[1]);
  }
  return seconds < MIN_STANDING_SECONDS ? undefined : [usual(xs), 1, usual(zs)];
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

/** Somewhere on the line on which the centre of mass lies when it is balanced, in one frame. */
function support(points: Points, frame: number, mass: Vec, carrying: readonly Foot[]): Vec {
  const ankles = carrying.map((foot) => pointAt(points, frame, POINT.leftAnkle + foot));
  const lowest = Math.min(...ankles.map(([, y]) => y));
  const standing = ankles.filter(([, y]) => y - lowest < SAME_HEIGHT);
  const ankle = scale(
    standing.reduce((sum, one) => add(sum, one)),
    1 / standing.length,
  );
  const hips = subtract(pointAt(points, frame, POINT.leftHip), pointAt(points, frame, POINT.rightHip));
  return add(ankle, scale(unit(cross(hips, subtract(mass, ankle))), BEFORE_ANKLES));
}

/** The mean of the middle half: neither a sway nor a stumble decides. */
function usual(values: number[]): number {
  const quarter = values.length >> 2;
  const half = values.sort((a, b) => a - b).slice(quarter, values.length - quarter);
  return half.reduce((sum, value) => sum + value, 0) / half.length;
}

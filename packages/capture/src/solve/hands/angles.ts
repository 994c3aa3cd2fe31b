import { cross, dot, middle, multiply, orient, relative, scale, subtract, turn, unit, vecAt } from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { FINGER_ANGLES, FINGERS, HINGES, limitsOf, ROOTS, THUMB_AXES, THUMB_REST } from './fingers.ts';
import { outerTurn, rootTurn } from './turns.ts';

const WRIST = 0;
const INDEX_KNUCKLE = 5;
const LITTLE_KNUCKLE = 17;

/**
 * Reads the angles of a hand's fingers from its 21 points, within what fingers do: of each bone its direction as seen
 * from the bone before, and of the first ones as seen from wrist and knuckles.
 *
 * @param out - [20] from `at` on.
 * @param world - [21 × 3] metres, BlazePose axes.
 */
export function writeAngles(out: Float64Array, at: number, world: Float32Array, side: 0 | 1): void {
  const point = (index: number): Vec => {
    const [x, y, z] = vecAt(world, index * 3);
    // To the solver's axes, and a right hand to its image in a mirror.
    return [side === 0 ? x : -x, -y, -z];
  };
  const along = subtract(middle(point(INDEX_KNUCKLE), point(LITTLE_KNUCKLE)), point(WRIST));
  const hand = orient(0, along, 2, subtract(point(INDEX_KNUCKLE), point(LITTLE_KNUCKLE)));
  for (let finger = 0; finger < FINGERS; finger++) {
    const root = ROOTS[finger]!;
    const bones = [0, 1, 2].map((bone) => unit(subtract(point(root + bone + 1), point(root + bone))));
    out.set(fingerAngles(finger, hand, bones), at + finger * FINGER_ANGLES);
  }
}

function fingerAngles(finger: number, hand: Quat, [first, second, third]: readonly Vec[]): number[] {
  const { least, most } = limitsOf(finger);
  const clamp = (value: number, angle: number): number => Math.min(Math.max(value, least[angle]!), most[angle]!);
  const [bent, spread] = rootAngles(finger, turn(inverse(hand), first!)).map(clamp) as [number, number];
  const rest = finger === 0 ? THUMB_REST : ALONG;
  const root = multiply(hand, rootTurn(finger, bent, spread));
  const atSecond = clamp(bend(rest, turn(inverse(root), second!), HINGES[finger]![0]), 2);
  const beyond = multiply(root, outerTurn(finger, 1, atSecond));
  const atThird = clamp(bend(rest, turn(inverse(beyond), third!), HINGES[finger]![1]), 3);
  return [bent, spread, atSecond, atThird];
}

const ALONG: Vec = [1, 0, 0];

/** How far a first bone is closed, and how far it goes aside. */
function rootAngles(finger: number, [x, y, z]: Vec): [bent: number, spread: number] {
  if (finger > 0) return [unwound(Math.atan2(-y, x)), Math.asin(Math.min(1, Math.max(-1, z)))];
  const [along, across, out] = THUMB_AXES.map((axis) => dot([x, y, z], axis)) as [number, number, number];
  return [unwound(Math.atan2(across, along)), Math.asin(Math.min(1, Math.max(-1, out)))];
}

/** Radians about a hinge from one direction to another. */
function bend(from: Vec, to: Vec, hinge: Vec): number {
  const flat = subtract(to, scale(hinge, dot(to, hinge)));
  return unwound(Math.atan2(dot(cross(from, flat), hinge), dot(from, flat)));
}

/** What points back is closed too far, unless it is nearer to bent backwards. */
function unwound(angle: number): number {
  return angle < -Math.PI / 2 ? angle + 2 * Math.PI : angle;
}

function inverse(q: Quat): Quat {
  return relative(q, NO_TURN);
}

const NO_TURN: Quat = Float64Array.of(0, 0, 0, 1);

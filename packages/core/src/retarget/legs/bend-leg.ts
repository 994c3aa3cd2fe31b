import { multiplyQuat, rotateVec3, shortestArcQuat } from '../../math/quat.ts';
import { subtractVec3, unitVec3, writeDotVec3, writeLengthVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { Leg } from './legs.ts';

/** Up to this share of its length a leg is drawn without resistance; the rest is approached and never reached. */
export const FREE_REACH = 0.995;

const thigh = new Float64Array(3);
const shin = new Float64Array(3);
const line = new Float64Array(3);
const goalLine = new Float64Array(3);
const bend = new Float64Array(3);
const ahead = new Float64Array(3);
const arc = new Float64Array(4);
const swing = new Float64Array(4);
/** Numbers that functions hand each other: as arguments and results they would be boxed, some dozen times a frame. */
const numbers = new Float64Array(9);
const A = 0;
const B = 1;
const WANTED = 2;
const BEFORE = 3;
const REACHED = 4;
const BESIDE = 5;
const FORWARD = 6;
const BACKWARDS = 7;
const TRUST = 8;

/**
 * Turns thigh and shin in model space so that the ankle comes to a goal, or as near as the leg reaches.
 * The knee goes the way it went; one that was straight goes to the front of its thigh. A leg
 * with a bone of no length stays as it is. Allocates nothing.
 *
 * @param model - rotations of `leg.upper` and `leg.lower` are changed; positions are not.
 * @param ankle - [3] where the ankle is.
 * @param goal - [3] where it shall be.
 */
export function bendLeg(model: RestModel, leg: Leg, ankle: Float64Array, goal: Float64Array): void {
  const { positions, rotations } = model;
  subtractVec3(thigh, 0, positions, leg.lower * 3, positions, leg.upper * 3);
  subtractVec3(shin, 0, ankle, 0, positions, leg.lower * 3);
  subtractVec3(line, 0, ankle, 0, positions, leg.upper * 3);
  subtractVec3(goalLine, 0, goal, 0, positions, leg.upper * 3);
  writeLengthVec3(numbers, A, thigh, 0);
  writeLengthVec3(numbers, B, shin, 0);
  writeLengthVec3(numbers, WANTED, goalLine, 0);
  writeLengthVec3(numbers, BEFORE, line, 0);
  const hasLine = unitVec3(line, 0, line, 0);
  const hasGoal = unitVec3(goalLine, 0, goalLine, 0);
  if (!hasLine || !hasGoal || !(numbers[A]! > 0) || !(numbers[B]! > 0)) return;
  bendDirection(rotations, leg);
  shortestArcQuat(swing, 0, line, 0, goalLine, 0);
  rotateVec3(thigh, 0, swing, 0, thigh, 0);
  rotateVec3(shin, 0, swing, 0, shin, 0);
  rotateVec3(bend, 0, swing, 0, bend, 0);
  findReach();
  placeKnee();
  turnTo(rotations, leg.upper, thigh, bend);
  turnTo(rotations, leg.lower, shin, line);
}

/**
 * How far from the hip the ankle comes. A leg that its own motion stretches further than `FREE_REACH` may be as long;
 * beyond that the end is approached softly, so that a knee does not snap straight.
 */
function findReach(): void {
  const a = numbers[A]!;
  const b = numbers[B]!;
  const wanted = numbers[WANTED]!;
  const before = numbers[BEFORE]!;
  const length = a + b;
  const free = Math.min(Math.max(FREE_REACH * length, before), length);
  const rest = length - free;
  if (wanted <= free) numbers[REACHED] = Math.max(wanted, Math.min(before, Math.abs(a - b) + 0.02 * length));
  else numbers[REACHED] = rest > 1e-9 * length ? free + rest * (1 - Math.exp((free - wanted) / rest)) : free;
}

/** `bend` → from hip to knee, `line` → from knee to ankle. */
function placeKnee(): void {
  const a = numbers[A]!;
  const b = numbers[B]!;
  const reached = numbers[REACHED]!;
  // By the law of cosines: how far the new knee is along the line to the goal, and how far beside it.
  const along = (reached * reached + a * a - b * b) / (2 * reached);
  const beside = Math.sqrt(Math.max(0, a * a - along * along));
  for (let i = 0; i < 3; i++) {
    bend[i] = goalLine[i]! * along + bend[i]! * beside;
    line[i] = goalLine[i]! * reached - bend[i]!;
  }
}

/** [3] → `bend`: the unit vector to the side of the line from hip to ankle on which the knee goes. */
function bendDirection(rotations: Float64Array, leg: Leg): void {
  acrossLine(bend, thigh, BESIDE);
  rotateVec3(ahead, 0, rotations, leg.upper * 4, leg.ahead, 0);
  acrossLine(ahead, ahead, FORWARD);
  // Under 1° the side is noise, over 6° it is meant. A knee that is bent backwards is overstretched and becomes straight,
  // unless it is bent by so much that it is built so.
  writeDotVec3(numbers, BACKWARDS, bend, 0, ahead, 0);
  numbers[BACKWARDS] = (numbers[BACKWARDS]! + 0.5) / 0.7;
  smoothstep(BACKWARDS);
  const backwards = numbers[FORWARD]! > 0 ? 1 - numbers[BACKWARDS] : 0;
  numbers[TRUST] = (numbers[BESIDE]! / numbers[A]! - 0.02 - 0.18 * backwards) / (0.08 + 0.07 * backwards);
  smoothstep(TRUST);
  const trust = numbers[TRUST];
  for (let i = 0; i < 3; i++) bend[i] = trust * bend[i]! + (1 - trust) * ahead[i]!;
  if (unitVec3(bend, 0, bend, 0)) return;
  // A thigh that points where its knee should go: any side is as good.
  const axis = Math.abs(line[0]!) < 0.7 ? 0 : 1;
  for (let i = 0; i < 3; i++) bend[i] = (i === axis ? 1 : 0) - line[axis]! * line[i]!;
  unitVec3(bend, 0, bend, 0);
}

/** The part of a vector that is square to `line`, at unit length, or zero; into `numbers` the length that it had. */
function acrossLine(out: Float64Array, vector: Float64Array, lengthAt: number): void {
  writeDotVec3(numbers, lengthAt, vector, 0, line, 0);
  const along = numbers[lengthAt]!;
  for (let i = 0; i < 3; i++) out[i] = vector[i]! - along * line[i]!;
  writeLengthVec3(numbers, lengthAt, out, 0);
  if (!unitVec3(out, 0, out, 0)) numbers[lengthAt] = 0;
}

/** In place. */
function smoothstep(at: number): void {
  const t = Math.min(Math.max(numbers[at]!, 0), 1);
  numbers[at] = t * t * (3 - 2 * t);
}

/** Turns a bone that points along `from` to where `to` points. */
function turnTo(rotations: Float64Array, joint: number, from: Float64Array, to: Float64Array): void {
  unitVec3(from, 0, from, 0);
  unitVec3(to, 0, to, 0);
  shortestArcQuat(arc, 0, from, 0, to, 0);
  multiplyQuat(arc, 0, arc, 0, swing, 0);
  multiplyQuat(rotations, joint * 4, arc, 0, rotations, joint * 4);
}

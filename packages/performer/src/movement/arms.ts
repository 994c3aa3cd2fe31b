import type { Quat } from '../math/quat.ts';
import { aim, conjugate, fromAxis, fromDegrees, IDENTITY, multiply, rotate } from '../math/quat.ts';
import { clamp, mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, cross, subtract } from '../math/vec3.ts';
import { FINGER_NAMES } from '../body/skeleton.ts';
import type { Measures } from './measures.ts';
import { bendLimb } from './two-bone.ts';

/** Joint of the left side → its turn against its parent. */
export type Turns = Record<string, Quat>;

/** An arm that reaches for a place, seen from its own shoulder: x outwards, y up, z forward. */
export interface Reach {
  /** The wrist, metres. */
  readonly wrist: Vec3;
  /** Which way the elbow points. */
  readonly elbow: Vec3;
  /** 0: the hand hangs loose. 1: the index finger points. */
  readonly pointing: number;
}

/** An arm by its angles, degrees. At 0 it hangs straight, the palm to the thigh. */
export interface Swing {
  /** Of the upper arm: forward about the shoulder's axis from left to right, and away from the side. */
  readonly forward: number;
  readonly out: number;
  /** About the upper arm, outwards: where the forearm bends to. */
  readonly turn: number;
  /** Of the elbow. */
  readonly bend: number;
  /** About the forearm: of a hanging arm the palm goes to the back. */
  readonly roll: number;
  /** Of the hand towards the thumb. */
  readonly tilt: number;
  /** Of the fingers: 0 a flat hand, 1 a loose one, 4 a fist. */
  readonly curl: number;
}

const ALONG: Vec3 = [1, 0, 0];
/** The elbow's hinge in a T-pose with the palms down. */
const HINGE: Vec3 = [0, 1, 0];
/** From palms down to palms inwards, degrees about the forearm, shared by forearm and wrist. */
const FOREARM_ROLL = -38;
const WRIST_ROLL = -22;
const FOREARM_SHARE = 0.6;

/** Puts a left arm where it should reach, seen from the chest. A right arm is solved as its mirror image. */
export function reachArm({ collarbone: root, shoulder: rest, upperArm, forearm }: Measures, reach: Reach): Turns {
  const { wrist, elbow, pointing } = reach;
  // The shoulder blade goes up with a raised arm, or the arm would not get past the ear.
  const collarbone = fromDegrees(0, 0, 20 * smoothstep(-0.1, 0.5, wrist[1]));
  const shoulder = add(root, rotate(collarbone, subtract(rest, root)));
  const { middle, end } = bendLimb(shoulder, add(rest, wrist), elbow, upperArm, forearm);
  const upper = subtract(middle, shoulder);
  const lower = subtract(end, middle);
  const hinge = cross(lower, upper);
  const upperTurn = aim(ALONG, HINGE, upper, hinge);
  const lowerTurn = multiply(aim(ALONG, HINGE, lower, hinge), roll(FOREARM_ROLL));
  return {
    LeftShoulder: collarbone,
    LeftArm: multiply(conjugate(collarbone), upperTurn),
    LeftForeArm: multiply(conjugate(upperTurn), lowerTurn),
    LeftHand: multiply(roll(WRIST_ROLL), fromDegrees(0, 0, mix(8, 0, pointing))),
    ...pointFingers(pointing),
  };
}

/** Turns a left arm by its angles, seen from the chest. A right arm is its mirror image. */
export function swingArm(swing: Swing): Turns {
  const { forward, out, turn, bend, roll: palm, tilt, curl } = swing;
  const away = multiply(fromDegrees(-forward, 0, 0), fromDegrees(0, 0, out - 90));
  const upperTurn = multiply(away, roll(-turn));
  const raised = Math.acos(clamp(-rotate(away, ALONG)[1], -1, 1));
  const collarbone = fromDegrees(0, 0, 24 * smoothstep(0.9, 2.9, raised));
  return {
    LeftShoulder: collarbone,
    LeftArm: multiply(conjugate(collarbone), upperTurn),
    LeftForeArm: multiply(fromDegrees(0, -bend, 0), roll(palm * FOREARM_SHARE)),
    LeftHand: multiply(roll(palm * (1 - FOREARM_SHARE)), fromDegrees(0, -tilt, 4)),
    ...looseFingers(curl),
  };
}

function roll(degrees: number): Quat {
  return fromAxis(ALONG, (degrees * Math.PI) / 180);
}

/** A loose hand, its fingers curled more towards the little one; or a fist with the index out. */
function pointFingers(pointing: number): Turns {
  const closed = clamp(pointing);
  return {
    ...curlFingers((finger, loose) => mix(loose, finger === 'Index' ? 3 : 72, closed)),
    LeftHandThumb1: IDENTITY,
    LeftHandThumb2: bendThumb(mix(14, 34, pointing)),
    LeftHandThumb3: bendThumb(mix(8, 30, pointing)),
  };
}

function looseFingers(curl: number): Turns {
  return {
    ...curlFingers((_, loose) => Math.min(loose * curl, 80)),
    LeftHandThumb1: IDENTITY,
    LeftHandThumb2: bendThumb(Math.min(12 * curl, 36)),
    LeftHandThumb3: bendThumb(Math.min(8 * curl, 30)),
  };
}

function curlFingers(degreesOf: (finger: string, loose: number) => number): Turns {
  return Object.fromEntries(
    FINGER_NAMES.filter((finger) => finger !== 'Thumb').flatMap((finger, i) => {
      const bent = fromDegrees(0, 0, -degreesOf(finger, 17 + 4 * i));
      return [1, 2, 3].map((joint): [string, Quat] => [`LeftHand${finger}${joint}`, bent]);
    }),
  );
}

function bendThumb(degrees: number): Quat {
  return fromAxis([0.3, 1, 0.4], (degrees * Math.PI) / 180);
}

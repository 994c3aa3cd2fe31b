import type { Quat } from '../math/quat.ts';
import { aim, conjugate, fromAxis, fromDegrees, IDENTITY, multiply, rotate } from '../math/quat.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, cross, distance, subtract } from '../math/vec3.ts';
import { ELBOW, FINGER_NAMES, SHOULDER, WRIST } from '../body/skeleton.ts';
import type { Arm } from './choreography.ts';
import { bendLimb } from './two-bone.ts';

/** Joint of the left arm → its turn against its parent. */
export type Turns = Record<string, Quat>;

const COLLARBONE: Vec3 = [0.022, 1.415, 0];
const UPPER = distance(SHOULDER, ELBOW);
const LOWER = distance(ELBOW, WRIST);
const ALONG: Vec3 = [1, 0, 0];
/** The elbow's hinge in a T-pose with the palms down. */
const HINGE: Vec3 = [0, 1, 0];
/** From palms down to palms inwards, degrees about the forearm, shared by forearm and wrist. */
const FOREARM_ROLL = -38;
const WRIST_ROLL = -22;

/** Puts a left arm where the choreography wants it, seen from the chest. A right arm is solved as its mirror image. */
export function solveArm({ wrist, elbow, pointing }: Arm): Turns {
  // The shoulder blade goes up with a raised arm, or the arm would not get past the ear.
  const collarbone = fromDegrees(0, 0, 20 * smoothstep(-0.1, 0.5, wrist[1]));
  const shoulder = add(COLLARBONE, rotate(collarbone, subtract(SHOULDER, COLLARBONE)));
  const { middle, end } = bendLimb(shoulder, add(SHOULDER, wrist), elbow, UPPER, LOWER);
  const upper = subtract(middle, shoulder);
  const lower = subtract(end, middle);
  const hinge = cross(lower, upper);
  const upperArm = aim(ALONG, HINGE, upper, hinge);
  const forearm = multiply(aim(ALONG, HINGE, lower, hinge), roll(FOREARM_ROLL));
  return {
    LeftShoulder: collarbone,
    LeftArm: multiply(conjugate(collarbone), upperArm),
    LeftForeArm: multiply(conjugate(upperArm), forearm),
    LeftHand: multiply(roll(WRIST_ROLL), fromDegrees(0, 0, mix(8, 0, pointing))),
    ...curlFingers(pointing),
  };
}

function roll(degrees: number): Quat {
  return fromAxis(ALONG, (degrees * Math.PI) / 180);
}

/** A loose hand, its fingers curled more towards the little one; or a fist with the index out. */
function curlFingers(pointing: number): Turns {
  const turns: Turns = {};
  FINGER_NAMES.forEach((finger, i) => {
    if (finger === 'Thumb') return;
    const loose = 13 + 4 * i;
    const degrees = mix(loose, finger === 'Index' ? 3 : 72, Math.min(Math.max(pointing, 0), 1));
    for (const joint of [1, 2, 3]) turns[`LeftHand${finger}${joint}`] = fromDegrees(0, 0, -degrees);
  });
  turns['LeftHandThumb1'] = IDENTITY;
  turns['LeftHandThumb2'] = fromAxis([0.3, 1, 0.4], thumbBend(14, 34, pointing));
  turns['LeftHandThumb3'] = fromAxis([0.3, 1, 0.4], thumbBend(8, 30, pointing));
  return turns;
}

function thumbBend(loose: number, closed: number, pointing: number): number {
  return (mix(loose, closed, pointing) * Math.PI) / 180;
}

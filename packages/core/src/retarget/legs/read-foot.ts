import { rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3, dotVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { Leg } from './legs.ts';

/** A foot in one instant, model space, written by `readFoot`. */
export interface FootPlace {
  /** [3] */
  readonly ankle: Float64Array;
  /** [3] the point of the sole under the base of the toes. */
  readonly ball: Float64Array;
  /** Height of the lowest point of the sole. */
  low: number;
}

export function createFootPlace(): FootPlace {
  return { ankle: new Float64Array(3), ball: new Float64Array(3), low: 0 };
}

const point = new Float64Array(3);

/** Where a foot is, of a body whose legs are placed. Allocates nothing. */
export function readFoot(out: FootPlace, { positions, rotations }: RestModel, up: Float64Array, leg: Leg): void {
  const { ankle, ball } = out;
  if (leg.foot >= 0) {
    copyVec3(ankle, 0, positions, leg.foot * 3);
  } else {
    rotateVec3(ankle, 0, rotations, leg.lower * 4, leg.shinEnd, 0);
    addVec3(ankle, 0, ankle, 0, positions, leg.lower * 3);
  }
  rotateVec3(ball, 0, rotations, leg.soleJoint * 4, leg.ball, 0);
  addVec3(ball, 0, ball, 0, ankle, 0);
  rotateVec3(point, 0, rotations, leg.soleJoint * 4, leg.heel, 0);
  out.low = Math.min(dotVec3(ball, 0, up, 0), dotVec3(ankle, 0, up, 0) + dotVec3(point, 0, up, 0));
  if (!leg.tip) return;
  rotateVec3(point, 0, rotations, leg.toes * 4, leg.tip, 0);
  addVec3(point, 0, point, 0, positions, leg.toes * 3);
  out.low = Math.min(out.low, dotVec3(point, 0, up, 0));
}

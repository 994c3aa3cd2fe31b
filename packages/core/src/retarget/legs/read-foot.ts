import { rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3, writeDotVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { Leg } from './legs.ts';

/** A foot in one instant, model space, written by `readFoot`. */
export interface FootPlace {
  /** [3] */
  readonly ankle: Float64Array;
  /** [3] the point of the sole under the base of the toes. */
  readonly ball: Float64Array;
  /** [1] height of the lowest point of the sole. */
  readonly low: Float64Array;
}

export function createFootPlace(): FootPlace {
  return { ankle: new Float64Array(3), ball: new Float64Array(3), low: new Float64Array(1) };
}

const point = new Float64Array(3);
const height = new Float64Array(1);

/** Where a foot is, of a body whose legs are placed. Allocates nothing. */
export function readFoot(out: FootPlace, { positions, rotations }: RestModel, up: Float64Array, leg: Leg): void {
  const { ankle, ball, low } = out;
  if (leg.foot >= 0) {
    copyVec3(ankle, 0, positions, leg.foot * 3);
  } else {
    rotateVec3(ankle, 0, rotations, leg.lower * 4, leg.shinEnd, 0);
    addVec3(ankle, 0, ankle, 0, positions, leg.lower * 3);
  }
  rotateVec3(ball, 0, rotations, leg.soleJoint * 4, leg.ball, 0);
  addVec3(ball, 0, ball, 0, ankle, 0);
  writeDotVec3(low, 0, ball, 0, up, 0);
  rotateVec3(point, 0, rotations, leg.soleJoint * 4, leg.heel, 0);
  addVec3(point, 0, point, 0, ankle, 0);
  lowerTo(low, up);
  if (!leg.tip) return;
  rotateVec3(point, 0, rotations, leg.toes * 4, leg.tip, 0);
  addVec3(point, 0, point, 0, positions, leg.toes * 3);
  lowerTo(low, up);
}

/** Takes the height of `point` where it is less. */
function lowerTo(low: Float64Array, up: Float64Array): void {
  writeDotVec3(height, 0, point, 0, up, 0);
  low[0] = Math.min(low[0]!, height[0]!);
}

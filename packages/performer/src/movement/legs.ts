import type { Quat } from '../math/quat.ts';
import { aim, conjugate, fromAxis, multiply, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, subtract } from '../math/vec3.ts';
import type { Turns } from './arms.ts';
import type { Foot } from './foot.ts';
import { footTurn, FORWARD, SIDEWAYS, UP } from './foot.ts';
import type { Measures } from './measures.ts';
import { bendLimb } from './two-bone.ts';

/** Where the pelvis is, of which the legs hang. */
export interface Pelvis {
  /** The joint, model space, metres. */
  readonly hips: Vec3;
  readonly hipsTurn: Quat;
  /** Where the body goes, radians to the left: the knees point between there and the feet. */
  readonly heading: number;
}

/** How straight a standing leg gets, and how gradually the hips heed that. */
export interface Knees {
  /** Share of the leg's length. */
  readonly reach: number;
  /** Metres. */
  readonly blend: number;
}

/** Of somebody who dances, and of somebody who stands and walks: even their knees are never locked. */
export const SOFT_KNEES: Knees = { reach: 0.993, blend: 0.02 };
export const FIRM_KNEES: Knees = { reach: 0.9975, blend: 0.006 };
/** The hips have heeded the reach already: this is for rounding alone. */
const STRETCH = 0.9995;

/** A left leg that ends on a given foot. A right leg is solved as its mirror image. */
export function solveLeg(measures: Measures, { hips, hipsTurn, heading }: Pelvis, foot: Foot): Turns {
  const { hip, knee, ankle, thigh: thighLength, shin: shinLength } = measures;
  const from = hipJoint(measures, hips, hipsTurn);
  const outwards = heading + (foot.turn - heading) * 0.8 + 0.06;
  const pole = rotate(fromAxis(UP, outwards), FORWARD);
  const { middle, end, bend } = bendLimb(from, ankleOf(measures, foot), pole, thighLength, shinLength, STRETCH);
  const thigh = aim(subtract(knee, hip), FORWARD, subtract(middle, from), bend);
  const shin = aim(subtract(ankle, knee), FORWARD, subtract(end, middle), bend);
  return {
    LeftUpLeg: multiply(conjugate(hipsTurn), thigh),
    LeftLeg: multiply(conjugate(thigh), shin),
    LeftFoot: multiply(conjugate(shin), footTurn(foot)),
    LeftToeBase: fromAxis(SIDEWAYS, -(foot.toes ?? foot.heel)),
  };
}

/** How high the hips may be for the left leg to reach its foot with such a knee. */
export function reachableHeight(measures: Measures, { hips, hipsTurn }: Pelvis, foot: Foot, { reach }: Knees): number {
  const hip = hipJoint(measures, hips, hipsTurn);
  const ankle = ankleOf(measures, foot);
  const aside = Math.hypot(hip[0] - ankle[0], hip[2] - ankle[2]);
  const length = (measures.thigh + measures.shin) * reach;
  return ankle[1] + Math.sqrt(Math.max(length * length - aside * aside, 0)) - (hip[1] - hips[1]);
}

function hipJoint(measures: Measures, hips: Vec3, hipsTurn: Quat): Vec3 {
  return add(hips, rotate(hipsTurn, subtract(measures.hip, measures.hips)));
}

/** The ankle goes round the ball of the foot as the heel comes up. */
function ankleOf({ ankle, ball }: Measures, foot: Foot): Vec3 {
  return add(foot.ball, rotate(footTurn(foot), subtract(ankle, ball)));
}

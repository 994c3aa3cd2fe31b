import type { Quat } from '../math/quat.ts';
import { aim, conjugate, fromAxis, multiply, rotate } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, distance, subtract } from '../math/vec3.ts';
import { ANKLE, BALL, HIP, HIPS, KNEE } from '../body/skeleton.ts';

import type { Turns } from './arms.ts';
import type { Foot } from './footwork.ts';
import { bendLimb } from './two-bone.ts';

const THIGH = distance(HIP, KNEE);
const SHIN = distance(KNEE, ANKLE);
const FORWARD: Vec3 = [0, 0, 1];
const SIDEWAYS: Vec3 = [1, 0, 0];
const UP: Vec3 = [0, 1, 0];
/** How much of its length a standing leg uses: knees are never locked in a dance. */
const SOFT_KNEE = 0.993;

/** A left leg that ends on a given foot. A right leg is solved as its mirror image. */
export function solveLeg(hips: Vec3, hipsTurn: Quat, foot: Foot): Turns {
  const hip = hipJoint(hips, hipsTurn);
  const knee = rotate(fromAxis(UP, foot.turn * 0.8 + 0.06), FORWARD);
  const { middle, end, bend } = bendLimb(hip, ankleOf(foot), knee, THIGH, SHIN);
  const thigh = aim(subtract(KNEE, HIP), FORWARD, subtract(middle, hip), bend);
  const shin = aim(subtract(ANKLE, KNEE), FORWARD, subtract(end, middle), bend);
  return {
    LeftUpLeg: multiply(conjugate(hipsTurn), thigh),
    LeftLeg: multiply(conjugate(thigh), shin),
    LeftFoot: multiply(conjugate(shin), footTurn(foot)),
    // The toes stay flat on the floor while the heel is up.
    LeftToeBase: fromAxis(SIDEWAYS, -foot.heel),
  };
}

/** How high the hips may be for the left leg to reach its foot with a soft knee. */
export function reachableHeight(hips: Vec3, hipsTurn: Quat, foot: Foot): number {
  const hip = hipJoint(hips, hipsTurn);
  const ankle = ankleOf(foot);
  const aside = Math.hypot(hip[0] - ankle[0], hip[2] - ankle[2]);
  const length = (THIGH + SHIN) * SOFT_KNEE;
  return ankle[1] + Math.sqrt(Math.max(length * length - aside * aside, 0)) - (hip[1] - hips[1]);
}

function hipJoint(hips: Vec3, hipsTurn: Quat): Vec3 {
  return add(hips, rotate(hipsTurn, subtract(HIP, HIPS)));
}

/** The ankle goes round the ball of the foot as the heel comes up. */
function ankleOf(foot: Foot): Vec3 {
  return add(foot.ball, rotate(footTurn(foot), subtract(ANKLE, BALL)));
}

function footTurn({ turn, heel }: Foot): Quat {
  return multiply(fromAxis(UP, turn), fromAxis(SIDEWAYS, heel));
}

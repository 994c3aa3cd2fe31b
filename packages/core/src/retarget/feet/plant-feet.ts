import type { Pose } from '../../clip/pose.ts';
import { multiplyQuat } from '../../math/quat.ts';
import { addVec3, copyVec3, writeDotVec3, writeLengthVec3 } from '../../math/vec3.ts';
import { bendLeg } from '../legs/bend-leg.ts';
import type { Leg } from '../legs/legs.ts';
import { createFootPlace, readFoot } from '../legs/read-foot.ts';
import { writeLocal } from '../pose-joints.ts';
import type { RetargetSteps } from '../retarget-plan.ts';
import type { FootMoves } from './footwork.ts';
import { levelFeet } from './level-feet.ts';
import { spareSunkLeg } from './spare-sunk-leg.ts';
import { unseenGap } from './stances.ts';

const foot = createFootPlace();
const shift = new Float64Array(3);
const goal = new Float64Array(3);
/** [1] each: numbers that functions hand each other are boxed. */
const rise = new Float64Array(1);
const way = new Float64Array(1);

/**
 * Brings the feet of a body whose legs are placed to where they stand, and no sole below the ground as far as anyone sees,
 * unless the body itself is down there. Feet keep the way they are turned. Allocates nothing.
 */
export function plantFeet(steps: RetargetSteps, moves: FootMoves, out: Pose): void {
  const { target } = steps.legs;
  levelFeet(steps);
  for (let side = 0; side < 2; side++) {
    const leg = target.sides[side]!;
    readFoot(foot, steps.targetModel, target.up, leg);
    copyVec3(shift, 0, moves.shifts[side]!, 0);
    keepAboveGround(steps, leg);
    // What nobody sees is left to the last bit as the joints have it.
    writeLengthVec3(way, 0, shift, 0);
    const isMoved = way[0]! > 1e-6 * target.length;
    if (!isMoved && steps.legs.tilt === 1) continue;
    addVec3(goal, 0, foot.ankle, 0, shift, 0);
    if (isMoved) bendLeg(steps.targetModel, leg, foot.ankle, goal);
    writeLeg(steps, leg, steps.legs.between[side]!, out);
  }
}

/** `shift` of `foot`: by as much higher as the sole would be too low. */
function keepAboveGround({ legs: { target }, targetModel }: RetargetSteps, leg: Leg): void {
  writeDotVec3(rise, 0, shift, 0, target.up, 0);
  rise[0] = target.ground - unseenGap(target) - foot.low[0]! - rise[0]!;
  if (rise[0] <= 0) return;
  spareSunkLeg(rise, 0, target, targetModel.positions, leg.upper * 3);
  for (let i = 0; i < 3; i++) shift[i]! += target.up[i]! * rise[0];
}

/** Writes what changed; joints between thigh and shin or shin and foot go along, the foot keeps its orientation. */
function writeLeg(steps: RetargetSteps, leg: Leg, between: Int16Array, out: Pose): void {
  const { parents } = steps.target.rig;
  const { rotations } = steps.targetModel;
  writeLocal(steps, leg.upper, out);
  for (let i = 0; i < between.length; i++) {
    const joint = between[i]!;
    if (joint === leg.lower) writeLocal(steps, joint, out);
    else multiplyQuat(rotations, joint * 4, rotations, parents[joint]! * 4, out.rotations, joint * 4);
  }
  if (leg.foot >= 0) writeLocal(steps, leg.foot, out);
}

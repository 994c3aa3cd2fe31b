import type { Pose } from '../../clip/pose.ts';
import { axisTurnQuat, multiplyQuat } from '../../math/quat.ts';
import { writeLocal } from '../pose-joints.ts';
import type { RetargetSteps } from '../retarget-plan.ts';
import type { GatheredRoll, LimbRoll } from './limb-rolls.ts';
import { rollBy, writeRoll } from './roll-of.ts';

const turn = new Float64Array(4);
/** Angles in an array: as arguments and results they would be boxed. */
const angles = new Float64Array(4);
const OWN = 0;
const HALF = 1;
const END = 2;
const PART = 3;

/**
 * Gives limbs of a source the roll that its joints in line have, so that what they drive rolls as the whole limb does.
 * Their direction does not change. Allocates nothing.
 */
export function gatherRolls(rotations: Float64Array, gathered: readonly GatheredRoll[]): void {
  for (let i = 0; i < gathered.length; i++) {
    const { limb, roll } = gathered[i]!;
    writeRoll(angles, OWN, rotations, roll);
    rollBy(rotations, limb, roll.axis, angles, OWN);
  }
}

/**
 * Spreads the roll of the target's limbs over their twist joints. Hands and feet, and the
 * directions of all limbs, stay as they are. Allocates nothing.
 *
 * @param share - whether forearms take half of the roll of their hands, so that the skin of a wrist does not wring.
 */
export function spreadRolls(steps: RetargetSteps, share: boolean, out: Pose): void {
  const { rolls } = steps;
  for (let i = 0; i < rolls.length; i++) {
    const roll = rolls[i]!;
    if (share || roll.parts.length > 0) spreadRoll(steps, roll, share, out);
  }
}

function spreadRoll(steps: RetargetSteps, roll: LimbRoll, share: boolean, out: Pose): void {
  const { limb, end, axis, parts, isInLine } = roll;
  const { parents } = steps.target.rig;
  const { rotations } = steps.targetModel;
  angles.fill(0);
  if (roll.own) writeRoll(angles, OWN, rotations, roll.own);
  if (roll.endwards) writeRoll(angles, END, rotations, roll.endwards);
  if (share && roll.takesHalf) angles[HALF] = angles[END]! / 2;
  angles[PART] = isInLine ? -angles[OWN]! : angles[HALF]!;
  rollBy(rotations, limb, axis, angles, PART);
  writeLocal(steps, limb, out);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const at = part.joint * 4;
    angles[PART] = part.ofOwn * angles[OWN]! + part.ofHalf * angles[HALF]! + part.ofEnd * angles[END]!;
    axisTurnQuat(turn, 0, part.axis, 0, angles, PART);
    multiplyQuat(out.rotations, at, turn, 0, steps.follow, at);
    multiplyQuat(rotations, at, rotations, parents[part.joint]! * 4, out.rotations, at);
  }
  writeLocal(steps, end, out);
}

import { conjugateQuat, multiplyQuat, rotateVec3, setQuat } from '../../math/quat.ts';
import { addVec3, lengthVec3, subtractVec3, writeDotVec3, writeLengthVec3 } from '../../math/vec3.ts';
import type { Leg, Legs } from '../legs/legs.ts';
import type { RetargetSteps } from '../retarget-plan.ts';
import type { LegSteps } from './leg-steps.ts';

/** Where the foot of a source without toes is of unknown length: that of a human, leg lengths. */
const USUAL_FOOT = 0.19;

/** A foot that is tilted less is near the ground and levelled in full; one that is tilted more hangs free, or lies. Radians. */
const NEAR_GROUND = (50 * Math.PI) / 180;
const HANGING = (130 * Math.PI) / 180;

/**
 * How much of the tilt of the source's feet the target's take over, 0…1: a foot that is twice as long for its leg lifts
 * the heel as high with half the angle. Feet that are shorter keep the angle.
 */
export function footTilt(source: Legs, target: Legs): number {
  const foot = footLength(source);
  const wanted = foot > 0.05 ? foot : USUAL_FOOT;
  return Math.min(1, wanted / Math.max(footLength(target), wanted));
}

function footLength({ sides, length }: Legs): number {
  return (lengthVec3(sides[0].ball, 0) + lengthVec3(sides[1].ball, 0)) / 2 / length;
}

const tilt = new Float64Array(4);
const heading = new Float64Array(4);
const flat = new Float64Array(4);
/** [1] a number between functions. */
const number = new Float64Array(1);

/**
 * Takes from large feet what is too much of their tilt against the ground; their heading stays. So planted feet roll on
 * their balls without throwing about the legs. Allocates nothing.
 */
export function levelFeet({ legs, targetModel }: RetargetSteps): void {
  if (legs.tilt === 1) return;
  const { positions, rotations } = targetModel;
  for (let side = 0; side < 2; side++) {
    const leg = legs.target.sides[side]!;
    if (leg.foot < 0) continue;
    readTilt(rotations, leg, legs.target.up);
    if (!scaleTilt(legs)) continue;
    multiplyQuat(rotations, leg.foot * 4, tilt, 0, rotations, leg.foot * 4);
    if (leg.toes < 0) continue;
    multiplyQuat(rotations, leg.toes * 4, tilt, 0, rotations, leg.toes * 4);
    subtractVec3(positions, leg.toes * 3, positions, leg.toes * 3, positions, leg.foot * 3);
    rotateVec3(positions, leg.toes * 3, tilt, 0, positions, leg.toes * 3);
    addVec3(positions, leg.toes * 3, positions, leg.toes * 3, positions, leg.foot * 3);
  }
}

/** How a foot is turned from flat: first about the way up, which is its heading, then by `tilt`, about a level axis. */
function readTilt(rotations: Float64Array, leg: Leg, up: Float64Array): void {
  conjugateQuat(flat, 0, leg.flat, 0);
  multiplyQuat(tilt, 0, rotations, leg.foot * 4, flat, 0);
  writeDotVec3(number, 0, tilt, 0, up, 0);
  const about = number[0]!;
  const norm = Math.sqrt(about * about + tilt[3]! * tilt[3]!);
  if (norm < 1e-6) {
    setQuat(tilt, 0, 0, 0, 0, 1);
    return;
  }
  for (let i = 0; i < 3; i++) heading[i] = (-about * up[i]!) / norm;
  heading[3] = tilt[3]! / norm;
  multiplyQuat(tilt, 0, tilt, 0, heading, 0);
}

/** `tilt` → what must be added to it. @returns false where that is nothing. */
function scaleTilt({ tilt: share }: LegSteps): boolean {
  writeLengthVec3(number, 0, tilt, 0);
  const sine = number[0]!;
  if (sine < 1e-9) return false;
  const angle = 2 * Math.atan2(sine, Math.abs(tilt[3]!));
  const t = Math.min(Math.max((angle - NEAR_GROUND) / (HANGING - NEAR_GROUND), 0), 1);
  const change = angle * (share - 1) * (1 - t * t * (3 - 2 * t));
  const scale = (Math.sin(change / 2) / sine) * (tilt[3]! < 0 ? -1 : 1);
  for (let i = 0; i < 3; i++) tilt[i]! *= scale;
  tilt[3] = Math.cos(change / 2);
  return true;
}

import type { Rig } from '@kinora/core/motion';
import { add, multiply, quatAt, relative, turn, vecAt } from '../geometry.ts';
import type { Quat, Vec } from '../geometry.ts';
import { JOINT, RIGHT_LEG } from '../skeleton.ts';
import type { Sole } from '../skeleton.ts';

/** A solved motion at an even rate. The arrays are worked on in place. */
export interface Steps {
  readonly rig: Rig;
  readonly sole: Sole;
  readonly frames: number;
  readonly rate: number;
  /** [frames × joints × 4] xyzw, local. */
  readonly rotations: Float32Array;
  /** [frames × 3] of the hips, metres. */
  readonly hips: Float32Array;
}

/** 0 is the left leg, 1 the right one. */
export type Foot = 0 | 1;
export const FEET: readonly Foot[] = [0, 1];

/** One leg in one frame, in model space. */
export interface Leg {
  readonly pelvis: Quat;
  readonly hip: Vec;
  readonly knee: Vec;
  readonly ankle: Vec;
  readonly thigh: Quat;
  readonly shin: Quat;
  readonly foot: Quat;
}

export function readLeg(steps: Steps, frame: number, foot: Foot): Leg {
  const { rotations, rig } = steps;
  const joint = foot * RIGHT_LEG;
  const local = (part: number): Quat => quatAt(rotations, rotationAt(steps, frame, part));
  const offset = (part: number): Vec => vecAt(rig.restTranslations, (part + joint) * 3);
  const pelvis = local(JOINT.hips);
  const thigh = multiply(pelvis, local(JOINT.upleg + joint));
  const shin = multiply(thigh, local(JOINT.leg + joint));
  const hip = add(vecAt(steps.hips, frame * 3), turn(pelvis, offset(JOINT.upleg)));
  const knee = add(hip, turn(thigh, offset(JOINT.leg)));
  const ankle = add(knee, turn(shin, offset(JOINT.foot)));
  return { pelvis, hip, knee, ankle, thigh, shin, foot: multiply(shin, local(JOINT.foot + joint)) };
}

/** Writes model space rotations of one leg back; the toes keep theirs relative to the foot. */
export function writeLeg(
  steps: Steps,
  frame: number,
  foot: Foot,
  leg: Pick<Leg, 'pelvis' | 'thigh' | 'shin' | 'foot'>,
): void {
  const joint = foot * RIGHT_LEG;
  steps.rotations.set(relative(leg.pelvis, leg.thigh), rotationAt(steps, frame, JOINT.upleg + joint));
  steps.rotations.set(relative(leg.thigh, leg.shin), rotationAt(steps, frame, JOINT.leg + joint));
  steps.rotations.set(relative(leg.shin, leg.foot), rotationAt(steps, frame, JOINT.foot + joint));
}

export function rotationAt(steps: Steps, frame: number, joint: number): number {
  return (frame * steps.rig.parents.length + joint) * 4;
}

export function ballOf(steps: Steps, leg: Leg): Vec {
  return add(leg.ankle, turn(leg.foot, steps.sole.ball));
}

/** Height of the lower end of the sole. The toes do not count: they bend. */
export function soleHeight(steps: Steps, leg: Leg): number {
  return Math.min(ballOf(steps, leg)[1], leg.ankle[1] + turn(leg.foot, steps.sole.heel)[1]);
}

import type { Pose } from '../../clip/pose.ts';
import { conjugateQuat, multiplyQuat, rotateVec3, shortestArcQuat } from '../../math/quat.ts';
import { writeDotVec3 } from '../../math/vec3.ts';
import { reflectQuat } from '../canonical/anatomical-frame.ts';
import { fingerChains, jointOf, SIDES } from '../canonical/bones.ts';
import type { Side } from '../canonical/bones.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';
import type { Drives } from '../drives.ts';
import { writeLocal } from '../pose-joints.ts';
import type { RetargetSteps } from '../retarget-plan.ts';
import { neutralTurn } from './roll-of.ts';

/** How far a joint of a finger may point from where it does in a T-pose, radians. */
interface Reach {
  /** Away from the palm. */
  readonly back: number;
  readonly closed: number;
  /** To the side: of a finger to the back and to the front, of a thumb up and down out of the plane of the palm. */
  readonly aside: readonly [least: number, most: number];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** What no finger does, and a capture or a clip with broken hands shows. */
const FINGER: Reach = { back: -radians(15), closed: radians(110), aside: [-radians(25), radians(25)] };
/**
 * A thumb leaves the hand at a saddle that opens by up to 70° out of the palm (American Academy of Orthopaedic Surgeons,
 * Joint Motion, 1965) and, in a T-pose half open, by some 25° more in its plane.
 */
const THUMB_ROOT: Reach = { back: -radians(25), closed: radians(110), aside: [-radians(25), radians(70)] };
/** Beyond, it bends in a plane that rigs roll by anything up to 90°; thumbs of real rigs rest bent aside by up to 39°. */
const THUMB: Reach = { back: -radians(25), closed: radians(110), aside: [-radians(45), radians(45)] };

/** One joint of a finger that is limited against the one before, or the hand. */
export interface Knuckle {
  readonly base: number;
  readonly joint: number;
  /** [4] undoes how the joint is turned against its base in the T-pose. */
  readonly neutral: Float64Array;
  /** [3] where the finger points in the T-pose, in the space of `base`. */
  readonly along: Float64Array;
  /** [3] where it points closed by 90°: a finger out of the palm, a thumb across it. */
  readonly across: Float64Array;
  /** [3] where it points aside by 90°: a finger to the front, a thumb out of the palm. */
  readonly aside: Float64Array;
  readonly reach: Reach;
}

/** The driven knuckles of each finger from the palm to the tip, thumbs first. */
export function knucklesOf(target: CanonicalRig, drives: Drives): readonly (readonly Knuckle[])[] {
  return SIDES.flatMap((side) =>
    fingerChains(side).map((chain, finger) => {
      const knuckles: Knuckle[] = [];
      const isThumb = finger === 0;
      let base = jointOf(target.map, `${side}Hand`);
      for (const joint of chain.map((bone) => jointOf(target.map, bone)).filter((found) => found >= 0)) {
        const isFirst = knuckles.length === 0;
        const follows = isFirst || target.rig.parents[joint] === base;
        if (base < 0 || !follows || drives.first[joint]! < 0) break;
        const reach = !isThumb ? FINGER : isFirst ? THUMB_ROOT : THUMB;
        knuckles.push({ base, joint, reach, ...ways(target, side, base, joint, isThumb) });
        base = joint;
      }
      return knuckles;
    }),
  ).filter((knuckles) => knuckles.length > 0);
}

/** In the T-pose the arms are spread, the palms look down, and thumbs point half to the front. */
function ways(
  target: CanonicalRig,
  side: Side,
  base: number,
  joint: number,
  isThumb: boolean,
): Pick<Knuckle, 'neutral' | 'along' | 'across' | 'aside'> {
  const { mirrored } = target.reference.frame;
  const neutral = neutralTurn(target.neutral, base, joint);
  if (mirrored) reflectQuat(neutral, 0, neutral, 0);
  const toBase = new Float64Array(4);
  conjugateQuat(toBase, 0, target.neutral, base * 4);
  const inBase = (x: number, y: number, z: number): Float64Array => {
    const vector = Float64Array.of(side === 'left' ? x : -x, y, z);
    rotateVec3(vector, 0, toBase, 0, vector, 0);
    if (mirrored) vector[0] = -vector[0]!;
    return vector;
  };
  if (!isThumb) return { neutral, along: inBase(1, 0, 0), across: inBase(0, -1, 0), aside: inBase(0, 0, 1) };
  const half = Math.SQRT1_2;
  return { neutral, along: inBase(half, 0, half), across: inBase(half, 0, -half), aside: inBase(0, -1, 0) };
}

const turn = new Float64Array(4);
const back = new Float64Array(4);
const carried = new Float64Array(4);
const before = new Float64Array(3);
const after = new Float64Array(3);
/** [3] how much of `before` goes along the finger, across and aside. */
const shares = new Float64Array(3);

/** Bends back fingers that are bent further than fingers go; all others stay to the last bit. Allocates nothing. */
export function limitFingers(steps: RetargetSteps, out: Pose): void {
  const { rotations } = steps.targetModel;
  for (let finger = 0; finger < steps.fingers.length; finger++) {
    const knuckles = steps.fingers[finger]!;
    let isCarried = false;
    for (let i = 0; i < knuckles.length; i++) {
      const { base, joint } = knuckles[i]!;
      if (isCarried) multiplyQuat(rotations, joint * 4, carried, 0, rotations, joint * 4);
      if (!limitDirection(rotations, knuckles[i]!)) continue;
      // What lies beyond goes along.
      shortestArcQuat(turn, 0, before, 0, after, 0);
      conjugateQuat(back, 0, rotations, base * 4);
      multiplyQuat(turn, 0, rotations, base * 4, turn, 0);
      multiplyQuat(turn, 0, turn, 0, back, 0);
      multiplyQuat(rotations, joint * 4, turn, 0, rotations, joint * 4);
      if (isCarried) multiplyQuat(carried, 0, turn, 0, carried, 0);
      else carried.set(turn);
      isCarried = true;
      writeLocal(steps, joint, out);
    }
  }
}

/** Where a finger points and where it may, in the space of its base. @returns false where that is the same. */
function limitDirection(rotations: Float64Array, knuckle: Knuckle): boolean {
  const { along, across, aside, reach } = knuckle;
  conjugateQuat(back, 0, rotations, knuckle.base * 4);
  multiplyQuat(turn, 0, back, 0, rotations, knuckle.joint * 4);
  multiplyQuat(turn, 0, turn, 0, knuckle.neutral, 0);
  rotateVec3(before, 0, turn, 0, along, 0);
  writeDotVec3(shares, 0, before, 0, along, 0);
  writeDotVec3(shares, 1, before, 0, across, 0);
  writeDotVec3(shares, 2, before, 0, aside, 0);
  const spread = Math.asin(Math.min(Math.max(shares[2]!, -1), 1));
  let closed = Math.atan2(shares[1]!, shares[0]!);
  // A finger that points back at the arm is closed too far, unless it is nearer to the other end.
  if (closed < (reach.closed + reach.back) / 2 - Math.PI) closed += 2 * Math.PI;
  const flexion = Math.min(Math.max(closed, reach.back), reach.closed);
  const swing = Math.min(Math.max(spread, reach.aside[0]), reach.aside[1]);
  if (flexion === closed && swing === spread) return false;
  const level = Math.cos(swing);
  for (let i = 0; i < 3; i++) {
    after[i] = level * (Math.cos(flexion) * along[i]! + Math.sin(flexion) * across[i]!) + Math.sin(swing) * aside[i]!;
  }
  return true;
}

import { join } from '../field/field.ts';
import { mirrorName } from '../body/skeleton.ts';
import type { Quat } from '../math/quat.ts';
import { conjugate, fromDegrees, IDENTITY, mirrorTurn, multiply, slerp } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { mirror } from '../math/vec3.ts';
import type { Turns } from './arms.ts';
import type { Foot, Side } from './foot.ts';
import { mirrorFoot } from './foot.ts';
import type { Knees, Pelvis } from './legs.ts';
import { FIRM_KNEES, reachableHeight, solveLeg } from './legs.ts';
import type { Measures } from './measures.ts';

/** The whole body at one moment, as a choreography speaks of it. */
export interface Stance extends Pelvis {
  /** Pitch, yaw and roll of the chest against the hips, degrees. */
  readonly chest: Vec3;
  /** Of the head in space. */
  readonly head: Quat;
  /** Each as if it were a left arm. */
  readonly arms: Readonly<Record<Side, Turns>>;
  readonly feet: Readonly<Record<Side, Foot>>;
  /** Default: firm. */
  readonly knees?: Knees;
}

/** Turns of all joints that do not rest, and where the hips are. */
export interface BodyPose {
  readonly hips: Vec3;
  readonly turns: Turns;
  readonly planted: Readonly<Record<Side, boolean>>;
}

const SPINE = ['Spine', 'Spine1', 'Spine2'] as const;

export function poseBody(measures: Measures, stance: Stance): BodyPose {
  const { hipsTurn, chest, head, arms, feet } = stance;
  const pelvis: Pelvis = { ...stance, hips: withinReach(measures, stance) };
  const third = fromDegrees(chest[0] / 3, chest[1] / 3, chest[2] / 3);
  return {
    hips: pelvis.hips,
    turns: {
      Hips: hipsTurn,
      ...Object.fromEntries(SPINE.map((joint) => [joint, third])),
      ...turnHead(hipsTurn, third, head),
      ...arms.Left,
      ...mirrorTurns(arms.Right),
      ...solveLeg(measures, pelvis, feet.Left),
      ...mirrorTurns(solveLeg(measures, mirrorPelvis(pelvis), mirrorFoot(feet.Right))),
    },
    planted: { Left: feet.Left.planted, Right: feet.Right.planted },
  };
}

/** The feet decide how high the hips can be. */
function withinReach(measures: Measures, stance: Stance): Vec3 {
  const { hips, feet, knees = FIRM_KNEES } = stance;
  const forLeft = reachableHeight(measures, stance, feet.Left, knees);
  const forRight = reachableHeight(measures, mirrorPelvis(stance), mirrorFoot(feet.Right), knees);
  return [hips[0], join(hips[1], join(forLeft, forRight, knees.blend), knees.blend), hips[2]];
}

/** The head keeps its own direction in space; neck and head share the way there. */
function turnHead(hipsTurn: Quat, third: Quat, head: Quat): Turns {
  const chestTurn = [third, third, third].reduce(multiply, hipsTurn);
  const half = slerp(IDENTITY, multiply(conjugate(chestTurn), head), 0.5);
  return { Neck: half, Head: half };
}

function mirrorTurns(turns: Turns): Turns {
  return Object.fromEntries(Object.entries(turns).map(([name, turn]) => [mirrorName(name), mirrorTurn(turn)]));
}

function mirrorPelvis({ hips, hipsTurn, heading }: Pelvis): Pelvis {
  return { hips: mirror(hips), hipsTurn: mirrorTurn(hipsTurn), heading: -heading };
}

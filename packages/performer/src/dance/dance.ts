import type { Clip } from '@kinora/core/motion';
import { join } from '../field/field.ts';
import { HIPS, HUMAN_SKELETON, mirrorName } from '../body/skeleton.ts';
import type { Quat } from '../math/quat.ts';
import { conjugate, fromDegrees, IDENTITY, mirrorTurn, multiply, slerp } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { mirror } from '../math/vec3.ts';
import { skeletonRig } from '../skeleton.ts';
import type { Turns } from './arms.ts';
import { solveArm } from './arms.ts';
import { BEATS, BEATS_PER_SECOND, poseAtBeat } from './choreography.ts';
import type { Foot } from './footwork.ts';
import { footAtBeat } from './footwork.ts';
import { reachableHeight, solveLeg } from './legs.ts';

/** The performer's skeleton: Mixamo's names without prefix, resting in a T-pose. */
export const performerRig = skeletonRig(HUMAN_SKELETON);

export const DANCE_SECONDS = BEATS / BEATS_PER_SECOND;
const RATE = 30;
/** Arms and head come a little after the hips: beats. */
const ARM_LAG = 0.08;
const HEAD_LAG = 0.12;
const BOUNCE = 0.016;
/** The weight is over the middle of the feet, not over the ankles: metres. */
const OVER_FEET = 0.035;
const SPINE = ['Spine', 'Spine1', 'Spine2'] as const;

interface DancePose {
  readonly hips: Vec3;
  readonly turns: Turns;
}

/** Four seconds of dance at 30 frames per second on the performer's rig. The last frame is the first again. */
export function danceClip(): Clip {
  const frames = DANCE_SECONDS * RATE + 1;
  const { names } = performerRig;
  const rotations = new Float32Array(frames * names.length * 4);
  const translations = new Float32Array(frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    const { hips, turns } = dancePose((frame / RATE) * BEATS_PER_SECOND);
    translations.set(hips, frame * 3);
    names.forEach((name, joint) => {
      const at = (frame * names.length + joint) * 4;
      const before = rotations.subarray(at - names.length * 4, at - names.length * 4 + 4);
      rotations.set(frame === 0 ? (turns[name] ?? IDENTITY) : nearest(turns[name] ?? IDENTITY, before), at);
    });
  }
  return {
    name: 'dance',
    rig: performerRig,
    frames,
    rate: RATE,
    rotations,
    translated: Int16Array.of(0),
    translations,
  };
}

function dancePose(beat: number): DancePose {
  const { shift, sink, hips: hipsDegrees, chest } = poseAtBeat(beat);
  const left = footAtBeat('Left', beat);
  const right = footAtBeat('Right', beat);
  const hipsTurn = fromDegrees(...hipsDegrees);
  const wanted: Vec3 = [shift, HIPS[1] - sink - BOUNCE * Math.cos(2 * Math.PI * beat), OVER_FEET];
  const hips = withinReach(wanted, hipsTurn, left, right);
  const third = fromDegrees(chest[0] / 3, chest[1] / 3, chest[2] / 3);
  return {
    hips,
    turns: {
      Hips: hipsTurn,
      ...Object.fromEntries(SPINE.map((joint) => [joint, third])),
      ...turnHead(beat, hipsTurn, third),
      ...bothArms(beat),
      ...solveLeg(hips, hipsTurn, left),
      ...mirrored(solveLeg(mirror(hips), mirrorTurn(hipsTurn), mirrorFoot(right))),
    },
  };
}

/** The feet decide how high the hips can be. */
function withinReach(hips: Vec3, hipsTurn: Quat, left: Foot, right: Foot): Vec3 {
  const forLeft = reachableHeight(hips, hipsTurn, left);
  const forRight = reachableHeight(mirror(hips), mirrorTurn(hipsTurn), mirrorFoot(right));
  return [hips[0], join(hips[1], join(forLeft, forRight, 0.02), 0.02), hips[2]];
}

/** The head keeps its own direction in space; neck and head share the way there. */
function turnHead(beat: number, hipsTurn: Quat, third: Quat): Turns {
  const chestTurn = [third, third, third].reduce(multiply, hipsTurn);
  const half = slerp(IDENTITY, multiply(conjugate(chestTurn), fromDegrees(...poseAtBeat(beat - HEAD_LAG).head)), 0.5);
  return { Neck: half, Head: half };
}

function bothArms(beat: number): Turns {
  const { lead, other } = poseAtBeat(beat - ARM_LAG);
  return { ...solveArm(lead), ...mirrored(solveArm(other)) };
}

function mirrored(turns: Turns): Turns {
  return Object.fromEntries(Object.entries(turns).map(([name, turn]) => [mirrorName(name), mirrorTurn(turn)]));
}

function mirrorFoot(foot: Foot): Foot {
  return { ...foot, ball: mirror(foot.ball), turn: -foot.turn };
}

/** q and −q are the same turn; neighbouring keys should be neighbours in numbers too. */
function nearest(q: Quat, before: Float32Array): Quat {
  const sign = q.reduce((sum, value, i) => sum + value * before[i]!, 0) < 0 ? -1 : 1;
  return [q[0] * sign, q[1] * sign, q[2] * sign, q[3] * sign];
}

import type { Clip } from '@kinora/core/motion';
import { fromAxis, fromDegrees, multiply } from '../../math/quat.ts';
import type { Vec3 } from '../../math/vec3.ts';
import { add } from '../../math/vec3.ts';
import { rotate } from '../../math/quat.ts';
import type { Swing } from '../../movement/arms.ts';
import { swingArm } from '../../movement/arms.ts';
import { UP } from '../../movement/foot.ts';
import type { Measures } from '../../movement/measures.ts';
import { measureBody } from '../../movement/measures.ts';
import { recordClip } from '../../movement/record-clip.ts';
import type { BodyPose } from '../../movement/stance.ts';
import { poseBody } from '../../movement/stance.ts';
import type { Skeleton } from '../../skeleton.ts';
import { stepsAt, walkingFoot } from './gait.ts';
import { headingAt, makePath, SPEED, type Place } from './path.ts';

const SECONDS = 6;
/** A length of leg that the metres are meant for. */
const LEG = 0.83;
/** In a turn the eyes go first, then the shoulders, then the hips: seconds. */
const HEAD_AHEAD = 0.26;
const CHEST_AHEAD = 0.09;
/** Metres: how much lower than standing the hips go, how they rise over each foot, and how they sway over to it. */
const HIPS = { sink: 0.03, bob: 0.015, sway: 0.021 };

/** Somebody walks three metres, turns about and comes back. */
export function walkClip(skeleton: Skeleton): Clip {
  const measures = measureBody(skeleton);
  const size = (measures.thigh + measures.shin) / LEG;
  const path = makePath(size);
  return recordClip({ name: 'walk', skeleton, seconds: SECONDS, poseAt: (time) => pose(measures, size, path, time) });
}

function pose(measures: Measures, size: number, path: (time: number) => Place, time: number): BodyPose {
  const { x, z, heading, speed } = path(time);
  const vigour = 0.35 + (0.65 * speed) / (SPEED * size);
  const turning = headingAt(time + 0.2) - headingAt(time - 0.2);
  const phase = Math.PI * stepsAt(time);
  const [toSide, lag] = [Math.sin(phase - 0.1 * Math.PI), Math.cos(phase - 0.07 * Math.PI)];
  const hips: Vec3 = [HIPS.sway * toSide, -HIPS.sink - HIPS.bob * Math.cos(2 * phase - 0.2 * Math.PI), 0.012];
  const ahead = degrees(headingAt(time + CHEST_AHEAD) - heading);
  const drop = 4 * vigour * Math.sin(phase + 0.1 * Math.PI);
  const facing = fromAxis(UP, heading);
  const looking = fromAxis(UP, headingAt(time + HEAD_AHEAD));
  return poseBody(measures, {
    hips: add([x, measures.hips[1], z], rotate(facing, [hips[0] * size, hips[1] * size, hips[2]])),
    hipsTurn: multiply(facing, fromDegrees(3, -5.5 * vigour * Math.cos(phase), drop + 2.5 * turning)),
    heading,
    chest: [2.5 + 0.8 * Math.cos(2 * phase), 9.5 * vigour * lag + ahead, -0.9 * drop],
    head: multiply(looking, fromDegrees(3 - 0.8 * Math.cos(2 * phase - 0.6), 0.8 * lag, 0)),
    arms: { Left: swingArm(swing(-lag, vigour)), Right: swingArm(swing(lag, vigour)) },
    feet: { Left: walkingFoot(measures, path, 'Left', time), Right: walkingFoot(measures, path, 'Right', time) },
  });
}

/** @param ahead - −1 when the arm is all the way back, 1 when it is in front. */
function swing(ahead: number, vigour: number): Swing {
  return {
    forward: 1 + 23 * vigour * ahead,
    out: 8 - 1.5 * ahead,
    turn: -6 - 6 * ahead,
    bend: 20 + 12 * vigour * ahead,
    roll: 16 + 6 * ahead,
    tilt: 0,
    curl: 1.25,
  };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

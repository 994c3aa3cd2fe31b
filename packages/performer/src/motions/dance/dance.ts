import type { Clip } from '@kinora/core/motion';
import { HUMAN_SKELETON } from '../../body/skeleton.ts';
import { fromDegrees } from '../../math/quat.ts';
import { reachArm } from '../../movement/arms.ts';
import { SOFT_KNEES } from '../../movement/legs.ts';
import { measureBody } from '../../movement/measures.ts';
import { recordClip } from '../../movement/record-clip.ts';
import type { BodyPose } from '../../movement/stance.ts';
import { poseBody } from '../../movement/stance.ts';
import { skeletonRig } from '../../skeleton.ts';
import { BEATS, BEATS_PER_SECOND, poseAtBeat } from './choreography.ts';
import { footAtBeat } from './footwork.ts';

/** The performer's skeleton: Mixamo's names without prefix, resting in a T-pose. */
export const performerRig = skeletonRig(HUMAN_SKELETON);

export const DANCE_SECONDS = BEATS / BEATS_PER_SECOND;
/** Arms and head come a little after the hips: beats. */
const ARM_LAG = 0.08;
const HEAD_LAG = 0.12;
const BOUNCE = 0.016;
/** The weight is over the middle of the feet, not over the ankles: metres. */
const OVER_FEET = 0.035;

/** Whom the dance is written for. */
const MEASURES = measureBody(HUMAN_SKELETON);

/** Four seconds of dance on the performer's rig. The last frame is the first again. */
export function danceClip(): Clip {
  return recordClip({
    name: 'dance',
    skeleton: HUMAN_SKELETON,
    seconds: DANCE_SECONDS,
    poseAt: (time) => dancePose(time * BEATS_PER_SECOND),
  });
}

function dancePose(beat: number): BodyPose {
  const { shift, sink, hips, chest } = poseAtBeat(beat);
  const { lead, other } = poseAtBeat(beat - ARM_LAG);
  return poseBody(MEASURES, {
    hips: [shift, MEASURES.hips[1] - sink - BOUNCE * Math.cos(2 * Math.PI * beat), OVER_FEET],
    hipsTurn: fromDegrees(...hips),
    heading: 0,
    chest,
    head: fromDegrees(...poseAtBeat(beat - HEAD_LAG).head),
    arms: { Left: reachArm(MEASURES, lead), Right: reachArm(MEASURES, other) },
    feet: { Left: footAtBeat('Left', beat), Right: footAtBeat('Right', beat) },
    knees: SOFT_KNEES,
  });
}

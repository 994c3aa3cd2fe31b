import type { Pose } from '../clip/pose.ts';
import { forwardKinematics } from '../rig/forward-kinematics.ts';
import { createFootMoves, readFootwork } from './feet/footwork.ts';
import type { Footwork } from './feet/footwork.ts';
import { plantFeet } from './feet/plant-feet.ts';
import { placeBody, placeTurned, turnJoints } from './pose-joints.ts';
import type { RetargetPlan } from './retarget-plan.ts';
import { limitFingers } from './twist/finger-limits.ts';
import { gatherRolls, spreadRolls } from './twist/spread-rolls.ts';

const instant = new Float64Array(1);
const moves = createFootMoves();
/** [1] of a body that is moved by nothing but the turns of its joints. */
const NO_LIFT = new Float64Array(1);

/**
 * Writes the target's pose for one pose of the source. Allocates nothing, and depends on nothing but its inputs: a
 * clip that is baked, played, sought in and played backwards shows the same.
 *
 * @param source - a pose of `plan.source`.
 * @param out - a pose of `plan.target`; all of it is written.
 * @param footwork - of the clip that the pose is of. Without it the legs are turned as those of the source, and the feet
 * are where that brings them.
 * @param time - seconds into that clip.
 */
export function retargetPose(plan: RetargetPlan, source: Pose, out: Pose, footwork?: Footwork, time = 0): void {
  instant[0] = time;
  retargetPoseAt(plan, source, out, footwork, instant);
}

/** As `retargetPose`, for every frame of a player: at `seconds[0]`. */
export function retargetPoseAt(
  plan: RetargetPlan,
  source: Pose,
  out: Pose,
  footwork: Footwork | undefined,
  seconds: Float64Array,
): void {
  const { steps } = plan;
  if (steps.isSameRig) {
    out.rotations.set(source.rotations);
    out.translations.set(source.translations);
    return;
  }
  const { sourceModel, detached } = steps;
  forwardKinematics(plan.source, source.rotations, source.translations, sourceModel.positions, sourceModel.rotations);
  gatherRolls(sourceModel.rotations, steps.gathered);
  turnJoints(steps, steps.joints, out);
  limitFingers(steps, out);
  out.translations.set(plan.target.restTranslations);
  if (footwork) readFootwork(moves, footwork, seconds);
  placeBody(steps, footwork ? moves.lift : NO_LIFT, out);
  if (footwork) {
    placeTurned(steps, steps.legs.targetJoints, out);
    plantFeet(steps, moves, out);
  }
  spreadRolls(steps, footwork !== undefined, out);
  if (detached.order.length > 0) placeTurned(steps, detached.order, out);
}

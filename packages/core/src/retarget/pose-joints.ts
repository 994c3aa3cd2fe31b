import type { Pose } from '../clip/pose.ts';
import { conjugateQuat, copyQuat, multiplyQuat, relativeQuat, rotateVec3, slerpQuatBy } from '../math/quat.ts';
import { addVec3, copyVec3, subtractVec3 } from '../math/vec3.ts';
import { pointToCanonical, reflectQuat } from './canonical/anatomical-frame.ts';
import { mapHipsHeight } from './hips-map.ts';
import type { RetargetSteps } from './retarget-plan.ts';

/**
 * Turns joints of the target as the source, whose joints are placed, is turned. Allocates nothing.
 *
 * @param joints - each after its parent, which must be among them.
 */
export function turnJoints(steps: RetargetSteps, joints: Int16Array, out: Pose): void {
  const { parents } = steps.target.rig;
  const { first } = steps.drives;
  const model = steps.targetModel.rotations;
  for (let i = 0; i < joints.length; i++) {
    const joint = joints[i]!;
    if (first[joint]! >= 0) {
      turnDriven(steps, joint);
      writeLocal(steps, joint, out);
      continue;
    }
    const at = joint * 4;
    const parent = parents[joint]! * 4;
    copyQuat(out.rotations, at, steps.follow, at);
    if (parent < 0) copyQuat(model, at, steps.follow, at);
    else multiplyQuat(model, at, model, parent, steps.follow, at);
  }
}

/** Writes the local rotation of a joint whose orientation in model space is known, and that of its parent. */
export function writeLocal({ target, targetModel }: RetargetSteps, joint: number, out: Pose): void {
  const parent = target.rig.parents[joint]!;
  if (parent < 0) copyQuat(out.rotations, joint * 4, targetModel.rotations, joint * 4);
  else relativeQuat(out.rotations, joint * 4, targetModel.rotations, parent * 4, targetModel.rotations, joint * 4);
}

/** G_target = C_target⁻¹·C_source·G_source·X, blended between two source joints where a chain has other joints. */
function turnDriven(steps: RetargetSteps, joint: number): void {
  const { drives, scratch } = steps;
  const model = steps.targetModel.rotations;
  carryOver(model, joint * 4, steps, drives.first[joint]!, drives.firstOffset, joint * 4);
  if (drives.blend[joint] === 0) return;
  carryOver(scratch, 0, steps, drives.second[joint]!, drives.secondOffset, joint * 4);
  slerpQuatBy(model, joint * 4, model, joint * 4, scratch, 0, drives.blend, joint);
}

function carryOver(
  out: Float64Array,
  outAt: number,
  steps: RetargetSteps,
  sourceJoint: number,
  offsets: Float64Array,
  offsetAt: number,
): void {
  copyQuat(out, outAt, steps.sourceModel.rotations, sourceJoint * 4);
  if (steps.reflect) reflectQuat(out, outAt, out, outAt);
  multiplyQuat(out, outAt, steps.bridge, 0, out, outAt);
  multiplyQuat(out, outAt, out, outAt, offsets, offsetAt);
}

/**
 * Where the hips go, written as the translation of what carries the body.
 *
 * @param lift - [1] how far the body is moved upwards from there.
 */
export function placeBody(steps: RetargetSteps, lift: Float64Array, out: Pose): void {
  const { scratch, targetModel } = steps;
  const { parents } = steps.target.rig;
  const { carrier } = steps.target.chains;
  hipsGoal(steps, lift, scratch);
  copyVec3(targetModel.positions, carrier * 3, scratch, 0);
  // The hips lie at a fixed place in the space of the carrier, which turns as they do.
  rotateVec3(scratch, 0, targetModel.rotations, carrier * 4, steps.hipsInCarrier, 0);
  subtractVec3(targetModel.positions, carrier * 3, targetModel.positions, carrier * 3, scratch, 0);
  const parent = parents[carrier]!;
  // Nothing above the carrier moves, so its parent is where it is at rest.
  toLocal(out, carrier, targetModel.positions, parent, steps.targetRest.positions, steps.targetRest.rotations, scratch);
}

/** The hips' place in the target's model space. `scratch` is overwritten, the answer is its first three numbers. */
function hipsGoal(steps: RetargetSteps, lift: Float64Array, scratch: Float64Array): void {
  const from = steps.source.proportions;
  const to = steps.target.proportions;
  const scale = to.legLength / from.legLength;
  const { positions, rotations } = steps.sourceModel;
  rotateVec3(scratch, 0, rotations, steps.sourceHips * 4, from.hipsPoint, 0);
  addVec3(scratch, 0, scratch, 0, positions, steps.sourceHips * 3);
  pointToCanonical(scratch, 0, steps.source.reference.frame, scratch, 0);
  scratch[0] = to.originX + scale * (scratch[0]! - from.originX);
  scratch[1] = scratch[1]! - from.ground;
  mapHipsHeight(scratch, 1, from, to);
  scratch[1] = to.ground + scratch[1] + lift[0]!;
  scratch[2] = to.originZ + scale * (scratch[2]! - from.originZ);
  if (steps.target.reference.frame.mirrored) scratch[0] = -scratch[0];
  rotateVec3(scratch, 0, steps.fromCanonical, 0, scratch, 0);
}

/**
 * Places joints of the target that are turned, below a body that is placed: those that hang from elsewhere go to the end
 * of the bone that carries them. Allocates nothing.
 *
 * @param joints - each after its parent and its anchor, which must be among them.
 */
export function placeTurned(steps: RetargetSteps, joints: Int16Array, out: Pose): void {
  const { anchors, offsets } = steps.detached;
  const { positions, rotations } = steps.targetModel;
  const { parents } = steps.target.rig;
  for (let i = 0; i < joints.length; i++) {
    const joint = joints[i]!;
    const parent = parents[joint]!;
    const anchor = anchors[joint]!;
    if (anchor >= 0) {
      rotateVec3(positions, joint * 3, rotations, anchor * 4, offsets, joint * 3);
      addVec3(positions, joint * 3, positions, joint * 3, positions, anchor * 3);
      toLocal(out, joint, positions, parent, positions, rotations, steps.scratch);
    } else if (parent < 0) {
      copyVec3(positions, joint * 3, out.translations, joint * 3);
    } else {
      rotateVec3(positions, joint * 3, rotations, parent * 4, out.translations, joint * 3);
      addVec3(positions, joint * 3, positions, joint * 3, positions, parent * 3);
    }
  }
}

/** Model space → local to the parent, by the full inverse: a parent that is moved and turned counts with both. */
function toLocal(
  out: Pose,
  joint: number,
  model: Float64Array,
  parent: number,
  parentPositions: Float64Array,
  parentRotations: Float64Array,
  scratch: Float64Array,
): void {
  if (parent < 0) {
    copyVec3(out.translations, joint * 3, model, joint * 3);
    return;
  }
  conjugateQuat(scratch, 4, parentRotations, parent * 4);
  subtractVec3(scratch, 0, model, joint * 3, parentPositions, parent * 3);
  rotateVec3(out.translations, joint * 3, scratch, 4, scratch, 0);
}

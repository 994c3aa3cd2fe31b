import { KinoraError } from '../../errors.ts';
import type { FloatArray } from '../../math/float-array.ts';
import { basisQuat, conjugateQuat, multiplyQuat, rotateVec3, setQuat } from '../../math/quat.ts';
import {
  addVec3,
  crossVec3,
  dotVec3,
  lengthVec3,
  lerpVec3,
  normalizeVec3,
  scaleVec3,
  setVec3,
  subtractVec3,
} from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { jointOf } from './bones.ts';
import { anklePoints, toePoints } from './foot-points.ts';

/**
 * How a body stands in the space of its file. Canonical space is what every rig is brought
 * into: +Y up, the body facing +Z, its left at +X.
 */
export interface AnatomicalFrame {
  /** [4] model space → canonical space, before the reflection. */
  readonly rotation: Float64Array;
  /** True where left and right are the wrong way round for the way the toes point: canonical x is then reflected. */
  readonly mirrored: boolean;
}

/**
 * A body whose up is within 20° of an axis of its file stands along it, and its lean is meant: hip joints that sit 4 cm
 * in front of the spine tilt a body of CMU's by 10°. One that faces within 10° of an axis faces along it.
 */
const SNAP_UP = Math.cos((20 * Math.PI) / 180);
const SNAP_FRONT = Math.cos((10 * Math.PI) / 180);

/**
 * Finds left, up and front of a body from where its arms, legs and toes are: no name, axis or unit is trusted.
 *
 * @param pose - model space.
 * @param options - `standing`: up is from the feet to the head, which a lean of the trunk changes little; else it is the
 * way of the trunk, which bent legs do not change.
 * @throws KinoraError `rig/invalid` where arms and legs lie in one point or on one line.
 */
export function anatomicalFrame(
  rig: Rig,
  map: HumanoidMap,
  pose: RestModel,
  options: { readonly snap: boolean; readonly standing: boolean },
): AnatomicalFrame {
  // [9] the columns left, up, front.
  const axes = new Float64Array(9);
  bodyAxes(axes, rig, map, pose, options.standing);
  if (options.snap) snapAxes(axes);
  const mirrored = toesPointBack(axes, rig, map, pose);
  if (mirrored) {
    // A turn cannot bring left to +X and the toes to +Z any more: turn the body to face +Z, then reflect x.
    scaleVec3(axes, 0, axes, 0, -1);
    scaleVec3(axes, 6, axes, 6, -1);
  }
  const rotation = new Float64Array(4);
  basisQuat(rotation, 0, axes, 0);
  conjugateQuat(rotation, 0, rotation, 0);
  return { rotation, mirrored };
}

/** Model space → canonical space. `out` may be `point`. */
export function pointToCanonical(
  out: FloatArray,
  outAt: number,
  frame: AnatomicalFrame,
  point: FloatArray,
  at: number,
): void {
  rotateVec3(out, outAt, frame.rotation, 0, point, at);
  if (frame.mirrored) out[outAt] = -out[outAt]!;
}

/** Orientation of a joint in model space → canonical space, as M·R·G·M for a reflection M. `out` may be `rotation`. */
function rotationToCanonical(
  out: FloatArray,
  outAt: number,
  frame: AnatomicalFrame,
  rotation: FloatArray,
  at: number,
): void {
  multiplyQuat(out, outAt, frame.rotation, 0, rotation, at);
  if (frame.mirrored) reflectQuat(out, outAt, out, outAt);
}

/** The same turn seen in a mirror that swaps left and right. */
export function reflectQuat(out: FloatArray, outAt: number, q: FloatArray, at: number): void {
  setQuat(out, outAt, q[at]!, -q[at + 1]!, -q[at + 2]!, q[at + 3]!);
}

/** Every joint of a pose: model space → canonical space. */
export function poseToCanonical(model: RestModel, frame: AnatomicalFrame): RestModel {
  const positions = new Float64Array(model.positions.length);
  const rotations = new Float64Array(model.rotations.length);
  for (let at = 0; at < positions.length; at += 3) pointToCanonical(positions, at, frame, model.positions, at);
  for (let at = 0; at < rotations.length; at += 4) rotationToCanonical(rotations, at, frame, model.rotations, at);
  return { positions, rotations };
}

function bodyAxes(axes: Float64Array, rig: Rig, map: HumanoidMap, pose: RestModel, standing: boolean): void {
  const { positions } = pose;
  const leftArm = jointOf(map, 'leftUpperArm') * 3;
  const rightArm = jointOf(map, 'rightUpperArm') * 3;
  const leftLeg = jointOf(map, 'leftUpperLeg') * 3;
  const rightLeg = jointOf(map, 'rightUpperLeg') * 3;
  const scratch = new Float64Array(6);
  subtractVec3(scratch, 0, positions, leftLeg, positions, rightLeg);
  subtractVec3(scratch, 3, positions, leftArm, positions, rightArm);
  addVec3(axes, 0, scratch, 0, scratch, 3);
  if (standing) {
    const ankles = anklePoints(rig, map, pose);
    lerpVec3(scratch, 3, ankles, 0, ankles, 3, 0.5);
    subtractVec3(axes, 3, positions, jointOf(map, 'head') * 3, scratch, 3);
  } else {
    lerpVec3(scratch, 0, positions, leftArm, positions, rightArm, 0.5);
    lerpVec3(scratch, 3, positions, leftLeg, positions, rightLeg, 0.5);
    subtractVec3(axes, 3, scratch, 0, scratch, 3);
  }
  const width = normalizeVec3(axes, 0, axes, 0);
  const height = normalizeVec3(axes, 3, axes, 3);
  crossVec3(axes, 6, axes, 0, axes, 3);
  if (width === 0 || height === 0 || normalizeVec3(axes, 6, axes, 6) < 1e-3) {
    throw new KinoraError('rig/invalid', 'Cannot tell front from back: the arms and legs of the rig lie on one line', {
      hint: 'Check the rest pose: a skeleton whose joints all lie in one point cannot be retargeted',
    });
  }
  crossVec3(axes, 3, axes, 6, axes, 0);
}

/**
 * First up, then left on the ground plane: so a lean is kept whatever the heading of the rig. A body whose up is no axis
 * lies askew in its file, and nothing of it is meant to be along an axis.
 */
function snapAxes(axes: Float64Array): void {
  if (!snapAxis(axes, 3, SNAP_UP)) return;
  const upward = new Float64Array(3);
  scaleVec3(upward, 0, axes, 3, dotVec3(axes, 0, axes, 3));
  subtractVec3(axes, 0, axes, 0, upward, 0);
  normalizeVec3(axes, 0, axes, 0);
  snapAxis(axes, 0, SNAP_FRONT);
  crossVec3(axes, 6, axes, 0, axes, 3);
}

function snapAxis(axes: Float64Array, at: number, cosine: number): boolean {
  for (let i = 0; i < 3; i++) {
    const component = axes[at + i]!;
    if (Math.abs(component) < cosine) continue;
    setVec3(axes, at, 0, 0, 0);
    axes[at + i] = Math.sign(component);
    return true;
  }
  return false;
}

function toesPointBack(axes: Float64Array, rig: Rig, map: HumanoidMap, pose: RestModel): boolean {
  const ankles = anklePoints(rig, map, pose);
  const feet = toePoints(rig, map, pose);
  let forward = 0;
  let length = 0;
  for (const at of [0, 3]) {
    subtractVec3(feet, at, feet, at, ankles, at);
    forward += dotVec3(feet, at, axes, 6);
    length += lengthVec3(feet, at);
  }
  // Feet that hang straight down say nothing; a third of their length is 20°.
  return forward < -length / 3;
}

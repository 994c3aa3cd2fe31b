import { KinoraError } from '../../errors.ts';
import type { FloatArray } from '../../math/float-array.ts';
import { basisQuat, conjugateQuat, multiplyQuat, rotateVec3, setQuat } from '../../math/quat.ts';
import { addVec3, crossVec3, dotVec3, normalizeVec3, scaleVec3, setVec3, subtractVec3 } from '../../math/vec3.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import { SIDES, jointOf } from './bones.ts';

/**
 * How a body stands in the space of its file (specs/retargeting.md §9.3). Canonical space is what every rig is brought
 * into: +Y up, the body facing +Z, its left at +X.
 */
export interface AnatomicalFrame {
  /** [4] model space → canonical space, before the reflection. */
  readonly rotation: Float64Array;
  /** True where left and right are the wrong way round for the way the toes point: canonical x is then reflected. */
  readonly mirrored: boolean;
}

/** A body within 10° of the axes of its file was authored along them, and its lean is meant. */
const SNAP_COSINE = Math.cos((10 * Math.PI) / 180);

/**
 * Finds left, up and front of a body from where its arms, legs and toes are: no name, axis or unit is trusted.
 *
 * @param positions - [joints × 3] model space.
 * @param toePoints - [2 × 3] left, right: a point at the front of each foot; equal to the ankle where nothing is known.
 * @throws KinoraError `rig/invalid` where arms and legs lie in one point or on one line.
 */
export function anatomicalFrame(
  positions: FloatArray,
  map: HumanoidMap,
  toePoints: FloatArray,
  options: { readonly snap: boolean },
): AnatomicalFrame {
  // [9] the columns left, up, front.
  const axes = new Float64Array(9);
  bodyAxes(axes, positions, map);
  if (options.snap) snapAxes(axes);
  const mirrored = toesPointBack(axes, positions, map, toePoints);
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
export function rotationToCanonical(
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

function bodyAxes(axes: Float64Array, positions: FloatArray, map: HumanoidMap): void {
  const leftArm = jointOf(map, 'leftUpperArm') * 3;
  const rightArm = jointOf(map, 'rightUpperArm') * 3;
  const leftLeg = jointOf(map, 'leftUpperLeg') * 3;
  const rightLeg = jointOf(map, 'rightUpperLeg') * 3;
  const scratch = new Float64Array(6);
  subtractVec3(scratch, 0, positions, leftLeg, positions, rightLeg);
  subtractVec3(scratch, 3, positions, leftArm, positions, rightArm);
  addVec3(axes, 0, scratch, 0, scratch, 3);
  addVec3(scratch, 0, positions, leftArm, positions, rightArm);
  addVec3(scratch, 3, positions, leftLeg, positions, rightLeg);
  subtractVec3(axes, 3, scratch, 0, scratch, 3);
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
  if (!snapAxis(axes, 3)) return;
  const upward = new Float64Array(3);
  scaleVec3(upward, 0, axes, 3, dotVec3(axes, 0, axes, 3));
  subtractVec3(axes, 0, axes, 0, upward, 0);
  normalizeVec3(axes, 0, axes, 0);
  snapAxis(axes, 0);
  crossVec3(axes, 6, axes, 0, axes, 3);
}

function snapAxis(axes: Float64Array, at: number): boolean {
  for (let i = 0; i < 3; i++) {
    const component = axes[at + i]!;
    if (Math.abs(component) < SNAP_COSINE) continue;
    setVec3(axes, at, 0, 0, 0);
    axes[at + i] = Math.sign(component);
    return true;
  }
  return false;
}

function toesPointBack(axes: Float64Array, positions: FloatArray, map: HumanoidMap, toePoints: FloatArray): boolean {
  let forward = 0;
  let length = 0;
  const toe = new Float64Array(3);
  SIDES.forEach((side, index) => {
    subtractVec3(toe, 0, toePoints, index * 3, positions, jointOf(map, `${side}Foot`) * 3);
    forward += dotVec3(toe, 0, axes, 6);
    length += Math.hypot(toe[0]!, toe[1]!, toe[2]!);
  });
  // Feet that hang straight down say nothing; a third of their length is 20°.
  return forward < -length / 3;
}

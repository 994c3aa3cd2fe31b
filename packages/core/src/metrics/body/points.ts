import type { FloatArray } from '../../math/float-array.ts';
import { conjugateQuat, rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3, subtractVec3 } from '../../math/vec3.ts';
import { restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';

export type Side = 'left' | 'right';
export const SIDES: readonly Side[] = ['left', 'right'];

/** Points of a foot: where the shin ends, where the toes begin, where they end. On a foot without toes the last two are one. */
export type FootPoint = `${Side}${'Ankle' | 'Ball' | 'Toe'}`;

/** The joint that plays a bone; −1 where none does. */
export function jointOf(map: HumanoidMap, bone: HumanoidBone): number {
  return map.bones[bone]?.joint ?? -1;
}

/**
 * [3] where a point of the foot is in one pose, model space. What the rig does not have lies where the leg ends; a shin
 * that ends nowhere is taken to go on as its thigh does at rest, and to be as long.
 */
export function pointAt(
  rig: Rig,
  map: HumanoidMap,
  point: FootPoint,
  { positions, rotations }: RestModel,
): Float64Array {
  const side: Side = point.startsWith('left') ? 'left' : 'right';
  const [knee, foot, toes] = (['LowerLeg', 'Foot', 'Toes'] as const).map((bone) => jointOf(map, `${side}${bone}`));
  const out = new Float64Array(3);
  if (foot! < 0) {
    if (!tailOf(out, rig, knee!, positions, rotations)) likeThigh(out, rig, map, side, positions, rotations);
    return out;
  }
  if (point.endsWith('Ankle')) copyVec3(out, 0, positions, foot! * 3);
  else if (toes! < 0) tailOf(out, rig, foot!, positions, rotations);
  else if (point.endsWith('Ball')) copyVec3(out, 0, positions, toes! * 3);
  else tailOf(out, rig, toes!, positions, rotations);
  return out;
}

/** Where a last bone ends: its end point, else its only child, else its joint. False for the last. */
function tailOf(out: Float64Array, rig: Rig, joint: number, positions: FloatArray, rotations: FloatArray): boolean {
  const tip = rig.tips?.find((candidate) => candidate.joint === joint);
  const child = rig.parents.indexOf(joint);
  copyVec3(out, 0, positions, joint * 3);
  if (tip) {
    rotateVec3(out, 0, rotations, joint * 4, Float64Array.from(tip.translation), 0);
    addVec3(out, 0, out, 0, positions, joint * 3);
    return true;
  }
  if (child < 0 || rig.parents.includes(joint, child + 1)) return false;
  copyVec3(out, 0, positions, child * 3);
  return true;
}

function likeThigh(
  out: Float64Array,
  rig: Rig,
  map: HumanoidMap,
  side: Side,
  positions: FloatArray,
  rotations: FloatArray,
): void {
  const knee = jointOf(map, `${side}LowerLeg`);
  const rest = restModel(rig);
  const toShin = new Float64Array(4);
  conjugateQuat(toShin, 0, rest.rotations, knee * 4);
  subtractVec3(out, 0, rest.positions, knee * 3, rest.positions, jointOf(map, `${side}UpperLeg`) * 3);
  rotateVec3(out, 0, toShin, 0, out, 0);
  rotateVec3(out, 0, rotations, knee * 4, out, 0);
  addVec3(out, 0, out, 0, positions, knee * 3);
}

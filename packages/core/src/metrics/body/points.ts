import type { FloatArray } from '../../math/float-array.ts';
import { rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3 } from '../../math/vec3.ts';
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

/** [3] where a point of the foot is in one pose, model space. What the rig does not have lies where the leg ends. */
export function pointAt(
  rig: Rig,
  map: HumanoidMap,
  point: FootPoint,
  positions: FloatArray,
  rotations: FloatArray,
): Float64Array {
  const side: Side = point.startsWith('left') ? 'left' : 'right';
  const [knee, foot, toes] = (['LowerLeg', 'Foot', 'Toes'] as const).map((bone) => jointOf(map, `${side}${bone}`));
  const end = foot! >= 0 ? foot! : knee!;
  const out = new Float64Array(3);
  copyVec3(out, 0, positions, end * 3);
  if (foot! < 0) return tailOf(out, rig, end, positions, rotations);
  if (point.endsWith('Ankle')) return out;
  if (toes! < 0) return tailOf(out, rig, end, positions, rotations);
  copyVec3(out, 0, positions, toes! * 3);
  return point.endsWith('Ball') ? out : tailOf(out, rig, toes!, positions, rotations);
}

/** Where a last bone ends: its end point, else its only child, else its joint. */
function tailOf(
  out: Float64Array,
  rig: Rig,
  joint: number,
  positions: FloatArray,
  rotations: FloatArray,
): Float64Array {
  const tip = rig.tips?.find((candidate) => candidate.joint === joint);
  const child = rig.parents.indexOf(joint);
  if (tip) {
    rotateVec3(out, 0, rotations, joint * 4, Float64Array.from(tip.translation), 0);
    addVec3(out, 0, out, 0, positions, joint * 3);
  } else if (child >= 0 && !rig.parents.includes(joint, child + 1)) {
    copyVec3(out, 0, positions, child * 3);
  }
  return out;
}

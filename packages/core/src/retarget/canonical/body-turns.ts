import { axisAngleQuat, copyQuat, multiplyQuat, rotateVec3, shortestArcQuat } from '../../math/quat.ts';
import { crossVec3, dotVec3, normalizeVec3, subtractVec3 } from '../../math/vec3.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { boneIndex, jointOf } from './bones.ts';
import { tailPoint } from './foot-points.ts';
import type { ReferencePose } from './reference-pose.ts';

/** A body on its way from its reference pose to the T-pose. */
export interface Body {
  readonly rig: Rig;
  readonly map: HumanoidMap;
  readonly reference: ReferencePose;
  /** [bones × 4] the turn of each bone so far, canonical space. */
  readonly turns: Float64Array;
}

/** How far to believe a secondary axis: the share of the turn that is made, and the angle from which none is. */
export interface Trust {
  readonly weight: number;
  readonly limit: number;
}

/** Gives a bone the turn of another. */
export function inherit(body: Body, bone: HumanoidBone, parent: HumanoidBone): void {
  copyQuat(body.turns, boneIndex(bone) * 4, body.turns, boneIndex(parent) * 4);
}

/** Turns a bone on the shortest way so that what points to `from` in the reference pose points to `to`. */
export function aim(body: Body, bone: HumanoidBone, from: Float64Array, to: Float64Array): void {
  const at = boneIndex(bone) * 4;
  const current = new Float64Array(3);
  const arc = new Float64Array(4);
  rotateVec3(current, 0, body.turns, at, from, 0);
  shortestArcQuat(arc, 0, current, 0, to, 0);
  multiplyQuat(body.turns, at, arc, 0, body.turns, at);
}

/** Turns a bone about its own line so that `from` of the reference pose comes as near to `to` as it can. */
export function roll(
  body: Body,
  bone: HumanoidBone,
  from: Float64Array,
  to: Float64Array,
  axis: Float64Array,
  trust: Trust = { weight: 1, limit: Math.PI },
): void {
  const current = new Float64Array(3);
  const cross = new Float64Array(3);
  rotateVec3(current, 0, body.turns, boneIndex(bone) * 4, from, 0);
  crossVec3(cross, 0, current, 0, to, 0);
  const along = dotVec3(current, 0, axis, 0) * dotVec3(to, 0, axis, 0);
  const angle = Math.atan2(dotVec3(cross, 0, axis, 0), dotVec3(current, 0, to, 0) - along);
  if (Math.abs(angle) <= trust.limit) turn(body, bone, axis, angle * trust.weight);
}

/** Turns a bone about an axis of canonical space. */
export function turn(body: Body, bone: HumanoidBone, axis: Float64Array, angle: number): void {
  const at = boneIndex(bone) * 4;
  const rotation = new Float64Array(4);
  axisAngleQuat(rotation, 0, axis, 0, angle);
  multiplyQuat(body.turns, at, rotation, 0, body.turns, at);
}

/** Unit vector between two bones of the reference pose; undefined where one is missing or both are in one place. */
export function direction({ map, reference }: Body, from: HumanoidBone, to: HumanoidBone): Float64Array | undefined {
  const a = jointOf(map, from);
  const b = jointOf(map, to);
  if (a < 0 || b < 0) return undefined;
  const vector = new Float64Array(3);
  subtractVec3(vector, 0, reference.positions, b * 3, reference.positions, a * 3);
  return normalizeVec3(vector, 0, vector, 0) > 0 ? vector : undefined;
}

/** Unit vector from a bone to where it ends; undefined where nothing tells. */
export function tailDirection({ rig, map, reference }: Body, bone: HumanoidBone): Float64Array | undefined {
  const joint = jointOf(map, bone);
  const vector = new Float64Array(3);
  tailPoint(vector, 0, rig, reference, joint);
  subtractVec3(vector, 0, vector, 0, reference.positions, joint * 3);
  return normalizeVec3(vector, 0, vector, 0) > 0 ? vector : undefined;
}

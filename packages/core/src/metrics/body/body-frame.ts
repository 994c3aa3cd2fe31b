import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import type { Clip } from '../../clip/clip.ts';
import type { FloatArray } from '../../math/float-array.ts';
import { basisQuat, conjugateQuat, rotateVec3, shortestArcQuat } from '../../math/quat.ts';
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
import { forwardKinematics } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { jointOf, pointAt, SIDES } from './points.ts';

/**
 * How a body stands in the space of its file, found from joint positions alone and without
 * a line of the retargeting that is measured: +Y up, the body facing +Z, its left at +X.
 */
export interface BodyFrame {
  /** [4] model space → the body's frame, before the reflection. */
  readonly rotation: Float64Array;
  /** True where left and right are the wrong way round for the way the toes point: x is then reflected. */
  readonly mirrored: boolean;
  /** False where the rest pose is a layout of bones and no stance: it then says nothing of heights and of the front. */
  readonly standing: boolean;
}

/** A lean of less is meant, and so is a heading: what is authored along an axis of the file stays along it. */
const LEAN = Math.cos((20 * Math.PI) / 180);
const HEADING = Math.cos((10 * Math.PI) / 180);
const MEAN_FRAMES = 60;

/** @param rest - the pose in which the body stands, see `standingPose`. */
export function bodyFrame(clip: Clip, map: HumanoidMap, rest: RestModel): BodyFrame {
  const axes = new Float64Array(9);
  if (!standsAtRest(axes, clip.rig, map, rest)) {
    // Such a file has no front of its own: its motion is meant along the axes it is written in.
    return { rotation: uprightTurn(clip, map), mirrored: false, standing: false };
  }
  const up = nearestAxis(axes, 3, LEAN);
  if (up) {
    axes.set(up, 3);
    flatten(axes, 0, axes, 3);
    axes.set(nearestAxis(axes, 0, HEADING) ?? axes.subarray(0, 3), 0);
  }
  crossVec3(axes, 6, axes, 0, axes, 3);
  normalizeVec3(axes, 6, axes, 6);
  crossVec3(axes, 3, axes, 6, axes, 0);
  const mirrored = toesPointBack(axes, clip.rig, map, rest);
  if (mirrored) for (const at of [0, 6]) scaleVec3(axes, at, axes, at, -1);
  const rotation = new Float64Array(4);
  basisQuat(rotation, 0, axes, 0);
  conjugateQuat(rotation, 0, rotation, 0);
  return { rotation, mirrored, standing: true };
}

/** Model space → the body's frame. `out` may be `point`. */
export function toBody(out: FloatArray, outAt: number, frame: BodyFrame, point: FloatArray, at: number): void {
  rotateVec3(out, outAt, frame.rotation, 0, point, at);
  if (frame.mirrored) out[outAt] = -out[outAt]!;
}

/** Writes left and up; true where the head is above the feet, both legs go down and left is across. */
function standsAtRest(axes: Float64Array, rig: Rig, map: HumanoidMap, rest: RestModel): boolean {
  const { positions } = rest;
  const at = (bone: Parameters<typeof jointOf>[1]): number => jointOf(map, bone) * 3;
  const across = new Float64Array(3);
  subtractVec3(across, 0, positions, at('leftUpperLeg'), positions, at('rightUpperLeg'));
  subtractVec3(axes, 0, positions, at('leftUpperArm'), positions, at('rightUpperArm'));
  addVec3(axes, 0, axes, 0, across, 0);
  normalizeVec3(axes, 0, axes, 0);
  const ankles = SIDES.map((side) => pointAt(rig, map, `${side}Ankle`, rest));
  lerpVec3(axes, 3, ankles[0]!, 0, ankles[1]!, 0, 0.5);
  subtractVec3(axes, 3, positions, at('head'), axes, 3);
  normalizeVec3(axes, 3, axes, 3);
  const trunk = trunkUp(map, positions);
  const legsGoDown = SIDES.every((side, i) => {
    const leg = new Float64Array(3);
    subtractVec3(leg, 0, ankles[i]!, 0, positions, at(`${side}UpperLeg`));
    normalizeVec3(leg, 0, leg, 0);
    return dotVec3(leg, 0, trunk, 0) < -0.5;
  });
  return legsGoDown && dotVec3(axes, 3, trunk, 0) > 0.5 && Math.abs(dotVec3(axes, 0, trunk, 0)) < 0.5;
}

/** From between the hip joints to between the shoulders: unit. */
function trunkUp(map: HumanoidMap, positions: Float64Array): Float64Array {
  const up = new Float64Array(3);
  const hips = new Float64Array(3);
  lerpVec3(hips, 0, positions, jointOf(map, 'leftUpperLeg') * 3, positions, jointOf(map, 'rightUpperLeg') * 3, 0.5);
  lerpVec3(up, 0, positions, jointOf(map, 'leftUpperArm') * 3, positions, jointOf(map, 'rightUpperArm') * 3, 0.5);
  subtractVec3(up, 0, up, 0, hips, 0);
  normalizeVec3(up, 0, up, 0);
  return up;
}

/** [4] the turn that brings the axis along which the body mostly stands in the clip to +Y, and nothing more. */
function uprightTurn(clip: Clip, map: HumanoidMap): Float64Array {
  const pose = createPose(clip.rig);
  const positions = new Float64Array(clip.rig.names.length * 3);
  const rotations = new Float64Array(clip.rig.names.length * 4);
  const sum = new Float64Array(3);
  for (let frame = 0; frame < clip.frames; frame += Math.ceil(clip.frames / MEAN_FRAMES)) {
    readFrame(clip, frame, pose);
    forwardKinematics(clip.rig, pose.rotations, pose.translations, positions, rotations);
    addVec3(sum, 0, sum, 0, trunkUp(map, positions), 0);
  }
  normalizeVec3(sum, 0, sum, 0);
  const turn = new Float64Array(4);
  shortestArcQuat(turn, 0, nearestAxis(sum, 0, 0) ?? sum, 0, Float64Array.of(0, 1, 0), 0);
  return turn;
}

/** The axis of the file that a unit vector lies along; of several the nearest. */
function nearestAxis(vectors: Float64Array, at: number, cosine: number): Float64Array | undefined {
  let best = 0;
  for (let i = 1; i < 3; i++) if (Math.abs(vectors[at + i]!) > Math.abs(vectors[at + best]!)) best = i;
  if (!(Math.abs(vectors[at + best]!) > cosine)) return undefined;
  const axis = new Float64Array(3);
  axis[best] = Math.sign(vectors[at + best]!);
  return axis;
}

function flatten(vectors: Float64Array, at: number, ups: Float64Array, upAt: number): void {
  const upward = new Float64Array(3);
  scaleVec3(upward, 0, ups, upAt, dotVec3(vectors, at, ups, upAt));
  subtractVec3(vectors, at, vectors, at, upward, 0);
  if (normalizeVec3(vectors, at, vectors, at) === 0) setVec3(vectors, at, 1, 0, 0);
}

function toesPointBack(axes: Float64Array, rig: Rig, map: HumanoidMap, rest: RestModel): boolean {
  let forward = 0;
  let length = 0;
  for (const side of SIDES) {
    const foot = pointAt(rig, map, `${side}Ball`, rest);
    subtractVec3(foot, 0, foot, 0, pointAt(rig, map, `${side}Ankle`, rest), 0);
    forward += dotVec3(foot, 0, axes, 6);
    length += lengthVec3(foot, 0);
  }
  // Feet that hang straight down say nothing; a third of their length is 20°.
  return forward < -length / 3;
}

import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { rotateVec3 } from '../../math/quat.ts';
import { addVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import type { RestModel } from '../../rig/forward-kinematics.ts';
import { HUMANOID_BONES } from '../../rig/humanoid.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { bodyFrame, toBody } from './body-frame.ts';
import type { BodyFrame } from './body-frame.ts';
import { jointOf, pointAt, SIDES } from './points.ts';
import type { FootPoint, Side } from './points.ts';
import { standingPose } from './standing-pose.ts';
import { betweenLegs, heightOf, isOutside, legLengthOf } from './stature.ts';

/** Points of a body that are followed through a clip: its bones, and what its feet touch the ground with. */
export type BodyPoint = HumanoidBone | FootPoint | `${Side}Heel`;

/** Where the parts of one body are in every frame, in its own frame: +Y up, facing +Z. */
export interface BodyMotion {
  readonly frames: number;
  /** Frames a second. */
  readonly rate: number;
  readonly frame: BodyFrame;
  /** Metres from the soles to the top of the head. */
  readonly height: number;
  /** Thigh and shin, mean of both sides, metres. */
  readonly legLength: number;
  /** [frames × 3] of each point that the rig has, metres. Hips that are a pivot outside of the body lie between its legs. */
  readonly places: ReadonlyMap<BodyPoint, Float64Array>;
  /** [3] the same points where the body stands: at rest. */
  readonly restPlaces: ReadonlyMap<BodyPoint, Float64Array>;
  /** [frames × 4] of each bone that the rig has: orientation in model space, all of its roll included. */
  readonly turns: ReadonlyMap<HumanoidBone, Float64Array>;
}

export function bodyMotion(clip: Clip, map: HumanoidMap): BodyMotion {
  const { rig, frames } = clip;
  const rest = standingPose(clip, map);
  const frame = bodyFrame(clip, map, rest);
  const bones = HUMANOID_BONES.filter((bone) => jointOf(map, bone) >= 0);
  const heels = heelOffsets(rig, map, frame, rest);
  const restPlaces = placesOf(rig, map, frame, heels, rest);
  const places = new Map([...restPlaces.keys()].map((point) => [point, new Float64Array(frames * 3)]));
  const turns = new Map(bones.map((bone) => [bone, new Float64Array(frames * 4)]));
  const pose = createPose(rig);
  const model = restModel(rig);
  for (let i = 0; i < frames; i++) {
    readFrame(clip, i, pose);
    forwardKinematics(rig, pose.rotations, pose.translations, model.positions, model.rotations);
    for (const [point, place] of placesOf(rig, map, frame, heels, model)) {
      places.get(point)!.set(place, i * 3);
    }
    for (const [bone, turn] of turns) {
      const at = turningJoint(map, bone) * 4;
      turn.set(model.rotations.subarray(at, at + 4), i * 4);
    }
  }
  const legLength = legLengthOf(restPlaces);
  const atRest = restModel(rig);
  if (isOutside(map, atRest, legLength)) for (const some of [places, restPlaces]) some.set('hips', betweenLegs(some));
  return {
    frames,
    rate: clip.rate,
    frame,
    height: heightOf(map, atRest, legLength),
    legLength,
    places,
    restPlaces,
    turns,
  };
}

/** The joint that has all of a bone's turn: where twist joints lie in line, the last of them. */
function turningJoint(map: HumanoidMap, bone: HumanoidBone): number {
  const last = map.twists.findLast((twist) => twist.inLine && twist.bone === bone);
  return last?.joint ?? jointOf(map, bone);
}

type Places = Map<BodyPoint, Float64Array>;

function placesOf(
  rig: Rig,
  map: HumanoidMap,
  frame: BodyFrame,
  heels: ReadonlyMap<Side, Float64Array>,
  model: RestModel,
): Places {
  const { positions, rotations } = model;
  const places: Places = new Map();
  for (const bone of HUMANOID_BONES) {
    const joint = jointOf(map, bone);
    if (joint >= 0) places.set(bone, positions.slice(joint * 3, joint * 3 + 3));
  }
  for (const side of SIDES) {
    for (const part of ['Ankle', 'Ball', 'Toe'] as const) {
      places.set(`${side}${part}`, pointAt(rig, map, `${side}${part}`, model));
    }
    const offset = heels.get(side);
    if (offset) {
      const joint = jointOf(map, `${side}Foot`);
      const heel = new Float64Array(3);
      rotateVec3(heel, 0, rotations, joint * 4, offset, 0);
      addVec3(heel, 0, heel, 0, positions, joint * 3);
      places.set(`${side}Heel`, heel);
    }
  }
  for (const place of places.values()) toBody(place, 0, frame, place, 0);
  return places;
}

/** [3] per side: the point of the sole under the ankle, in the space of the foot. Only on a body that stands at rest. */
function heelOffsets(rig: Rig, map: HumanoidMap, frame: BodyFrame, rest: RestModel): Map<Side, Float64Array> {
  const offsets = new Map<Side, Float64Array>();
  if (!frame.standing) return offsets;
  const places = placesOf(rig, map, frame, offsets, rest);
  const up = Float64Array.of(0, 1, 0);
  const back = Float64Array.from(frame.rotation, (value, i) => (i < 3 ? -value : value));
  rotateVec3(up, 0, back, 0, up, 0);
  for (const side of SIDES) {
    const foot = jointOf(map, `${side}Foot`);
    if (foot < 0) continue;
    const drop = Math.min(0, lowestToe(places, side) - places.get(`${side}Ankle`)![1]!);
    const turn = Float64Array.from(rest.rotations.subarray(foot * 4, foot * 4 + 4), (value, i) =>
      i < 3 ? -value : value,
    );
    const offset = up.map((value) => value * drop);
    rotateVec3(offset, 0, turn, 0, offset, 0);
    offsets.set(side, offset);
  }
  return offsets;
}

function lowestToe(places: Places, side: Side): number {
  return Math.min(places.get(`${side}Ball`)![1]!, places.get(`${side}Toe`)![1]!);
}

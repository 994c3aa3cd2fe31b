import { alignSigns } from '../../clip/align-signs.ts';
import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import { readFrame } from '../../clip/sample-clip.ts';
import { axisAngleQuat, conjugateQuat, multiplyQuat, relativeQuat, rotateVec3 } from '../../math/quat.ts';
import { addVec3, copyVec3, subtractVec3 } from '../../math/vec3.ts';
import { forwardKinematics, restModel } from '../../rig/forward-kinematics.ts';
import { isAbove } from '../canonical/body-chains.ts';
import { jointOf } from '../canonical/bones.ts';
import type { CanonicalRig } from '../canonical/canonical-rig.ts';

/**
 * A clip whose body goes a way on top of its own, or goes it back.
 *
 * @param way - [frames × 4] x, y, z, yaw since the first frame, canonical space; turns are about where the hips are then.
 */
export function moveBody(canonical: CanonicalRig, clip: Clip, way: Float32Array, direction: 'there' | 'back'): Clip {
  const { rig } = clip;
  const joints = rig.parents.length;
  const movers = carriers(canonical);
  const translated = Int16Array.from(new Set([...clip.translated, ...movers])).sort();
  const rotations = clip.rotations.slice();
  const translations = new Float32Array(clip.frames * translated.length * 3);
  const pose = createPose(rig);
  const { positions, rotations: turns } = restModel(rig);
  const origin = firstPlace(canonical, clip);
  for (let frame = 0; frame < clip.frames; frame++) {
    readFrame(clip, frame, pose);
    forwardKinematics(rig, pose.rotations, pose.translations, positions, turns);
    const step = toModel(canonical, way, frame * 4);
    for (const joint of movers) {
      if (direction === 'there') goThere(step, origin, positions, turns, joint);
      else goBack(step, origin, positions, turns, joint);
      writeLocal(rig.parents, positions, turns, joint, pose);
    }
    rotations.set(pose.rotations, frame * joints * 4);
    translated.forEach((joint, i) => {
      copyVec3(translations, (frame * translated.length + i) * 3, pose.translations, joint * 3);
    });
  }
  alignSigns(rotations, clip.frames, joints);
  return { ...clip, rotations, translated, translations };
}

/** The joint that carries all of the body; where feet or others hang from elsewhere, the roots. */
function carriers({ rig: { parents }, map, chains }: CanonicalRig): number[] {
  const body = Object.values(map.bones).map(({ joint }) => joint);
  if (body.every((joint) => isAbove(parents, chains.carrier, joint))) return [chains.carrier];
  const rootOf = (joint: number): number => (parents[joint]! < 0 ? joint : rootOf(parents[joint]!));
  return [...new Set(body.map(rootOf))].sort((a, b) => a - b);
}

/** [3] where the hips are in the first frame, model space. */
function firstPlace({ map, rig }: CanonicalRig, clip: Clip): Float64Array {
  const pose = createPose(rig);
  const { positions, rotations } = restModel(rig);
  readFrame(clip, 0, pose);
  forwardKinematics(rig, pose.rotations, pose.translations, positions, rotations);
  const hips = jointOf(map, 'hips') * 3;
  return positions.slice(hips, hips + 3);
}

interface Step {
  /** [3] model space. */
  readonly shift: Float64Array;
  /** [4] model space. */
  readonly turn: Float64Array;
}

function toModel({ reference: { frame } }: CanonicalRig, way: Float32Array, at: number): Step {
  const toModelSpace = new Float64Array(4);
  conjugateQuat(toModelSpace, 0, frame.rotation, 0);
  const shift = Float64Array.of(frame.mirrored ? -way[at]! : way[at]!, way[at + 1]!, way[at + 2]!);
  const up = Float64Array.of(0, 1, 0);
  rotateVec3(shift, 0, toModelSpace, 0, shift, 0);
  rotateVec3(up, 0, toModelSpace, 0, up, 0);
  const turn = new Float64Array(4);
  axisAngleQuat(turn, 0, up, 0, frame.mirrored ? -way[at + 3]! : way[at + 3]!);
  return { shift, turn };
}

function goThere(
  { shift, turn }: Step,
  origin: Float64Array,
  places: Float64Array,
  turns: Float64Array,
  joint: number,
): void {
  subtractVec3(places, joint * 3, places, joint * 3, origin, 0);
  rotateVec3(places, joint * 3, turn, 0, places, joint * 3);
  addVec3(places, joint * 3, places, joint * 3, origin, 0);
  addVec3(places, joint * 3, places, joint * 3, shift, 0);
  multiplyQuat(turns, joint * 4, turn, 0, turns, joint * 4);
}

function goBack(
  { shift, turn }: Step,
  origin: Float64Array,
  places: Float64Array,
  turns: Float64Array,
  joint: number,
): void {
  const back = new Float64Array(4);
  conjugateQuat(back, 0, turn, 0);
  subtractVec3(places, joint * 3, places, joint * 3, shift, 0);
  goThere({ shift: new Float64Array(3), turn: back }, origin, places, turns, joint);
}

function writeLocal(
  parents: Int16Array,
  places: Float64Array,
  turns: Float64Array,
  joint: number,
  pose: ReturnType<typeof createPose>,
): void {
  const parent = parents[joint]!;
  if (parent < 0) {
    copyVec3(pose.translations, joint * 3, places, joint * 3);
    for (let i = 0; i < 4; i++) pose.rotations[joint * 4 + i] = turns[joint * 4 + i]!;
    return;
  }
  const back = new Float64Array(4);
  const offset = new Float64Array(3);
  conjugateQuat(back, 0, turns, parent * 4);
  subtractVec3(offset, 0, places, joint * 3, places, parent * 3);
  rotateVec3(pose.translations, joint * 3, back, 0, offset, 0);
  relativeQuat(pose.rotations, joint * 4, turns, parent * 4, turns, joint * 4);
}

import { alignSigns } from '../clip/align-signs.ts';
import type { Clip } from '../clip/clip.ts';
import { createPose } from '../clip/pose.ts';
import { readFrame } from '../clip/sample-clip.ts';
import type { KinoraError } from '../errors.ts';
import { conjugateQuat, multiplyQuat, relativeQuat } from '../math/quat.ts';
import { copyVec3, normalizeVec3, subtractVec3 } from '../math/vec3.ts';
import { forwardKinematics, restModel } from '../rig/forward-kinematics.ts';
import type { RestModel } from '../rig/forward-kinematics.ts';
import type { HumanoidBone, HumanoidMap } from '../rig/humanoid.ts';
import { humanoidParent } from '../rig/humanoid-rig.ts';

/** What a body does, said without its skeleton. */
export interface BodyTurns {
  /** Bones that the body has; the first is the hips. */
  readonly bones: readonly HumanoidBone[];
  /** [bones] place in the list of the nearest bone above; −1 for the hips. */
  readonly parents: readonly number[];
  /** [bones × 3] where the bones are at rest, metres. */
  readonly restPlaces: Float32Array;
  /** [frames × bones × 4] turns from the T-pose, along the world's axes, seen from the bone above. */
  readonly rotations: Float32Array;
  /** [frames × 3] the hips, metres. */
  readonly places: Float32Array;
}

/** How far from its axis a limb may lie at rest: cosine of 20°. Human arms and legs are not ruled lines. */
const STRAIGHT = Math.cos((20 * Math.PI) / 180);

const LIMBS: readonly (readonly [HumanoidBone, HumanoidBone, 0 | 1, 1 | -1])[] = [
  ['leftUpperArm', 'leftHand', 0, 1],
  ['rightUpperArm', 'rightHand', 0, -1],
  ['leftUpperLeg', 'leftFoot', 1, -1],
  ['rightUpperLeg', 'rightFoot', 1, -1],
];

/**
 * Turns of the human bones against the T-pose at rest: whatever the axes of its joints, and whatever joints lie between
 * two bones.
 *
 * @param wanted - the bones to look at, the hips first. Those that the body lacks are passed over.
 * @param refuse - makes the error where the body has no hips, or does not stand in a T-pose.
 */
export function bodyTurns(
  clip: Clip,
  map: HumanoidMap,
  wanted: readonly HumanoidBone[],
  refuse: (fact: string) => KinoraError,
): BodyTurns {
  const { rig, frames } = clip;
  const rest = restModel(rig);
  assertTPose(map, rest, refuse);
  const bones = wanted.filter((bone) => map.bones[bone]);
  const joints = bones.map((bone) => map.bones[bone]!.joint);
  const parents = bones.map((bone) => placeOfParent(bones, bone));
  const pose = createPose(rig);
  const model = {
    positions: new Float64Array(rig.names.length * 3),
    rotations: new Float64Array(rig.names.length * 4),
  };
  const turns = new Float64Array(bones.length * 4);
  const rotations = new Float32Array(frames * bones.length * 4);
  const places = new Float32Array(frames * 3);
  for (let frame = 0; frame < frames; frame++) {
    readFrame(clip, frame, pose);
    forwardKinematics(rig, pose.rotations, pose.translations, model.positions, model.rotations);
    copyVec3(places, frame * 3, model.positions, joints[0]! * 3);
    for (let i = 0; i < joints.length; i++) {
      const at = (frame * joints.length + i) * 4;
      conjugateQuat(turns, i * 4, rest.rotations, joints[i]! * 4);
      multiplyQuat(turns, i * 4, model.rotations, joints[i]! * 4, turns, i * 4);
      if (parents[i]! < 0) rotations.set(turns.subarray(i * 4, i * 4 + 4), at);
      else relativeQuat(rotations, at, turns, parents[i]! * 4, turns, i * 4);
    }
  }
  alignSigns(rotations, frames, bones.length);
  const restPlaces = Float32Array.from(
    joints.flatMap((joint) => [...rest.positions.subarray(joint * 3, joint * 3 + 3)]),
  );
  return { bones, parents, restPlaces, rotations, places };
}

/** Place in the list of the nearest bone above that the body has; −1 for the hips. */
function placeOfParent(bones: readonly HumanoidBone[], bone: HumanoidBone): number {
  let parent = humanoidParent(bone);
  while (parent !== undefined && !bones.includes(parent)) parent = humanoidParent(parent);
  return parent === undefined ? -1 : bones.indexOf(parent);
}

function assertTPose({ bones }: HumanoidMap, { positions }: RestModel, refuse: (fact: string) => KinoraError): void {
  const towards = new Float64Array(3);
  const bent = LIMBS.find(([from, to, axis, sign]) => {
    const start = bones[from];
    const end = bones[to];
    if (!start || !end) return false;
    subtractVec3(towards, 0, positions, end.joint * 3, positions, start.joint * 3);
    normalizeVec3(towards, 0, towards, 0);
    return towards[axis]! * sign < STRAIGHT;
  });
  if (bones.hips && !bent) return;
  throw refuse(bent ? `its ${bent[0]} does not stand in a T-pose at rest` : 'its rig has no hips');
}

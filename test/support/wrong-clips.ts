import { createPose, forwardKinematics, restModel } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap } from '@kinora/core/motion';
import { about, relative, rotate, times } from './synthetic-rig.ts';
import type { Quat } from './synthetic-rig.ts';

/** Results of a retargeting with one thing wrong, for those who measure. */

/** A result in which some bones are turned about the axes of the body, with all that hangs from them. */
export function turnedBy(clip: Clip, map: HumanoidMap, turns: Readonly<Partial<Record<HumanoidBone, Quat>>>): Clip {
  const joints = clip.rig.names.length;
  const extra = new Map((Object.keys(turns) as HumanoidBone[]).map((bone) => [map.bones[bone]!.joint, turns[bone]!]));
  const rotations = Float32Array.from(clip.rotations);
  for (let frame = 0; frame < clip.frames; frame++) {
    const model = modelOf(clip, frame);
    extra.forEach((turn, joint) => {
      const parent = quatAt(model, clip.rig.parents[joint]!);
      rotations.set(relative(parent, times(turn, quatAt(model, joint))), (frame * joints + joint) * 4);
    });
  }
  return { ...clip, rotations };
}

/** A result whose hips, the one joint that moves, are elsewhere in the space of the file; what is above them stays. */
export function movedHips(
  clip: Clip,
  move: (place: readonly [number, number, number], frame: number) => readonly [number, number, number],
): Clip {
  const above = clip.rig.parents[clip.translated[0]!]!;
  const { positions, rotations } = restModel(clip.rig);
  const [x, y, z, w] = above < 0 ? ([0, 0, 0, 1] as const) : quatAt(rotations, above);
  const origin = above < 0 ? [0, 0, 0] : vecAt(positions, above);
  const translations = Float32Array.from(clip.translations);
  for (let frame = 0; frame < clip.frames; frame++) {
    const local = vecAt(clip.translations, frame);
    const place = rotate([x, y, z, w], local).map((value, axis) => value + origin[axis]!);
    const moved = move(place as unknown as [number, number, number], frame).map((value, axis) => value - origin[axis]!);
    translations.set(rotate([-x, -y, -z, w], moved as unknown as [number, number, number]), frame * 3);
  }
  return { ...clip, translations };
}

function vecAt(values: ArrayLike<number>, index: number): [number, number, number] {
  return [values[index * 3]!, values[index * 3 + 1]!, values[index * 3 + 2]!];
}

/** Of a body with the axes of the world: each side does what the other did. */
export function mirroredMotion(clip: Clip): Clip {
  const joints = clip.rig.names.length;
  const other = clip.rig.names.map((name) => {
    const twin = name.startsWith('Left') ? name.replace('Left', 'Right') : name.replace('Right', 'Left');
    return clip.rig.names.indexOf(twin);
  });
  const rotations = Float32Array.from(clip.rotations, (_, at) => {
    const [frame, joint] = [Math.floor(at / 4 / joints), Math.floor(at / 4) % joints];
    const value = clip.rotations[(frame * joints + other[joint]!) * 4 + (at % 4)]!;
    return at % 4 === 1 || at % 4 === 2 ? -value : value;
  });
  return { ...clip, rotations, translations: clip.translations.map((value, i) => (i % 3 === 0 ? -value : value)) };
}

/** One frame of one arm from elsewhere. */
export function jumping(clip: Clip, map: HumanoidMap): Clip {
  const arm = map.bones.leftUpperArm!.joint;
  const at = (30 * clip.rig.names.length + arm) * 4;
  const rotations = Float32Array.from(clip.rotations);
  rotations.set(times(quatAt(clip.rotations, at / 4), about([0, 1, 0], 40)), at);
  return { ...clip, rotations };
}

/** Every other frame a little ahead. */
export function trembling(clip: Clip, map: HumanoidMap): Clip {
  const turned = turnedBy(clip, map, { leftUpperArm: about([1, 0, 0], 1), rightUpperArm: about([1, 0, 0], 1) });
  const size = clip.rig.names.length * 4;
  return {
    ...clip,
    rotations: clip.rotations.map((value, at) => (Math.floor(at / size) % 2 ? turned.rotations[at]! : value)),
  };
}

function modelOf(clip: Clip, frame: number): Float64Array {
  const pose = createPose(clip.rig);
  const joints = clip.rig.names.length;
  pose.rotations.set(clip.rotations.subarray(frame * joints * 4, (frame + 1) * joints * 4));
  const model = restModel(clip.rig);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, model.positions, model.rotations);
  return model.rotations;
}

function quatAt(values: ArrayLike<number>, index: number): Quat {
  return [values[index * 4]!, values[index * 4 + 1]!, values[index * 4 + 2]!, values[index * 4 + 3]!];
}

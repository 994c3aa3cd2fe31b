import { HUMANOID_BONES } from '../../rig/humanoid.ts';
import type { HumanoidBone, HumanoidMap } from '../../rig/humanoid.ts';

export type Side = 'left' | 'right';
export const SIDES: readonly Side[] = ['left', 'right'];

/** Fingers that lie side by side; the thumb is a case of its own. */
export const FINGERS = ['Index', 'Middle', 'Ring', 'Little'] as const;
export const FINGER_BONES = ['Proximal', 'Intermediate', 'Distal'] as const;
export const THUMB_BONES = ['ThumbMetacarpal', 'ThumbProximal', 'ThumbDistal'] as const;

const INDEX = new Map<HumanoidBone, number>(HUMANOID_BONES.map((bone, index) => [bone, index]));

/** Place of a bone in `HUMANOID_BONES`. */
export function boneIndex(bone: HumanoidBone): number {
  return INDEX.get(bone)!;
}

/** The joint that plays a bone; −1 where none does. */
export function jointOf(map: HumanoidMap, bone: HumanoidBone): number {
  return map.bones[bone]?.joint ?? -1;
}

/** The bones of each finger of a hand from the palm to the tip, thumb first. */
export function fingerChains(side: Side): readonly (readonly HumanoidBone[])[] {
  return [
    THUMB_BONES.map((bone): HumanoidBone => `${side}${bone}`),
    ...FINGERS.map((finger) => FINGER_BONES.map((bone): HumanoidBone => `${side}${finger}${bone}`)),
  ];
}

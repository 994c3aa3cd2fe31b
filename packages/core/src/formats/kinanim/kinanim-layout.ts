import type { HumanoidBone } from '../../rig/humanoid.ts';

/** Tags of the header's fields; any negative tag ends it. */
export const TAG = { version: 0, rate: 1, frames: 2, keyTypes: 3, blendshapes: 4, end: -32768 } as const;

/** What a transform holds in every frame that has it: bits of its key type. */
export const KEY = { none: 0, rotation: 2, position: 4, scale: 8 } as const;

/** Every number of a frame is a 16-bit integer of ten-thousandths: ±3.2767. */
export const STEPS = 10_000;

/** Frames a second that an animation may have. */
export const MAX_RATE = 1000;

const SIDES = ['left', 'right'] as const;
const THUMB = ['ThumbMetacarpal', 'ThumbProximal', 'ThumbDistal'] as const;
const FINGERS = (['Index', 'Middle', 'Ring', 'Little'] as const).flatMap((finger) =>
  (['Proximal', 'Intermediate', 'Distal'] as const).map((part) => `${finger}${part}` as const),
);

// prettier-ignore
/** Transforms 0 to 54, in the order of Unity's HumanBodyBones; VRM's names, in which the thumb begins at its metacarpal. */
export const KINANIM_BONES: readonly HumanoidBone[] = [
  'hips', 'leftUpperLeg', 'rightUpperLeg', 'leftLowerLeg', 'rightLowerLeg', 'leftFoot', 'rightFoot',
  'spine', 'chest', 'upperChest', 'neck', 'head',
  'leftShoulder', 'rightShoulder', 'leftUpperArm', 'rightUpperArm', 'leftLowerArm', 'rightLowerArm', 'leftHand', 'rightHand',
  'leftToes', 'rightToes', 'leftEye', 'rightEye', 'jaw',
  ...SIDES.flatMap((side) => [...THUMB, ...FINGERS].map((part) => `${side}${part}` as const)),
];

// prettier-ignore
/** Blendshapes 0 to 52: ARKit's and `mouthOpen`. The right eye squints before the left one, unlike all other pairs. */
export const KINANIM_BLENDSHAPES: readonly string[] = [
  'browInnerUp', 'browDownLeft', 'browDownRight', 'browOuterUpLeft', 'browOuterUpRight',
  'eyeLookUpLeft', 'eyeLookUpRight', 'eyeLookDownLeft', 'eyeLookDownRight', 'eyeLookInLeft', 'eyeLookInRight',
  'eyeLookOutLeft', 'eyeLookOutRight', 'eyeBlinkLeft', 'eyeBlinkRight', 'eyeSquintRight', 'eyeSquintLeft',
  'eyeWideLeft', 'eyeWideRight', 'cheekPuff', 'cheekSquintLeft', 'cheekSquintRight', 'noseSneerLeft', 'noseSneerRight',
  'jawOpen', 'jawForward', 'jawLeft', 'jawRight', 'mouthFunnel', 'mouthPucker', 'mouthLeft', 'mouthRight',
  'mouthRollUpper', 'mouthRollLower', 'mouthShrugUpper', 'mouthShrugLower', 'mouthOpen', 'mouthClose',
  'mouthSmileLeft', 'mouthSmileRight', 'mouthFrownLeft', 'mouthFrownRight', 'mouthDimpleLeft', 'mouthDimpleRight',
  'mouthUpperUpLeft', 'mouthUpperUpRight', 'mouthLowerDownLeft', 'mouthLowerDownRight', 'mouthPressLeft', 'mouthPressRight',
  'mouthStretchLeft', 'mouthStretchRight', 'tongueOut',
];

/**
 * Whether bytes begin as a kinanim file does. The format has no magic number; every writer begins with version 0 and a
 * frame rate, and hardly anything else begins so.
 */
export function beginsAsKinanim(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt16(0, true) !== TAG.version || view.getUint16(2, true) !== 0) return false;
  const rate = view.getFloat32(6, true);
  return view.getInt16(4, true) === TAG.rate && rate > 0 && rate <= MAX_RATE && view.getInt16(10, true) === TAG.frames;
}

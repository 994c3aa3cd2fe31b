import type { Clip, HumanoidBone, Rig } from '@kinora/core';

/** Joints of a plain T-pose, metres: bone, parent, offset from the parent. */
const SKELETON: readonly (readonly [HumanoidBone, HumanoidBone | undefined, readonly [number, number, number]])[] = [
  ['hips', undefined, [0, 0.96, 0]],
  ['spine', 'hips', [0, 0.1, 0]],
  ['chest', 'spine', [0, 0.22, 0]],
  ['neck', 'chest', [0, 0.2, 0]],
  ['head', 'neck', [0, 0.1, 0.01]],
  ['leftUpperArm', 'chest', [0.18, 0.13, 0]],
  ['leftLowerArm', 'leftUpperArm', [0.28, 0, 0]],
  ['leftHand', 'leftLowerArm', [0.25, 0, 0]],
  ['rightUpperArm', 'chest', [-0.18, 0.13, 0]],
  ['rightLowerArm', 'rightUpperArm', [-0.28, 0, 0]],
  ['rightHand', 'rightLowerArm', [-0.25, 0, 0]],
  ['leftUpperLeg', 'hips', [0.09, -0.04, 0]],
  ['leftLowerLeg', 'leftUpperLeg', [0, -0.42, 0]],
  ['leftFoot', 'leftLowerLeg', [0, -0.41, 0]],
  ['leftToes', 'leftFoot', [0, -0.06, 0.13]],
  ['rightUpperLeg', 'hips', [-0.09, -0.04, 0]],
  ['rightLowerLeg', 'rightUpperLeg', [0, -0.42, 0]],
  ['rightFoot', 'rightLowerLeg', [0, -0.41, 0]],
  ['rightToes', 'rightFoot', [0, -0.06, 0.13]],
];

const RATE = 30;
const SECONDS = 4;
type Axis = 'x' | 'y' | 'z';
const AXIS_INDEX: Readonly<Record<Axis, number>> = { x: 0, y: 1, z: 2 };

/** Someone who waits: arms at the sides, breathing. It greets a newcomer better than a T-pose does. Loops without a seam. */
export function idleClip(): Clip {
  const rig = idleRig();
  const frames = RATE * SECONDS + 1;
  const joints = SKELETON.length;
  const rotations = new Float32Array(frames * joints * 4);
  for (let frame = 0; frame < frames; frame++) {
    const phase = (2 * Math.PI * frame) / (frames - 1);
    SKELETON.forEach(([bone], joint) => {
      const [axis, angle] = angleOf(bone, Math.sin(phase), Math.sin(phase / 2) ** 2);
      const at = (frame * joints + joint) * 4;
      rotations[at + AXIS_INDEX[axis]] = Math.sin(angle / 2);
      rotations[at + 3] = Math.cos(angle / 2);
    });
  }
  return {
    name: 'Waiting',
    rig,
    frames,
    rate: RATE,
    rotations,
    translated: new Int16Array(),
    translations: new Float32Array(),
  };
}

/** One axis a bone is enough for someone who only waits. `sway` is in [−1, 1], `breath` in [0, 1]. Radians. */
function angleOf(bone: HumanoidBone, sway: number, breath: number): readonly [Axis, number] {
  switch (bone) {
    case 'leftUpperArm':
      return ['z', -1.27 + 0.03 * breath];
    case 'rightUpperArm':
      return ['z', 1.27 - 0.03 * breath];
    case 'leftLowerArm':
      return ['y', -0.22 - 0.03 * breath];
    case 'rightLowerArm':
      return ['y', 0.22 + 0.03 * breath];
    case 'spine':
      return ['z', 0.012 * sway];
    case 'chest':
      return ['x', -0.03 * breath];
    case 'head':
      return ['y', 0.09 * sway];
    default:
      return ['x', 0];
  }
}

function idleRig(): Rig {
  const names = SKELETON.map(([bone]) => bone);
  const restRotations = new Float32Array(SKELETON.length * 4);
  for (let joint = 0; joint < SKELETON.length; joint++) restRotations[joint * 4 + 3] = 1;
  return {
    names,
    parents: Int16Array.from(SKELETON, ([, parent]) => (parent ? names.indexOf(parent) : -1)),
    restTranslations: Float32Array.from(SKELETON.flatMap(([, , offset]) => offset)),
    restRotations,
    unitMetres: 1,
    declared: Object.fromEntries(names.map((bone, joint) => [bone, joint])),
  };
}

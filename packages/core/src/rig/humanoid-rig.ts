import { HUMANOID_BONES } from './humanoid.ts';
import type { HumanoidBone } from './humanoid.ts';
import type { Rig } from './rig.ts';

type Place = readonly [number, number, number];

/** Joints on the middle line and on the left, metres: bone, parent, offset from the parent in the T-pose. */
const SKELETON: readonly (readonly [HumanoidBone, HumanoidBone | undefined, Place])[] = [
  ['hips', undefined, [0, 0.99, 0]],
  ['spine', 'hips', [0, 0.08, 0]],
  ['chest', 'spine', [0, 0.12, 0]],
  ['upperChest', 'chest', [0, 0.12, 0]],
  ['neck', 'upperChest', [0, 0.14, 0]],
  ['head', 'neck', [0, 0.09, 0.01]],
  ['leftEye', 'head', [0.032, 0.07, 0.085]],
  ['jaw', 'head', [0, 0.01, 0.03]],
  ['leftShoulder', 'upperChest', [0.03, 0.09, 0]],
  ['leftUpperArm', 'leftShoulder', [0.13, 0, 0]],
  ['leftLowerArm', 'leftUpperArm', [0.28, 0, 0]],
  ['leftHand', 'leftLowerArm', [0.25, 0, 0]],
  ['leftThumbMetacarpal', 'leftHand', [0.025, -0.01, 0.025]],
  ['leftThumbProximal', 'leftThumbMetacarpal', [0.03, 0, 0.03]],
  ['leftThumbDistal', 'leftThumbProximal', [0.023, 0, 0.023]],
  ['leftIndexProximal', 'leftHand', [0.09, 0, 0.022]],
  ['leftIndexIntermediate', 'leftIndexProximal', [0.04, 0, 0]],
  ['leftIndexDistal', 'leftIndexIntermediate', [0.025, 0, 0]],
  ['leftMiddleProximal', 'leftHand', [0.092, 0, 0]],
  ['leftMiddleIntermediate', 'leftMiddleProximal', [0.045, 0, 0]],
  ['leftMiddleDistal', 'leftMiddleIntermediate', [0.028, 0, 0]],
  ['leftRingProximal', 'leftHand', [0.088, 0, -0.022]],
  ['leftRingIntermediate', 'leftRingProximal', [0.04, 0, 0]],
  ['leftRingDistal', 'leftRingIntermediate', [0.026, 0, 0]],
  ['leftLittleProximal', 'leftHand', [0.08, 0, -0.042]],
  ['leftLittleIntermediate', 'leftLittleProximal', [0.032, 0, 0]],
  ['leftLittleDistal', 'leftLittleIntermediate', [0.02, 0, 0]],
  ['leftUpperLeg', 'hips', [0.09, -0.05, 0]],
  ['leftLowerLeg', 'leftUpperLeg', [0, -0.43, 0]],
  ['leftFoot', 'leftLowerLeg', [0, -0.43, 0]],
  ['leftToes', 'leftFoot', [0, -0.06, 0.13]],
];

/** Where the last bones of the chains end. */
const TIPS: readonly (readonly [HumanoidBone, Place])[] = [
  ['head', [0, 0.19, 0]],
  ['leftToes', [0, 0, 0.07]],
  ['leftThumbDistal', [0.02, 0, 0.02]],
  ['leftIndexDistal', [0.022, 0, 0]],
  ['leftMiddleDistal', [0.024, 0, 0]],
  ['leftRingDistal', [0.022, 0, 0]],
  ['leftLittleDistal', [0.018, 0, 0]],
];

const JOINTS: ReadonlyMap<HumanoidBone, { parent: HumanoidBone | undefined; offset: Place }> = new Map(
  SKELETON.flatMap(([bone, parent, offset]) => [
    [bone, { parent, offset }] as const,
    [
      rightOf(bone),
      { parent: parent && rightOf(parent), offset: bone === rightOf(bone) ? offset : mirror(offset) },
    ] as const,
  ]),
);

/**
 * A plain body to write motions on for readers who bring a skeleton of their own (kinanim, VRM animation): a T-pose that
 * faces +Z with its soles on the ground, the axes of every joint along the world's, the hips 0.99 m high as on Kinetix's
 * own model. Joints have the names of the VRM 1.0 bones, and are declared as them.
 *
 * @param bones - which bones it has, parents first. Default all 55.
 *
 * @example
 * const plan = createRetargetPlan(clip.rig, humanoidRig());
 * const vrma = writeVrma(retargetClip(plan, clip, { ik: false }));
 */
export function humanoidRig(bones: readonly HumanoidBone[] = HUMANOID_BONES): Rig {
  const has = new Set(bones);
  const restTranslations = new Float32Array(bones.length * 3);
  const restRotations = new Float32Array(bones.length * 4);
  const parents = new Int16Array(bones.length);
  bones.forEach((bone, joint) => {
    let { parent, offset } = JOINTS.get(bone)!;
    // What hangs from a bone that is left out hangs from the next one above it.
    for (; parent !== undefined && !has.has(parent); parent = JOINTS.get(parent)!.parent) {
      offset = add(offset, JOINTS.get(parent)!.offset);
    }
    parents[joint] = parent === undefined ? -1 : bones.indexOf(parent);
    restTranslations.set(offset, joint * 3);
    restRotations[joint * 4 + 3] = 1;
  });
  const tips = TIPS.flatMap(([bone, place]) => [
    { joint: bones.indexOf(bone), translation: place },
    ...(bone === rightOf(bone) ? [] : [{ joint: bones.indexOf(rightOf(bone)), translation: mirror(place) }]),
  ]);
  return {
    names: [...bones],
    parents,
    restTranslations,
    restRotations,
    unitMetres: 1,
    tips: tips.filter(({ joint }) => joint >= 0),
    declared: Object.fromEntries(bones.map((bone, joint) => [bone, joint])),
  };
}

/** The bone that a bone hangs from in the hierarchy of VRM 1.0. */
export function humanoidParent(bone: HumanoidBone): HumanoidBone | undefined {
  return JOINTS.get(bone)!.parent;
}

/** The same bone on the right; what has no side is itself. */
function rightOf(bone: HumanoidBone): HumanoidBone {
  return bone.replace(/^left/, 'right') as HumanoidBone;
}

function mirror([x, y, z]: Place): Place {
  // A difference, because −0 is not 0 to whoever compares.
  return [0 - x, y, z];
}

function add(a: Place, b: Place): Place {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

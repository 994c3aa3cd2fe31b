import type { HumanoidBone } from '../humanoid.ts';

// prettier-ignore
/**
 * The bones without which no human motion can be shown at all. Fewer than VRM requires: a block figure without hands and
 * feet still dances; what it lacks is reported.
 */
const ESSENTIAL_BONES: readonly HumanoidBone[] = [
  'hips', 'head',
  'leftUpperArm', 'leftLowerArm', 'rightUpperArm', 'rightLowerArm',
  'leftUpperLeg', 'leftLowerLeg', 'rightUpperLeg', 'rightLowerLeg',
];

export function missingEssentials(has: (bone: HumanoidBone) => boolean): HumanoidBone[] {
  return ESSENTIAL_BONES.filter((bone) => !has(bone));
}

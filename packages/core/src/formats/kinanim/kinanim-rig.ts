import type { HumanoidBone } from '../../rig/humanoid.ts';
import { humanoidRig } from '../../rig/humanoid-rig.ts';
import type { Rig } from '../../rig/rig.ts';
import { KINANIM_BONES } from './kinanim-layout.ts';

/**
 * The skeleton that a kinanim file is read on and written from. The format stores no rest pose, so this one is ours:
 * `humanoidRig`, whose T-pose has the axes of all joints along the world's, as on Kinetix's own model.
 * Joints come in the order of the format.
 *
 * @param bones - which of the 55 bones it has. Default all.
 */
export function kinanimRig(bones: ReadonlySet<HumanoidBone> = new Set(KINANIM_BONES)): Rig {
  // Transforms are numbered parents first, so their order is a rig's.
  return humanoidRig(KINANIM_BONES.filter((bone) => bones.has(bone)));
}

import { HUMANOID_BONES } from '../../../rig/humanoid.ts';
import type { HumanoidBone } from '../../../rig/humanoid.ts';
import type { Gltf } from '../gltf.ts';
import { isIndex } from '../vet/vet-accessors.ts';
import { isObject } from '../vet/vet-json.ts';

/** VRM 1.0 took the thumb's names one joint towards the wrist (vrm-specification, VRMC_vrm-1.0, humanoid.md). */
const VRM_0_THUMB: Readonly<Record<string, HumanoidBone>> = {
  leftThumbProximal: 'leftThumbMetacarpal',
  leftThumbIntermediate: 'leftThumbProximal',
  rightThumbProximal: 'rightThumbMetacarpal',
  rightThumbIntermediate: 'rightThumbProximal',
};

/**
 * The human bones that the file itself names, as node numbers: VRM 1.0, VRM animation, VRM 0.x. Entries that name no
 * node or no bone are passed over: a rig can still be mapped by its names.
 */
export function declaredBones(json: Gltf): ReadonlyMap<HumanoidBone, number> {
  const bones = new Map<HumanoidBone, number>();
  for (const [name, node] of declarations(json)) {
    const bone = HUMANOID_BONES.find((candidate) => candidate === name);
    if (bone && isIndex(node, json.nodes?.length ?? 0) && !bones.has(bone)) bones.set(bone, node);
  }
  return bones;
}

function declarations({ extensions }: Gltf): (readonly [string, unknown])[] {
  for (const name of ['VRMC_vrm', 'VRMC_vrm_animation']) {
    const humanBones = at(at(at(extensions, name), 'humanoid'), 'humanBones');
    if (isObject(humanBones)) return Object.entries(humanBones).map(([bone, value]) => [bone, at(value, 'node')]);
  }
  const humanBones = at(at(at(extensions, 'VRM'), 'humanoid'), 'humanBones');
  if (!Array.isArray(humanBones)) return [];
  return humanBones.map((entry: unknown) => {
    const bone = String(at(entry, 'bone'));
    return [VRM_0_THUMB[bone] ?? bone, at(entry, 'node')];
  });
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

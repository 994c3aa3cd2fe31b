import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import type { MorphTarget } from '@babylonjs/core/Morph/morphTarget.js';
import type { MorphTargetManager } from '@babylonjs/core/Morph/morphTargetManager.js';
import type { ParsedGlb } from '@kinora/core/motion';
import { gltfNumber } from './gltf-note.ts';

/**
 * [blendshapes][…] Babylon's morph targets of each blendshape, in the order of the file's: one for each mesh that has
 * it, and for each primitive of that mesh, which Babylon makes a mesh of its own. They are found by the number of the
 * mesh: of a skinned one Babylon forgets the node.
 */
export function faceMorphs({ meshes }: AssetContainer, { blendshapes }: ParsedGlb): MorphTarget[][] {
  const managers = new Map<number, Set<MorphTargetManager>>();
  for (const mesh of meshes) {
    const number = gltfNumber(mesh, /^\/meshes\/(\d+)\/primitives\/\d+$/);
    const manager = mesh.morphTargetManager;
    if (number === undefined || !manager) continue;
    const others = managers.get(number);
    if (others) others.add(manager);
    else managers.set(number, new Set([manager]));
  }
  return blendshapes.map(({ targets }) => {
    const found = targets.flatMap(({ mesh, index }) =>
      [...(managers.get(mesh) ?? [])].flatMap((manager) =>
        index < manager.numTargets ? [manager.getTarget(index)] : [],
      ),
    );
    // A mesh that stands in two places is named twice.
    return [...new Set(found)];
  });
}

import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh.js';
import type { MorphTarget } from '@babylonjs/core/Morph/morphTarget.js';
import type { ParsedGlb } from '@kinora/core/motion';
import { gltfNodes } from './joint-nodes.ts';

/**
 * [blendshapes][…] Babylon's morph targets of each blendshape, in the order of the file's: one for each mesh that has
 * it, and for each primitive of that mesh, which Babylon makes a mesh of its own.
 */
export function faceMorphs(container: AssetContainer, { blendshapes }: ParsedGlb): MorphTarget[][] {
  const nodes = gltfNodes(container);
  const known = new Set<unknown>(nodes.values());
  return blendshapes.map(({ targets }) =>
    targets.flatMap(({ node: number, index }) => {
      const node = nodes.get(number);
      // A child with a glTF node of its own is no primitive.
      const meshes = node ? [node, ...node.getChildMeshes(true, (child) => !known.has(child))] : [];
      return meshes.flatMap((mesh) => {
        const manager = mesh instanceof AbstractMesh ? mesh.morphTargetManager : null;
        return manager && index < manager.numTargets ? [manager.getTarget(index)] : [];
      });
    }),
  );
}

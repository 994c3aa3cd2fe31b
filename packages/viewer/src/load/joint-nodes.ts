import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import type { Node } from '@babylonjs/core/node.js';
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import { KinoraError } from '@kinora/core/motion';

/** What the glTF loader notes on everything that it makes. */
interface GltfNote {
  readonly gltf?: { readonly pointers?: readonly string[] };
}

/**
 * The Babylon node of each joint, found by the number of its glTF node: names repeat, and Babylon changes some.
 *
 * @param gltfNodes - [joints] index of the node in the file.
 */
export function jointNodes(container: AssetContainer, gltfNodes: Int32Array): TransformNode[] {
  const byIndex = new Map<number, TransformNode>();
  for (const node of [...container.transformNodes, ...container.meshes]) {
    const index = gltfIndex(node);
    if (index !== undefined) byIndex.set(index, node);
  }
  return Array.from(gltfNodes, (index) => {
    const node = byIndex.get(index);
    if (node) return node;
    throw new KinoraError('viewer/load', `Cannot load the avatar: its node ${index} did not reach the scene`, {
      hint: 'Put every joint of the skeleton into the scene of the file',
      details: { node: index },
    });
  });
}

function gltfIndex(node: Node): number | undefined {
  // Babylon marks the field internal but names it in its own tools (glTF interactivity); guarded by a test.
  const note = node._internalMetadata as GltfNote | undefined;
  const pointer = note?.gltf?.pointers?.find((path) => /^\/nodes\/\d+$/.test(path));
  return pointer === undefined ? undefined : Number(pointer.slice('/nodes/'.length));
}

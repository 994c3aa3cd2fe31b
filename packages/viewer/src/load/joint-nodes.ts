import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import { Quaternion } from '@babylonjs/core/Maths/math.vector.js';
import { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import type { ParsedGlb, Rig } from '@kinora/core/motion';
import { gltfNumber } from './gltf-note.ts';

/**
 * The Babylon node of each joint, found by the number of its glTF node: names repeat, and Babylon changes some.
 *
 * A file may keep joints outside its scene, where Babylon does not make them: an empty node stands in, so that a pose
 * has a place for each joint.
 */
export function jointNodes(container: AssetContainer, { rig, nodes, scales }: ParsedGlb): TransformNode[] {
  const byIndex = new Map<number, TransformNode>();
  for (const node of [...container.transformNodes, ...container.meshes]) {
    const index = gltfNumber(node, /^\/nodes\/(\d+)$/);
    if (index !== undefined) byIndex.set(index, node);
  }
  const found: TransformNode[] = [];
  nodes.forEach((index, joint) => {
    const standIn = (): TransformNode =>
      createStandIn(container, rig, joint, scales[joint]!, found[rig.parents[joint]!]);
    found.push(byIndex.get(index) ?? standIn());
  });
  return found;
}

function createStandIn(
  container: AssetContainer,
  rig: Rig,
  joint: number,
  scale: number,
  parent: TransformNode | undefined,
): TransformNode {
  const node = new TransformNode(rig.names[joint]!, container.scene);
  node.rotationQuaternion = Quaternion.FromArray(rig.restRotations, joint * 4);
  node.position.fromArray(rig.restTranslations, joint * 3).scaleInPlace(1 / scale);
  node.parent = parent ?? null;
  // Leaves the scene with the avatar.
  container.transformNodes.push(node);
  return node;
}

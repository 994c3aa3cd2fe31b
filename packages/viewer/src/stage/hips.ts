import type { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import type { Avatar } from '../load/avatar.ts';

/** Where an avatar's hips are in the scene, for what goes along with it. */
export class Hips {
  /** From the root down to the hips. */
  readonly #chain: readonly TransformNode[];

  constructor(avatar: Avatar) {
    this.#chain = chainTo(avatar.target.nodes[avatar.map.bones.hips!.joint]!);
  }

  /** As of the pose that was written last, drawn or not. The same vector each time. */
  locate(): Vector3 {
    // Babylon brings nodes up to date when it draws; a pose is older than its picture.
    for (const node of this.#chain) node.computeWorldMatrix(true);
    return this.#chain[this.#chain.length - 1]!.absolutePosition;
  }
}

function chainTo(node: TransformNode): TransformNode[] {
  const chain: TransformNode[] = [];
  for (let at: TransformNode | null = node; at; at = at.parent as TransformNode | null) chain.unshift(at);
  return chain;
}

import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import type { Avatar } from '../load/avatar.ts';

/** Where the hips or the head of an avatar are in the scene, for what goes along with them. */
export class BodyPart {
  /** From the root down to the joint. */
  readonly #chain: readonly TransformNode[];
  /** The point that is meant, in the joint's own space. */
  readonly #point: Vector3 = Vector3.Zero();
  readonly #place: Vector3 = Vector3.Zero();

  constructor(avatar: Avatar, bone: 'hips' | 'head') {
    this.#chain = chainTo(avatar.target.nodes[avatar.map.bones[bone]!.joint]!); // No avatar lacks one of the two.
  }

  /** Means a point so far above the joint from now on, as the part is held now: it moves and turns with it. */
  raise(metres: number): void {
    const { x, y, z } = this.locate();
    const toJoint = this.#joint.getWorldMatrix().clone().invert();
    Vector3.TransformCoordinatesFromFloatsToRef(x, y + metres, z, toJoint, this.#point);
  }

  /** As of the pose that was written last, drawn or not. The same vector each time. */
  locate(): Vector3 {
    // Babylon brings nodes up to date when it draws; a pose is older than its picture.
    for (const node of this.#chain) node.computeWorldMatrix(true);
    return Vector3.TransformCoordinatesToRef(this.#point, this.#joint.getWorldMatrix(), this.#place);
  }

  get #joint(): TransformNode {
    return this.#chain[this.#chain.length - 1]!;
  }
}

function chainTo(node: TransformNode): TransformNode[] {
  const chain: TransformNode[] = [];
  for (let at: TransformNode | null = node; at; at = at.parent as TransformNode | null) chain.unshift(at);
  return chain;
}

import { Quaternion } from '@babylonjs/core/Maths/math.vector.js';
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import type { MorphTarget } from '@babylonjs/core/Morph/morphTarget.js';
import type { Face, Pose, PoseTarget, Rig } from '@kinora/core/motion';

/**
 * Poses in a Babylon scene. Reads and writes the local rotation and position of each joint's node, below the import
 * root, as the file has them: Babylon's glTF loader keeps the file's right-handed numbers on every node, and turns a
 * left-handed scene over at its `__root__` alone. Bind, skin and scale stay untouched.
 */
export class BabylonTarget implements PoseTarget {
  readonly rig: Rig;
  /** [joints] the node of each joint: hang a hat on `nodes[map.bones.head.joint]`. */
  readonly nodes: readonly TransformNode[];
  readonly face: Face;
  /** Called after each written pose or face: a stage that draws on demand listens here. */
  onWrite: (() => void) | undefined;

  readonly #rotations: readonly Quaternion[];
  readonly #scales: Float32Array;
  readonly #morphs: readonly (readonly MorphTarget[])[];

  /**
   * @param scales - [joints] scale of each joint's parents: node position × scale = metres (`readGlb`).
   * @param morphs - [face.blendshapes][…] the morph targets of each blendshape, in all meshes.
   */
  constructor(
    rig: Rig,
    nodes: readonly TransformNode[],
    scales: Float32Array,
    face: Face = { blendshapes: [] },
    morphs: readonly (readonly MorphTarget[])[] = [],
  ) {
    this.rig = rig;
    this.nodes = nodes;
    this.#scales = scales;
    this.face = face;
    this.#morphs = morphs;
    this.#rotations = nodes.map((node) => (node.rotationQuaternion ??= Quaternion.FromEulerVector(node.rotation)));
  }

  readPose(out: Pose): void {
    for (let joint = 0; joint < this.nodes.length; joint++) {
      const rotation = this.#rotations[joint]!;
      const { position } = this.nodes[joint]!;
      const scale = this.#scales[joint]!;
      out.rotations[joint * 4] = rotation.x;
      out.rotations[joint * 4 + 1] = rotation.y;
      out.rotations[joint * 4 + 2] = rotation.z;
      out.rotations[joint * 4 + 3] = rotation.w;
      out.translations[joint * 3] = position.x * scale;
      out.translations[joint * 3 + 1] = position.y * scale;
      out.translations[joint * 3 + 2] = position.z * scale;
    }
  }

  writePose({ rotations, translations }: Pose): void {
    for (let joint = 0; joint < this.nodes.length; joint++) {
      const at = joint * 4;
      this.#rotations[joint]!.copyFromFloats(
        rotations[at]!,
        rotations[at + 1]!,
        rotations[at + 2]!,
        rotations[at + 3]!,
      );
      const scale = this.#scales[joint]!;
      this.nodes[joint]!.position.copyFromFloats(
        translations[joint * 3]! / scale,
        translations[joint * 3 + 1]! / scale,
        translations[joint * 3 + 2]! / scale,
      );
    }
    this.onWrite?.();
  }

  readBlendshapes(out: Float32Array): void {
    for (let i = 0; i < this.#morphs.length; i++) out[i] = this.#morphs[i]![0]?.influence ?? 0;
  }

  writeBlendshapes(weights: Float32Array): void {
    for (let i = 0; i < this.#morphs.length; i++) {
      const targets = this.#morphs[i]!;
      for (let j = 0; j < targets.length; j++) targets[j]!.influence = weights[i]!;
    }
    this.onWrite?.();
  }
}

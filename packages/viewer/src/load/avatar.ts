import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh.js';
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import { Player, type Clip, type Face, type HumanoidMap, type Rig } from '@kinora/core/motion';
import type { MorphTarget } from '@babylonjs/core/Morph/morphTarget.js';
import { BabylonTarget } from '../target/babylon-target.ts';

/** What was understood of an avatar, for a person to check. */
export interface AvatarReport {
  /** Human bone → joint, with confidence and reason. */
  readonly map: HumanoidMap;
  /** [0, 1] of the least certain bone that a humanoid must have. */
  readonly confidence: number;
  /** Sentences for a person: what is odd about the file, and which bones are missing or doubtful. */
  readonly warnings: readonly string[];
}

/** An avatar in a scene. */
export interface Avatar {
  /** For people: the file's name without its ending. */
  readonly name: string;
  /** The file as it came. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rig: Rig;
  readonly map: HumanoidMap;
  readonly report: AvatarReport;
  /** Animations that came in the file. None plays until the player is told to. */
  readonly clips: readonly Clip[];
  /** Plays clips on this avatar. On a stage it is updated every frame; elsewhere call `player.update(dt)` yourself. */
  readonly player: Player;
  readonly target: BabylonTarget;
  /** The import root: move, turn and scale the avatar here. No clip touches it. */
  readonly root: TransformNode;
  readonly meshes: readonly AbstractMesh[];
  /** Takes the avatar and all that came with it out of the scene. More than once is the same as once. */
  dispose(): void;
}

/** What an avatar is made of. */
export interface AvatarParts extends Pick<Avatar, 'name' | 'bytes' | 'rig' | 'map' | 'clips'> {
  readonly container: AssetContainer;
  /** [joints] */
  readonly nodes: readonly TransformNode[];
  /** [joints] */
  readonly scales: Float32Array;
  readonly face: Face;
  /** [blendshapes][…] where each blendshape of the face is moved. */
  readonly morphs: readonly (readonly MorphTarget[])[];
  readonly warnings: readonly string[];
}

export function createAvatar({ container, nodes, scales, face, morphs, warnings, ...parts }: AvatarParts): Avatar {
  const { rig, map } = parts;
  const target = new BabylonTarget(rig, nodes, scales, face, morphs);
  const player = new Player(target, { map });
  const meshes = container.meshes.filter((mesh) => mesh.getTotalVertices() > 0);
  // Babylon leaves out what it takes to be out of sight, and takes skinned meshes to be where they were at rest.
  for (const mesh of meshes) if (mesh.skeleton) mesh.alwaysSelectAsActiveMesh = true;
  let isDisposed = false;
  return {
    ...parts,
    report: { map, confidence: map.confidence, warnings: [...warnings, ...map.warnings] },
    player,
    target,
    root: importRoot(container),
    meshes,
    dispose(): void {
      if (isDisposed) return;
      isDisposed = true;
      player.dispose();
      container.dispose();
    },
  };
}

/** Babylon's glTF loader puts everything below one mesh without vertices, `__root__`. */
function importRoot(container: AssetContainer): TransformNode {
  return (
    container.meshes.find((mesh) => mesh.parent === null && mesh.name === '__root__') ?? container.createRootMesh()
  );
}

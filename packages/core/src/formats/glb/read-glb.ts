import type { Clip } from '../../clip/clip.ts';
import type { Rig } from '../../rig/rig.ts';
import { expressionsOf } from './face/expressions.ts';
import type { Expression } from './face/expressions.ts';
import { blendshapesOf, morphMeshes } from './face/morph-meshes.ts';
import type { Blendshape } from './face/morph-meshes.ts';
import { vrmaFace } from './face/vrma-face.ts';
import { bindPose } from './read/bind-pose.ts';
import { readClips } from './read/glb-clips.ts';
import { buildGlbRig } from './read/glb-rig.ts';
import { decodersOf, openGlb } from './vet/vet-glb.ts';

/** A GLB, VRM or VRMA file taken apart. */
export interface ParsedGlb {
  readonly rig: Rig;
  /** One for each animation that moves a joint or a blendshape. */
  readonly clips: readonly Clip[];
  /** [joints] glTF node of each joint. */
  readonly nodes: Int32Array;
  /** [joints] node-local translation × this = rig translation, metres: the uniform scales of all ancestors, and the unit. */
  readonly scales: Float32Array;
  /** What the face of an avatar can do, as far as its meshes go. */
  readonly blendshapes: readonly Blendshape[];
  /** What a VRM file calls the faces that its blendshapes make. */
  readonly expressions: readonly Expression[];
  /**
   * Extensions that compress what is in the file, and for which Kinora has no decoder: an engine without one shows
   * nothing of it. Normally none.
   */
  readonly decoders: readonly string[];
  /** Sentences for a person: what was left out or approximated. */
  readonly warnings: readonly string[];
}

/**
 * Reads skeleton, animations and the names of the blendshapes of a GLB, VRM or VRMA file. Geometry and materials are
 * not touched, and may be compressed; an animation that is compressed is left out with a warning.
 *
 * The rest pose is how the nodes stand. Where that is the first frame of one of the clips and the skin was bound in
 * another pose, it is the bind pose.
 *
 * @throws KinoraError as `vetGlb` does, but for compression.
 */
export function readGlb(bytes: Uint8Array): ParsedGlb {
  const file = openGlb(bytes);
  const warnings: string[] = [];
  const standing = buildGlbRig(file.json, warnings);
  const bind = bindPose(file, standing);
  if (bind) warnings.push('The figure stands as in a clip; its bind pose was taken for its rest.');
  const rig = bind
    ? { ...standing.rig, restRotations: bind.rotations, restTranslations: bind.translations }
    : standing.rig;
  const meshes = morphMeshes(file.json);
  const source = { file, glbRig: { ...standing, rig }, morphMeshes: meshes, vrmaFace: vrmaFace(file.json) };
  const clips = readClips(source, warnings);
  return {
    rig,
    clips,
    nodes: standing.nodes,
    scales: standing.scales,
    blendshapes: blendshapesOf(meshes),
    expressions: expressionsOf(file.json, meshes),
    decoders: decodersOf(file),
    warnings,
  };
}

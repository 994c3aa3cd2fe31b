import type { Clip } from '../../clip/clip.ts';
import type { Rig } from '../../rig/rig.ts';
import { readClips } from './glb-clips.ts';
import { buildGlbRig } from './glb-rig.ts';
import { vetGlb } from './vet-glb.ts';

/** A GLB, VRM or VRMA file taken apart. */
export interface ParsedGlb {
  readonly rig: Rig;
  /** One for each animation that moves a joint. */
  readonly clips: readonly Clip[];
  /** [joints] glTF node of each joint. */
  readonly nodes: Int32Array;
  /** [joints] node-local translation × this = rig translation, metres: the uniform scales of all ancestors. */
  readonly scales: Float32Array;
  /** Sentences for a person: what was left out or approximated. */
  readonly warnings: readonly string[];
}

/**
 * Reads skeleton and animations of a GLB, VRM or VRMA file. Meshes, materials and morph targets are not touched.
 *
 * @throws KinoraError as `vetGlb` does.
 */
export function readGlb(bytes: Uint8Array): ParsedGlb {
  const file = vetGlb(bytes);
  const warnings: string[] = [];
  const glbRig = buildGlbRig(file.json, warnings);
  const clips = readClips(file, glbRig, warnings);
  return { rig: glbRig.rig, clips, nodes: glbRig.nodes, scales: glbRig.scales, warnings };
}

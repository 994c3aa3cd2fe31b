import type { Clip } from '../../clip/clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import { BinWriter } from './bin-writer.ts';
import { writeContainer } from './glb-container.ts';
import type { GltfNode } from './gltf.ts';
import { writeAnimation } from './write-animation.ts';

/** `asset.generator` of every file that Kinora makes. */
const GENERATOR = 'Kinora';

/**
 * Writes a clip as a GLB file of its own: the rig's joints as nodes and one animation, no mesh. `readGlb` gives back the
 * same rig (with its tips) and clip, confidence to 1/255 and report included.
 *
 * @throws KinoraError `clip/invalid`.
 */
export function writeGlbClip(clip: Clip): Uint8Array<ArrayBuffer> {
  validateClip(clip);
  const { rig } = clip;
  const joints = rig.names.length;
  const writer = new BinWriter({}, 0, new Uint8Array(0));
  const animation = writeAnimation(writer, clip, clip.name, {
    nodes: Int32Array.from({ length: joints }, (_, joint) => joint),
    scales: new Float32Array(joints).fill(1),
    rotations: rig.restRotations,
  });
  const bin = writer.finish();
  const tips = (rig.tips ?? []).map(({ joint, translation }) => ({ joint, translation }));
  const json = {
    asset: { version: '2.0', generator: GENERATOR },
    scene: 0,
    scenes: [{ nodes: [...rig.parents.keys()].filter((joint) => rig.parents[joint] === -1) }],
    nodes: nodesOf(clip),
    animations: [animation],
    accessors: writer.accessors,
    bufferViews: writer.bufferViews,
    buffers: [{ byteLength: bin.length }],
    ...(tips.length > 0 && { extras: { kinora: { tips } } }),
  };
  return writeContainer(json, bin);
}

function nodesOf({ rig }: Clip): GltfNode[] {
  const children: number[][] = rig.names.map(() => []);
  rig.parents.forEach((parent, joint) => children[parent]?.push(joint));
  return rig.names.map((name, joint) => ({
    name,
    translation: [...rig.restTranslations.subarray(joint * 3, joint * 3 + 3)],
    rotation: [...rig.restRotations.subarray(joint * 4, joint * 4 + 4)],
    ...(children[joint]!.length > 0 && { children: children[joint]! }),
  }));
}

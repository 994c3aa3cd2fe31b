import type { Clip } from '../../clip/clip.ts';
import type { Rig } from '../../rig/rig.ts';
import { BinWriter } from './bin-writer.ts';
import type { GltfNode } from './gltf.ts';
import { writeAnimation } from './write-animation.ts';

/** `asset.generator` of every file that Kinora makes. */
const GENERATOR = 'Kinora';
/** The first joint carries the face: a node of its own would come back as a joint. */
const FACE_NODE = 0;

/** A clip as a glTF file of its own, before it is packed: node `i` is joint `i`. */
export function clipGltf(clip: Clip): { json: Readonly<Record<string, unknown>>; bin: Uint8Array<ArrayBuffer> } {
  const { rig } = clip;
  const joints = rig.names.length;
  const face = clip.morphs?.names ?? [];
  const writer = new BinWriter({}, 0, new Uint8Array(0));
  const animation = writeAnimation(writer, clip, clip.name, {
    nodes: Int32Array.from({ length: joints }, (_, joint) => joint),
    scales: new Float32Array(joints).fill(1),
    rotations: rig.restRotations,
    faces: face.length > 0 ? [{ node: FACE_NODE, names: face, weights: face.map(() => 0) }] : [],
  });
  const meshes = face.length > 0 ? [faceMesh(writer, face)] : [];
  const bin = writer.finish();
  const tips = (rig.tips ?? []).map(({ joint, translation }) => ({ joint, translation }));
  const json = {
    asset: { version: '2.0', generator: GENERATOR },
    scene: 0,
    scenes: [{ nodes: [...rig.parents.keys()].filter((joint) => rig.parents[joint] === -1) }],
    nodes: nodesOf(rig).map((node, joint) => (joint === FACE_NODE && meshes.length > 0 ? { ...node, mesh: 0 } : node)),
    ...(meshes.length > 0 && { meshes }),
    animations: [animation],
    accessors: writer.accessors,
    bufferViews: writer.bufferViews,
    buffers: [{ byteLength: bin.length }],
    ...(tips.length > 0 && { extras: { kinora: { tips } } }),
  };
  return { json, bin };
}

/** One triangle in a point, and targets that do not move it, all in the same zeros, for which a file needs no bytes. */
function faceMesh(writer: BinWriter, names: readonly string[]): Readonly<Record<string, unknown>> {
  const place = writer.addZeros(3);
  return {
    name: 'face',
    primitives: [{ attributes: { POSITION: place }, targets: names.map(() => ({ POSITION: place })) }],
    weights: names.map(() => 0),
    extras: { targetNames: names },
  };
}

function nodesOf(rig: Rig): GltfNode[] {
  const children: number[][] = rig.names.map(() => []);
  rig.parents.forEach((parent, joint) => children[parent]?.push(joint));
  return rig.names.map((name, joint) => ({
    name,
    translation: [...rig.restTranslations.subarray(joint * 3, joint * 3 + 3)],
    rotation: [...rig.restRotations.subarray(joint * 4, joint * 4 + 4)],
    ...(children[joint]!.length > 0 && { children: children[joint]! }),
  }));
}

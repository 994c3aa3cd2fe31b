import type { Clip } from '../../clip/clip.ts';
import { validateClip } from '../../clip/validate-clip.ts';
import { KinoraError } from '../../errors.ts';
import { BinWriter } from './bin-writer.ts';
import { morphMeshes } from './face/morph-meshes.ts';
import { writeContainer } from './glb-container.ts';
import { buildGlbRig, transformOf } from './read/glb-rig.ts';
import type { GlbRig } from './read/glb-rig.ts';
import type { Gltf, GltfBuffer, GltfNode } from './gltf.ts';
import { openGlb } from './vet/vet-glb.ts';
import type { GlbFile } from './vet/vet-glb.ts';
import { writeAnimation } from './write-animation.ts';

/**
 * The same file with one more animation. Nothing else of it changes, except that a node which the animation moves has
 * its matrix written as translation, rotation and scale: glTF forbids to animate a matrix. Blendshapes of the clip go to
 * every mesh that has targets of the same names. What is compressed stays as it is.
 *
 * @param avatar - a GLB or VRM file.
 * @param clip - on the rig that `readGlb` gives for this file. A name that the file has already gets a number.
 * @throws KinoraError as `readGlb` does, and `clip/invalid` where the clip is not of this file's rig.
 */
export function addClipToGlb(avatar: Uint8Array, clip: Clip): Uint8Array<ArrayBuffer> {
  validateClip(clip);
  const file = openGlb(avatar);
  const { json } = file;
  const glbRig = buildGlbRig(json, []);
  assertSameRig(clip, glbRig);
  const nodes = json.nodes ?? [];
  const growing = growingBuffer(file);
  const writer = new BinWriter(json, growing.index, growing.bytes);
  const animation = writeAnimation(writer, clip, freeName(json, clip.name), {
    nodes: glbRig.nodes,
    scales: glbRig.scales,
    rotations: [...glbRig.nodes].flatMap((node) => [...transformOf(nodes[node]!).rotation]),
    faces: morphMeshes(json),
  });
  const moved = new Set(animation.channels.map(({ target }) => target.node));
  const bytes = writer.finish();
  const grown = { ...json.buffers?.[growing.index], byteLength: bytes.length };
  const out = {
    ...json,
    nodes: nodes.map((node, index) => (moved.has(index) ? withoutMatrix(node) : node)),
    accessors: writer.accessors,
    bufferViews: writer.bufferViews,
    animations: [...(json.animations ?? []), animation],
  };
  if (growing.index === 0) {
    return writeContainer({ ...out, buffers: [grown, ...(json.buffers ?? []).slice(1)] }, bytes, file.others);
  }
  // The first buffer is written out in the JSON, so the BIN chunk has no place; the new bytes go the same way.
  const embedded: GltfBuffer = { ...grown, uri: dataUri(bytes) };
  return writeContainer({ ...out, buffers: [...json.buffers!, embedded] }, file.bin ?? new Uint8Array(0), file.others);
}

function assertSameRig(clip: Clip, { rig }: GlbRig): void {
  const differs = rig.names.findIndex((name, joint) => clip.rig.names[joint] !== name);
  if (differs < 0 && clip.rig.names.length === rig.names.length) return;
  throw new KinoraError('clip/invalid', `Cannot add clip "${clip.name}": it is not of the avatar's own rig`, {
    hint: 'Retarget it onto the rig that readGlb gives for the avatar.',
    details: { clip: clip.name, joints: clip.rig.names.length, avatarJoints: rig.names.length },
  });
}

/** The BIN chunk where the file has or can have one. */
function growingBuffer({ json, buffers }: GlbFile): { index: number; bytes: Uint8Array } {
  const first = json.buffers?.[0];
  if (!first) return { index: 0, bytes: new Uint8Array(0) };
  if (first.uri === undefined && buffers[0]) return { index: 0, bytes: buffers[0] };
  return { index: json.buffers.length, bytes: new Uint8Array(0) };
}

function freeName({ animations = [] }: Gltf, name: string): string {
  const taken = new Set(animations.map((animation) => animation.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}

function withoutMatrix(node: GltfNode): GltfNode {
  if (!node.matrix) return node;
  const { translation, rotation, scale } = transformOf(node);
  const rest = Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'matrix'));
  return { ...rest, translation: [...translation], rotation: [...rotation], scale: [...scale] };
}

function dataUri(bytes: Uint8Array): string {
  let text = '';
  // In runs, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:application/octet-stream;base64,${btoa(text)}`;
}

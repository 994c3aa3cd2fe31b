import { writeGlbClip } from '@kinora/core/motion';
import { glbOf, jsonOf } from './glb-builder.ts';
import type { Json } from './glb-builder.ts';
import { syntheticPerson } from './synthetic-rig.ts';

export interface SkinnedPersonOptions {
  /** Default `knight_`: `knight_hips`, `knight_leftUpperArm`, … */
  readonly prefix?: string;
  /** Whether a mesh is bound to the skeleton. Default true. */
  readonly skinned?: boolean;
}

/** A GLB of a humanoid: the joints of the usual person by names of its own, and a triangle bound to them. */
export function skinnedPerson({
  prefix = 'knight_',
  skinned = true,
}: SkinnedPersonOptions = {}): Uint8Array<ArrayBuffer> {
  const { clip } = syntheticPerson();
  const glb = writeGlbClip(clip);
  const { nodes, scenes, ...json } = jsonOf(glb) as Json & { nodes: Json[]; scenes: { nodes: number[] }[] };
  const named = nodes.map((node) => ({ ...node, name: String(node['name']).replace('joint of ', prefix) }));
  const start = 20 + new DataView(glb.buffer, glb.byteOffset).getUint32(12, true) + 8;
  const bin = glb.slice(start);
  const triangle = Float32Array.of(0, 0, 0, 0.1, 0, 0, 0, 0.1, 0);
  const views = json['bufferViews'] as Json[];
  const accessors = json['accessors'] as Json[];
  const out = new Uint8Array(bin.length + triangle.byteLength);
  out.set(bin);
  out.set(new Uint8Array(triangle.buffer), bin.length);
  const mesh = { name: 'body', mesh: 0, ...(skinned && { skin: 0 }) };
  return glbOf(
    {
      ...json,
      animations: [],
      buffers: [{ byteLength: out.length }],
      bufferViews: [...views, { buffer: 0, byteOffset: bin.length, byteLength: triangle.byteLength }],
      accessors: [
        ...accessors,
        { bufferView: views.length, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [0.1, 0.1, 0] },
      ],
      nodes: [...named, mesh],
      scenes: [{ nodes: [...scenes[0]!.nodes, named.length] }],
      meshes: [{ primitives: [{ attributes: { POSITION: accessors.length } }] }],
      ...(skinned && {
        skins: [{ joints: clip.rig.names.map((name) => nodes.findIndex((node) => node['name'] === name)) }],
      }),
    },
    out,
  );
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { glbOf } from './glb-builder.ts';
import type { Json } from './glb-builder.ts';

interface GltfFile extends Json {
  images?: unknown;
  textures?: unknown;
  materials?: unknown;
  buffers: { uri?: string }[];
  meshes?: { primitives: { material?: number }[] }[];
}

/** A `.gltf` with its `.bin` as one GLB without pictures. */
export function packGlb(path: string): Uint8Array<ArrayBuffer> {
  const json = JSON.parse(readFileSync(path, 'utf8')) as GltfFile;
  const bin = readFileSync(join(dirname(path), json.buffers[0]!.uri!));
  delete json.buffers[0]!.uri;
  delete json.images;
  delete json.textures;
  delete json.materials;
  for (const { primitives } of json.meshes ?? []) for (const primitive of primitives) delete primitive.material;
  return glbOf(json, bin);
}

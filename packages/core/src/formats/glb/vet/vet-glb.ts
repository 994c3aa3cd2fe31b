import { KinoraError } from '../../../errors.ts';
import { readContainer } from '../glb-container.ts';
import type { GlbChunk } from '../glb-container.ts';
import type { Gltf } from '../gltf.ts';
import { vetAccessors } from './vet-accessors.ts';
import { vetAnimations } from './vet-animations.ts';
import { vetBuffers } from './vet-buffers.ts';
import { isObject, jsonError, readVettedJson } from './vet-json.ts';
import { vetMeshes } from './vet-meshes.ts';
import { vetNodes, vetSkins } from './vet-nodes.ts';

/** A GLB file that may be given to an engine. */
export interface GlbFile {
  readonly json: Gltf;
  /**
   * The data of each buffer of the file; the first is normally a view on the file's own BIN chunk. Undefined for one that
   * only a decoder of meshopt can fill, which `vetGlb` lets nobody see.
   */
  readonly buffers: readonly (Uint8Array | undefined)[];
  /** The BIN chunk, a view on the file. */
  readonly bin: Uint8Array | undefined;
  /** Chunks that glTF 2.0 does not define. */
  readonly others: readonly GlbChunk[];
}

const MAX_BYTES = 512 * 2 ** 20;
/** Of any one list. The largest real file at hand has 8,839 accessors. */
const MAX_ITEMS = 2 ** 17;
const LISTS = [
  'scenes',
  'nodes',
  'skins',
  'animations',
  'accessors',
  'bufferViews',
  'buffers',
  'meshes',
  'materials',
  'textures',
  'images',
  'samplers',
  'cameras',
];

/** Compressed by what a loader would have to fetch a decoder for, which Kinora never does. */
const NEEDS_DECODER = /^(KHR_draco_mesh_compression|(EXT|KHR)_meshopt_compression|KHR_texture_basisu)$/;
const KNOWN =
  /^(KHR_(materials_|mesh_quantization|texture_transform|lights_|animation_pointer|node_|xmp)|EXT_(texture_|mesh_gpu|lights_)|VRMC?(_|$)|MSFT_|KINORA_)/;

/**
 * Bounds a GLB file before any engine sees it: sizes, counts, depth, every index, every accessor inside its buffer, every
 * number finite, no cycle, nothing fetched from outside. Copies nothing and never takes longer than reading the file.
 *
 * Meshes, materials and textures are left to the engine, which reads them only through what was checked here.
 *
 * @throws KinoraError `formats/empty`, `formats/truncated`, `formats/too-large`, `formats/external-file`,
 * `formats/unsupported`, `formats/glb-header`, `formats/glb-chunk`, `formats/glb-json`, `formats/glb-accessor`,
 * `formats/glb-nodes`.
 */
export function vetGlb(bytes: Uint8Array): GlbFile {
  const file = openGlb(bytes);
  const [needed] = decodersOf(file);
  if (needed !== undefined) throw needsExtension(needed, 'Export it again without compression.');
  return file;
}

/** The same checks, for whoever reads joints and names, and writes the rest back as it is: it may be compressed. */
export function openGlb(bytes: Uint8Array): GlbFile {
  if (bytes.length > MAX_BYTES) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot read the GLB file: ${bytes.length} bytes are more than ${MAX_BYTES}`,
      {
        details: { sizeBytes: bytes.length, limitBytes: MAX_BYTES },
      },
    );
  }
  const { json: jsonBytes, bin, others } = readContainer(bytes);
  const raw = readVettedJson(jsonBytes);
  vetLists(raw);
  vetAsset(raw);
  vetExtensions(raw);
  // Every field of `Gltf` that is not checked by now is checked by the function that is named after it.
  const json = raw as unknown as Gltf;
  const buffers = vetBuffers(json, bin);
  vetAccessors(json);
  vetNodes(json);
  vetSkins(json);
  vetMeshes(json);
  vetAnimations(json);
  return { json, buffers, bin, others };
}

/** Extensions of the file for which an engine would need a decoder. */
export function decodersOf({ json, buffers }: GlbFile): readonly string[] {
  const required = (json.extensionsRequired ?? []).filter((name) => NEEDS_DECODER.test(name));
  const isFilled = buffers.every((buffer) => buffer !== undefined);
  return isFilled || required.length > 0 ? required : ['EXT_meshopt_compression'];
}

function vetLists(raw: Readonly<Record<string, unknown>>): void {
  for (const name of LISTS) {
    const list = raw[name];
    if (list === undefined) continue;
    if (!Array.isArray(list) || !list.every(isObject)) throw jsonError(`"${name}" is not a list of objects`);
    if (list.length > MAX_ITEMS) {
      throw new KinoraError(
        'formats/too-large',
        `Cannot read the GLB file: ${list.length} ${name} are more than ${MAX_ITEMS}`,
        {
          details: { list: name, count: list.length },
        },
      );
    }
  }
}

function vetAsset(raw: Readonly<Record<string, unknown>>): void {
  const asset = raw['asset'];
  const version = isObject(asset) ? asset['version'] : undefined;
  if (typeof version !== 'string' || !version.startsWith('2.')) throw jsonError('it is not glTF 2.0');
}

function vetExtensions(raw: Readonly<Record<string, unknown>>): void {
  for (const key of ['extensionsUsed', 'extensionsRequired']) {
    const names = raw[key] ?? [];
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      throw jsonError(`"${key}" is not a list of names`);
    }
    if (key === 'extensionsUsed') continue;
    const foreign = names.find((name) => !NEEDS_DECODER.test(name) && !KNOWN.test(name));
    if (foreign !== undefined) throw needsExtension(foreign, 'Export it again without this extension.');
  }
}

function needsExtension(name: string, hint: string): KinoraError {
  const extension = name.slice(0, 80);
  return new KinoraError('formats/unsupported', `Cannot use the GLB file: it needs the extension "${extension}"`, {
    hint,
    details: { extension },
  });
}

import { KinoraError } from '../../errors.ts';
import { padded, writeContainer } from './glb-container.ts';
import { siblingPath } from './sibling-path.ts';
import { isObject, jsonError, readBoundedJson } from './vet/vet-json.ts';

/**
 * Gives the bytes of a file that lies beside a `.gltf`.
 *
 * @param path - relative to the folder of the `.gltf`, with slashes, never out of it.
 * @param maxBytes - more need not be read: it would be refused.
 */
export type ReadSibling = (path: string, maxBytes: number) => Uint8Array;

const MAX_BYTES = 512 * 2 ** 20;
/** Both name the buffer of a view a second time, for its compressed bytes. */
const MESHOPT = ['EXT_meshopt_compression', 'KHR_meshopt_compression'];

type Json = Readonly<Record<string, unknown>>;

/**
 * Puts a glTF file in several parts into one GLB: buffers and pictures that lie beside it go into its BIN chunk. What is
 * written out in the file itself (`data:`) stays where it is. The result is not vetted.
 *
 * @param readSibling - asked once for each file. What it throws is passed on.
 * @throws KinoraError `formats/external-file` where an address leads out of the folder; `formats/too-large`;
 * `formats/glb-json`; `formats/unsupported` for a picture of another kind than glTF has.
 */
export function packGltf(bytes: Uint8Array, readSibling: ReadSibling): Uint8Array<ArrayBuffer> {
  const json = readBoundedJson(bytes);
  const parts = new Parts(readSibling);
  const { buffers, moved } = packBuffers(listOf(json, 'buffers'), parts);
  const views = listOf(json, 'bufferViews').map((view) => moveView(view, moved));
  const images = listOf(json, 'images').map((image) => packImage(image, parts, views));
  const bin = parts.finish();
  const packed = {
    ...json,
    ...(buffers.length > 0 || bin.length > 0
      ? { buffers: bin.length > 0 ? [{ byteLength: bin.length }, ...buffers] : buffers }
      : {}),
    ...(views.length > 0 && { bufferViews: views }),
    ...(images.length > 0 && { images }),
  };
  return writeContainer(packed, bin);
}

/** The files beside a `.gltf`, one after the other, each of them once. */
class Parts {
  readonly #read: ReadSibling;
  readonly #places = new Map<string, { readonly at: number; readonly bytes: Uint8Array }>();
  #length = 0;

  constructor(read: ReadSibling) {
    this.#read = read;
  }

  add(uri: string): { readonly at: number; readonly bytes: Uint8Array } {
    const path = siblingPath(uri);
    const known = this.#places.get(path);
    if (known) return known;
    const left = MAX_BYTES - this.#length;
    const bytes = this.#read(path, left);
    if (bytes.length > left) {
      throw new KinoraError(
        'formats/too-large',
        `Cannot read the glTF file: with "${path}" its parts are more than ${MAX_BYTES} bytes`,
        { details: { limitBytes: MAX_BYTES } },
      );
    }
    const place = { at: this.#length, bytes };
    this.#places.set(path, place);
    this.#length = padded(this.#length + bytes.length);
    return place;
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.#length);
    for (const { at, bytes } of this.#places.values()) out.set(bytes, at);
    return out;
  }
}

/** Where a buffer went. */
interface Moved {
  readonly buffer: number;
  readonly at: number;
}

/** The buffers that stay, and where each one went: into the first, or behind it. */
function packBuffers(all: readonly Json[], parts: Parts): { buffers: readonly Json[]; moved: readonly Moved[] } {
  const buffers: Json[] = [];
  const hasParts = all.some(({ uri }) => isFile(uri)) ? 1 : 0;
  const moved = all.map((buffer) => {
    const { uri, byteLength } = buffer;
    if (!isFile(uri)) return { buffer: hasParts + buffers.push(buffer) - 1, at: 0 };
    const { at, bytes } = parts.add(uri);
    if (typeof byteLength === 'number' && byteLength > bytes.length) {
      throw new KinoraError(
        'formats/truncated',
        `Cannot read the glTF file: "${siblingPath(uri)}" should have ${byteLength} bytes and has ${bytes.length}`,
        { hint: 'The file was cut off, or is another one: export both again.' },
      );
    }
    return { buffer: 0, at };
  });
  return { buffers, moved };
}

function moveView(view: Json, moved: readonly Moved[]): Json {
  const { extensions } = view;
  if (!isObject(extensions)) return moveRange(view, moved);
  const inner = Object.entries(extensions).map(([name, extension]) => [
    name,
    MESHOPT.includes(name) && isObject(extension) ? moveRange(extension, moved) : extension,
  ]);
  return { ...moveRange(view, moved), extensions: Object.fromEntries(inner) as Json };
}

function moveRange(range: Json, moved: readonly Moved[]): Json {
  const to = typeof range['buffer'] === 'number' ? moved[range['buffer']] : undefined;
  // A buffer that does not exist stays one: the file will be refused for it.
  if (!to) return range;
  const offset = typeof range['byteOffset'] === 'number' ? range['byteOffset'] : 0;
  return { ...range, buffer: to.buffer, byteOffset: offset + to.at };
}

/** A picture beside the file becomes a view on the first buffer. */
function packImage(image: Json, parts: Parts, views: Json[]): Json {
  const { uri } = image;
  if (!isFile(uri)) return image;
  const { at, bytes } = parts.add(uri);
  const bufferView = views.push({ buffer: 0, byteOffset: at, byteLength: bytes.length }) - 1;
  const rest = Object.fromEntries(Object.entries(image).filter(([key]) => key !== 'uri'));
  return { ...rest, bufferView, mimeType: mimeTypeOf(bytes, siblingPath(uri)) };
}

/** First bytes of the pictures that glTF and its extensions know. */
const PICTURES: readonly (readonly [mimeType: string, at: number, first: readonly number[]])[] = [
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['image/ktx2', 0, [0xab, 0x4b, 0x54, 0x58]],
];

function mimeTypeOf(bytes: Uint8Array, path: string): string {
  const picture = PICTURES.find(([, at, first]) => first.every((byte, i) => bytes[at + i] === byte));
  if (picture) return picture[0];
  throw new KinoraError('formats/unsupported', `Cannot read the glTF file: its picture "${path}" is none`, {
    hint: 'glTF knows PNG, JPEG, WebP and KTX2.',
    details: { path },
  });
}

function isFile(uri: unknown): uri is string {
  return typeof uri === 'string' && !/^data:/i.test(uri);
}

function listOf(json: Json, name: string): readonly Json[] {
  const list = json[name] ?? [];
  if (!Array.isArray(list) || !list.every(isObject)) throw jsonError(`"${name}" is not a list of objects`);
  return list;
}

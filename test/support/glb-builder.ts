/** Builds GLB files for tests: honest ones by accessor, hostile ones by hand. */

const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

export type Json = Record<string, unknown>;

export interface Chunk {
  readonly type: number;
  readonly data: Uint8Array;
  /** What the chunk claims to be long, where that is a lie. */
  readonly claims?: number;
}

export interface ContainerOptions {
  readonly magic?: number;
  readonly version?: number;
  /** What the header claims the file to be long. */
  readonly length?: number;
}

/** A container of any chunks, true or not. */
export function glbOfChunks(chunks: readonly Chunk[], options: ContainerOptions = {}): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce((sum, { data }) => sum + 8 + pad(data.length), 12);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, options.magic ?? 0x46546c67, true);
  view.setUint32(4, options.version ?? 2, true);
  view.setUint32(8, options.length ?? size, true);
  let at = 12;
  for (const { type, data, claims } of chunks) {
    view.setUint32(at, claims ?? pad(data.length), true);
    view.setUint32(at + 4, type, true);
    if (type === JSON_CHUNK) bytes.fill(0x20, at + 8, at + 8 + pad(data.length));
    bytes.set(data, at + 8);
    at += 8 + pad(data.length);
  }
  return bytes;
}

/** A file of this JSON (text as it is, or an object that gets its `asset`) and this BIN chunk. */
export function glbOf(json: Json | string, bin?: Uint8Array, options?: ContainerOptions): Uint8Array<ArrayBuffer> {
  const text = typeof json === 'string' ? json : JSON.stringify({ asset: { version: '2.0' }, ...json });
  const chunks: Chunk[] = [{ type: JSON_CHUNK, data: new TextEncoder().encode(text) }];
  if (bin) chunks.push({ type: BIN_CHUNK, data: bin });
  return glbOfChunks(chunks, options);
}

/** The JSON of a GLB file. */
export function jsonOf(glb: Uint8Array): Json {
  const length = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
  return JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length))) as Json;
}

/** Collects accessors, and makes the file around them. */
export class GlbBuilder {
  readonly accessors: Json[] = [];
  readonly bufferViews: Json[] = [];
  readonly #parts: { at: number; bytes: Uint8Array }[] = [];
  #length = 0;

  /** @returns number of the buffer view. */
  view(bytes: Uint8Array, extra: Json = {}): number {
    const at = pad(this.#length);
    this.#parts.push({ at, bytes });
    this.#length = at + bytes.length;
    return this.bufferViews.push({ buffer: 0, byteOffset: at, byteLength: bytes.length, ...extra }) - 1;
  }

  /** @returns number of the accessor. */
  accessor(fields: Json): number {
    return this.accessors.push(fields) - 1;
  }

  /** Single floats of their own. @returns number of the accessor. */
  floats(values: readonly number[], type: 'SCALAR' | 'VEC3' | 'VEC4' | 'MAT4'): number {
    const count = values.length / { SCALAR: 1, VEC3: 3, VEC4: 4, MAT4: 16 }[type];
    const bufferView = this.view(new Uint8Array(Float32Array.from(values).buffer));
    const bounds = type === 'SCALAR' ? { min: [Math.min(...values)], max: [Math.max(...values)] } : {};
    return this.accessor({ bufferView, componentType: 5126, count, type, ...bounds });
  }

  build(json: Json): Uint8Array<ArrayBuffer> {
    const parts = this.parts(json);
    return glbOf(parts.json, parts.bin);
  }

  /** The whole JSON and the BIN chunk, before they are a file. */
  parts(json: Json): { json: Json; bin: Uint8Array } {
    const bin = new Uint8Array(this.#length);
    for (const { at, bytes } of this.#parts) bin.set(bytes, at);
    const data = bin.length > 0 ? { buffers: [{ byteLength: bin.length }], bufferViews: this.bufferViews } : {};
    return { json: { ...data, ...(this.accessors.length > 0 && { accessors: this.accessors }), ...json }, bin };
  }
}

function pad(length: number): number {
  return Math.ceil(length / 4) * 4;
}

import { padded } from './glb-container.ts';
import { componentsOf, FLOAT, UNSIGNED_BYTE } from './gltf.ts';
import type { Gltf, GltfAccessor, GltfBufferView } from './gltf.ts';

/** Appends data to a glTF file: the existing bytes, views and accessors keep their places and numbers. */
export class BinWriter {
  readonly accessors: GltfAccessor[];
  readonly bufferViews: GltfBufferView[];
  readonly #buffer: number;
  readonly #parts: Uint8Array[];
  #length: number;

  /**
   * @param buffer - number of the buffer that grows.
   * @param before - the bytes that it has already.
   */
  constructor(json: Pick<Gltf, 'accessors' | 'bufferViews'>, buffer: number, before: Uint8Array) {
    this.accessors = [...(json.accessors ?? [])];
    this.bufferViews = [...(json.bufferViews ?? [])];
    this.#buffer = buffer;
    this.#parts = [before];
    this.#length = before.length;
  }

  /** Adds key times, rising: glTF 2.0 §3.11 asks for their least and greatest. @returns the accessor's number. */
  addTimes(times: Float32Array): number {
    const bounds = { min: [times[0]!], max: [times[times.length - 1]!] };
    return this.#add(bytesOf(times), { componentType: FLOAT, count: times.length, type: 'SCALAR', ...bounds });
  }

  /** Adds single floats. @returns the accessor's number. */
  addFloats(values: Float32Array, type: 'SCALAR' | 'VEC3' | 'VEC4'): number {
    return this.#add(bytesOf(values), { componentType: FLOAT, count: values.length / componentsOf(type)!, type });
  }

  /** Adds places at the origin, which take no bytes. @returns the accessor's number. */
  addZeros(count: number): number {
    const bounds = { min: [0, 0, 0], max: [0, 0, 0] };
    return this.accessors.push({ componentType: FLOAT, count, type: 'VEC3', ...bounds }) - 1;
  }

  /** Adds shares 0…1 as normalised bytes. @returns the accessor's number. */
  addShares(values: Float32Array): number {
    const bytes = Uint8Array.from(values, (value) => Math.round(Math.min(Math.max(value, 0), 1) * 255));
    return this.#add(bytes, { componentType: UNSIGNED_BYTE, normalized: true, count: values.length, type: 'SCALAR' });
  }

  #add(bytes: Uint8Array, accessor: GltfAccessor): number {
    const byteOffset = padded(this.#length);
    this.#parts.push(new Uint8Array(byteOffset - this.#length), bytes);
    this.#length = byteOffset + bytes.length;
    const bufferView = this.bufferViews.push({ buffer: this.#buffer, byteOffset, byteLength: bytes.length }) - 1;
    return this.accessors.push({ bufferView, ...accessor }) - 1;
  }

  /** The whole buffer. */
  finish(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

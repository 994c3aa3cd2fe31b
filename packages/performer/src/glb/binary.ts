type Elements = Float32Array | Uint16Array | Uint32Array | Uint8Array;

const FLOAT = 5126;
const COMPONENT_TYPES = new Map<unknown, number>([
  [Float32Array, FLOAT],
  [Uint32Array, 5125],
  [Uint16Array, 5123],
  [Uint8Array, 5121],
]);
const COMPONENTS = { SCALAR: 1, VEC3: 3, VEC4: 4, MAT4: 16 } as const;

export const VERTICES = 34962;
export const INDICES = 34963;

interface BufferView {
  readonly buffer: 0;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly target?: number;
}

interface Accessor {
  readonly bufferView: number;
  readonly componentType: number;
  readonly type: keyof typeof COMPONENTS;
  readonly count: number;
  readonly normalized?: true;
  readonly min?: readonly number[];
  readonly max?: readonly number[];
}

export interface AccessorOptions {
  readonly target?: number;
  /** Integers that stand for 0…1. */
  readonly normalized?: boolean;
  /** glTF asks for the bounds of positions. */
  readonly bounds?: boolean;
}

/** Collects typed arrays into the binary chunk of a GLB, and the views and accessors that describe them. */
export class BinaryChunk {
  readonly bufferViews: BufferView[] = [];
  readonly accessors: Accessor[] = [];
  readonly #arrays: Elements[] = [];
  #length = 0;

  get byteLength(): number {
    return this.#length;
  }

  /** Adds an array as one accessor and returns its index. */
  add(elements: Elements, type: keyof typeof COMPONENTS, options: AccessorOptions = {}): number {
    const { target, normalized, bounds } = options;
    const size = COMPONENTS[type];
    this.bufferViews.push({
      buffer: 0,
      byteOffset: this.#length,
      byteLength: elements.byteLength,
      ...(target !== undefined && { target }),
    });
    this.accessors.push({
      bufferView: this.bufferViews.length - 1,
      componentType: COMPONENT_TYPES.get(elements.constructor)!,
      type,
      count: elements.length / size,
      ...(normalized && { normalized }),
      ...(bounds && { min: fold(elements, size, Math.min), max: fold(elements, size, Math.max) }),
    });
    this.#arrays.push(elements);
    this.#length += padded(elements.byteLength);
    return this.accessors.length - 1;
  }

  bytes(): Uint8Array {
    const out = new Uint8Array(this.#length);
    this.#arrays.forEach((array, i) => {
      out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), this.bufferViews[i]!.byteOffset);
    });
    return out;
  }
}

/** Header, JSON chunk (padded with spaces) and binary chunk (padded with zeros): glTF 2.0 §4.4. */
export function packGlb(json: object, binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const textLength = padded(text.length);
  const out = new Uint8Array(12 + 8 + textLength + 8 + binary.length);
  const view = new DataView(out.buffer);
  const words = [0x46546c67, 2, out.length, textLength, 0x4e4f534a];
  words.forEach((word, i) => view.setUint32(i * 4, word, true));
  out.fill(0x20, 20, 20 + textLength);
  out.set(text, 20);
  view.setUint32(20 + textLength, binary.length, true);
  view.setUint32(24 + textLength, 0x004e4942, true);
  out.set(binary, 28 + textLength);
  return out;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function fold(elements: Elements, size: number, pick: (a: number, b: number) => number): number[] {
  const bounds = Array.from(elements.subarray(0, size));
  elements.forEach((value, i) => (bounds[i % size] = pick(bounds[i % size]!, value)));
  return bounds;
}

type Elements = Float32Array | Int16Array | Uint16Array | Uint32Array | Int8Array | Uint8Array;

const FLOAT = 5126;
const COMPONENT_TYPES = new Map<unknown, number>([
  [Float32Array, FLOAT],
  [Uint32Array, 5125],
  [Uint16Array, 5123],
  [Int16Array, 5122],
  [Uint8Array, 5121],
  [Int8Array, 5120],
]);
const COMPONENTS = { SCALAR: 1, VEC3: 3, VEC4: 4, MAT4: 16 } as const;

export const VERTICES = 34962;
export const INDICES = 34963;

interface BufferView {
  readonly buffer: 0;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly target?: number;
  readonly byteStride?: number;
}

interface Accessor {
  /** Absent where all elements are zero but for those listed in `sparse`. */
  readonly bufferView?: number;
  readonly componentType: number;
  readonly type: keyof typeof COMPONENTS;
  readonly count: number;
  readonly normalized?: true;
  readonly min?: readonly number[];
  readonly max?: readonly number[];
  readonly sparse?: object;
}

export interface AccessorOptions {
  readonly target?: number;
  /** Integers that stand for 0…1. */
  readonly normalized?: boolean;
  /** Bytes from one element to the next, where they are padded. */
  readonly stride?: number;
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
    const { target, normalized, bounds, stride } = options;
    const size = COMPONENTS[type];
    this.accessors.push({
      bufferView: this.#addView(elements, target, stride),
      componentType: COMPONENT_TYPES.get(elements.constructor)!,
      type,
      count: stride ? elements.byteLength / stride : elements.length / size,
      ...(normalized && { normalized }),
      ...(bounds && { min: fold(elements, size, Math.min), max: fold(elements, size, Math.max) }),
    });
    return this.accessors.length - 1;
  }

  /** An accessor of `count` elements, all zero but for the ones listed; the integers stand for −1…1. */
  addSparse(
    indices: Uint16Array,
    values: Int16Array | Int8Array,
    count: number,
    type: keyof typeof COMPONENTS,
    { bounds }: Pick<AccessorOptions, 'bounds'> = {},
  ): number {
    const size = COMPONENTS[type];
    const withZero = (pick: (a: number, b: number) => number): number[] =>
      fold(values, size, pick).map((value) => (indices.length < count ? pick(value, 0) : value));
    this.accessors.push({
      componentType: COMPONENT_TYPES.get(values.constructor)!,
      normalized: true,
      type,
      count,
      ...(bounds && { min: withZero(Math.min), max: withZero(Math.max) }),
      sparse: {
        count: indices.length,
        indices: { bufferView: this.#addView(indices), componentType: COMPONENT_TYPES.get(Uint16Array)! },
        values: { bufferView: this.#addView(values) },
      },
    });
    return this.accessors.length - 1;
  }

  /** An accessor that stands for nothing but zeros and takes no bytes. */
  addZeros(count: number, type: keyof typeof COMPONENTS): number {
    const bounds = Array.from({ length: COMPONENTS[type] }, () => 0);
    this.accessors.push({ componentType: FLOAT, type, count, min: bounds, max: bounds });
    return this.accessors.length - 1;
  }

  #addView(elements: Elements, target?: number, byteStride?: number): number {
    this.bufferViews.push({
      buffer: 0,
      byteOffset: this.#length,
      byteLength: elements.byteLength,
      ...(target !== undefined && { target }),
      ...(byteStride !== undefined && { byteStride }),
    });
    this.#arrays.push(elements);
    this.#length += padded(elements.byteLength);
    return this.bufferViews.length - 1;
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

import { accessorError } from '../vet/vet-accessors.ts';
import { COMPONENT_BYTES, componentsOf, elementBytes, FLOAT } from '../gltf.ts';
import type { GltfAccessor } from '../gltf.ts';
import type { GlbFile } from '../vet/vet-glb.ts';

/** Whether the numbers of an accessor are there to be read, and not left to a decoder. */
export function isReadable({ json, buffers }: GlbFile, index: number): boolean {
  const { bufferView, sparse } = json.accessors![index]!;
  const views = [bufferView, sparse?.indices.bufferView, sparse?.values.bufferView];
  return views.every((view) => view === undefined || buffers[json.bufferViews![view]!.buffer] !== undefined);
}

/**
 * The numbers of an accessor, [count × components]. Dense, aligned single floats come as a view on the file and must
 * not be written to; normalised integers become floats in [−1, 1], sparse values are filled in.
 *
 * @throws KinoraError `formats/glb-accessor` where a number is not finite. Ask `isReadable` first.
 */
export function readFloats(file: GlbFile, index: number): Float32Array {
  const accessor = file.json.accessors![index]!;
  const floats = denseView(file, accessor) ?? decode(file, accessor);
  if (!floats.every(Number.isFinite)) throw accessorError(`accessor ${index} holds a number that is not finite`);
  return floats;
}

function denseView(file: GlbFile, accessor: GltfAccessor): Float32Array | undefined {
  if (accessor.componentType !== FLOAT || accessor.bufferView === undefined || accessor.sparse) return undefined;
  const view = file.json.bufferViews![accessor.bufferView]!;
  const buffer = file.buffers[view.buffer]!;
  const at = buffer.byteOffset + (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  const isDense = (view.byteStride ?? elementBytes(accessor)) === elementBytes(accessor);
  if (!isDense || at % 4 !== 0) return undefined;
  return new Float32Array(buffer.buffer, at, accessor.count * componentsOf(accessor.type)!);
}

function decode(file: GlbFile, accessor: GltfAccessor): Float32Array {
  const { bufferView, byteOffset = 0, componentType, count, sparse, type } = accessor;
  const components = componentsOf(type)!;
  const out = new Float32Array(count * components);
  const readOne = componentReader(accessor);
  if (bufferView !== undefined) {
    const source = dataOf(file, bufferView, byteOffset);
    const stride = file.json.bufferViews![bufferView]!.byteStride ?? elementBytes(accessor);
    for (let element = 0; element < count; element++) readOne(source, element * stride, out, element * components);
  }
  if (!sparse) return out;
  const indices = dataOf(file, sparse.indices.bufferView, sparse.indices.byteOffset ?? 0);
  const values = dataOf(file, sparse.values.bufferView, sparse.values.byteOffset ?? 0);
  const width = COMPONENT_BYTES.get(sparse.indices.componentType)!;
  for (let i = 0; i < sparse.count; i++) {
    const element = readUnsigned(indices, i * width, width);
    if (element >= count) throw accessorError(`a sparse value stands at ${element} of ${count}, type ${componentType}`);
    readOne(values, i * elementBytes(accessor), out, element * components);
  }
  return out;
}

function dataOf(file: GlbFile, bufferView: number, offset: number): DataView {
  const view = file.json.bufferViews![bufferView]!;
  const buffer = file.buffers[view.buffer]!;
  const start = (view.byteOffset ?? 0) + offset;
  return new DataView(buffer.buffer, buffer.byteOffset + start, view.byteLength - offset);
}

type ElementReader = (source: DataView, at: number, out: Float32Array, outAt: number) => void;

function componentReader(accessor: GltfAccessor): ElementReader {
  const { componentType, normalized = false, type } = accessor;
  const components = componentsOf(type)!;
  const width = COMPONENT_BYTES.get(componentType)!;
  const read = COMPONENT_READERS[componentType]!;
  // glTF 2.0 §3.6.2.2: the least signed value and its neighbour both mean −1.
  const scale = normalized && componentType !== FLOAT ? 1 / LARGEST[componentType]! : 1;
  // A padded matrix has its columns further apart than its numbers fill.
  const rows = type.startsWith('MAT') ? Math.sqrt(components) : components;
  const column = elementBytes(accessor) / (components / rows);
  return (source, at, out, outAt) => {
    for (let i = 0; i < components; i++) {
      const value = read(source, at + Math.floor(i / rows) * column + (i % rows) * width) * scale;
      out[outAt + i] = scale === 1 ? value : Math.max(value, -1);
    }
  };
}

const COMPONENT_READERS: Readonly<Record<number, (source: DataView, at: number) => number>> = {
  5120: (source, at) => source.getInt8(at),
  5121: (source, at) => source.getUint8(at),
  5122: (source, at) => source.getInt16(at, true),
  5123: (source, at) => source.getUint16(at, true),
  5125: (source, at) => source.getUint32(at, true),
  5126: (source, at) => source.getFloat32(at, true),
};

const LARGEST: Readonly<Record<number, number>> = { 5120: 127, 5121: 255, 5122: 32767, 5123: 65535, 5125: 4294967295 };

function readUnsigned(source: DataView, at: number, width: number): number {
  if (width === 1) return source.getUint8(at);
  return width === 2 ? source.getUint16(at, true) : source.getUint32(at, true);
}

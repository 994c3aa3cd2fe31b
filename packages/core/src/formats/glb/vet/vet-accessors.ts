import { KinoraError } from '../../../errors.ts';
import { COMPONENT_BYTES, componentsOf, elementBytes } from '../gltf.ts';
import type { Gltf, GltfAccessor } from '../gltf.ts';

const MAX_ELEMENTS = 2 ** 24;
/** Zeros that stand in no buffer (sparse morph targets) cost a file nothing, and a loader much. */
const MAX_UNBACKED_BYTES = 128 * 2 ** 20;
/** Accessors may share bytes, but an honest file does not decode to many times its size. */
const MAX_REUSE = 8;

export function accessorError(fact: string, cause?: unknown): KinoraError {
  return new KinoraError('formats/glb-accessor', `Cannot read the data of the GLB file: ${fact}`, {
    hint: 'The file is damaged, or its exporter does not follow glTF 2.0: export it again.',
    ...(cause !== undefined && { cause }),
  });
}

export function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isIndex(value: unknown, length: number): value is number {
  return isSize(value) && value < length;
}

/** Every accessor inside its view, and all together no more than the file can honestly hold. */
export function vetAccessors(json: Gltf): void {
  let unbacked = 0;
  let backed = 0;
  (json.accessors ?? []).forEach((accessor, index) => {
    vetShape(accessor, index);
    const bytes = accessor.count * elementBytes(accessor);
    if (accessor.bufferView === undefined) unbacked += bytes;
    else {
      backed += bytes;
      checkFits(json, index, accessor.bufferView, accessor.byteOffset, accessor.count, elementBytes(accessor), true);
    }
    if (accessor.sparse !== undefined) vetSparse(json, accessor, index);
  });
  if (unbacked > MAX_UNBACKED_BYTES) throw tooLarge(unbacked, MAX_UNBACKED_BYTES);
  const available = (json.bufferViews ?? []).reduce((sum, view) => sum + view.byteLength, 0);
  if (backed > available * MAX_REUSE) throw tooLarge(backed, available * MAX_REUSE);
}

function vetShape(accessor: GltfAccessor, index: number): void {
  const { componentType, count, type } = accessor;
  if (COMPONENT_BYTES.get(componentType) === undefined || componentsOf(type) === undefined) {
    throw accessorError(`accessor ${index} is of a type that glTF does not know`);
  }
  if (!isSize(count) || count < 1) throw accessorError(`accessor ${index} has ${String(count)} elements`);
  if (count > MAX_ELEMENTS) {
    throw accessorError(`accessor ${index} has ${count} elements, more than ${MAX_ELEMENTS}`);
  }
}

function vetSparse(json: Gltf, accessor: GltfAccessor, index: number): void {
  const { sparse, count } = accessor;
  const indices = sparse?.indices;
  const values = sparse?.values;
  const width = COMPONENT_BYTES.get(indices?.componentType);
  if (!sparse || !indices || !values || width === undefined || !isSize(sparse.count) || sparse.count > count) {
    throw accessorError(`accessor ${index} is sparse in a way that glTF does not know`);
  }
  checkFits(json, index, indices.bufferView, indices.byteOffset, sparse.count, width, false);
  checkFits(json, index, values.bufferView, values.byteOffset, sparse.count, elementBytes(accessor), false);
}

function checkFits(
  json: Gltf,
  index: number,
  viewIndex: number,
  byteOffset: number | undefined,
  count: number,
  size: number,
  strided: boolean,
): void {
  const view = json.bufferViews?.[isSize(viewIndex) ? viewIndex : -1];
  if (!view) throw accessorError(`accessor ${index} has no buffer view`);
  const stride = strided ? (view.byteStride ?? size) : size;
  const offset = byteOffset ?? 0;
  const end = offset + stride * (count - 1) + size;
  if (!isSize(offset) || stride < size || end > view.byteLength) {
    throw accessorError(`accessor ${index} needs ${end} bytes, its view has ${view.byteLength}`);
  }
}

function tooLarge(bytes: number, limit: number): KinoraError {
  return new KinoraError(
    'formats/too-large',
    `Cannot read the GLB file: its data would take ${bytes} bytes, more than ${limit}`,
    {
      hint: 'Export the figure alone, with fewer morph targets.',
      details: { sizeBytes: bytes, limitBytes: limit },
    },
  );
}

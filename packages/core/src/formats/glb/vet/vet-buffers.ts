import { KinoraError } from '../../../errors.ts';
import type { Gltf, GltfBuffer, GltfBufferView } from '../gltf.ts';
import { accessorError, isIndex, isSize } from './vet-accessors.ts';
import { isObject } from './vet-json.ts';

/**
 * The bytes of every buffer, and every view inside its buffer. A buffer that meshopt leaves to its decoder to fill has
 * none; its views say where their compressed bytes are.
 */
export function vetBuffers(json: Gltf, bin: Uint8Array | undefined): readonly (Uint8Array | undefined)[] {
  const buffers = json.buffers ?? [];
  const data = buffers.map((buffer, index) => dataOf(buffer, index, bin));
  (json.bufferViews ?? []).forEach((view, index) => {
    const { buffer, byteOffset = 0, byteLength, byteStride } = view;
    if (!isIndex(buffer, data.length)) throw accessorError(`view ${index} has no buffer`);
    const available = data[buffer]?.length ?? buffers[buffer]!.byteLength;
    if (!isSize(byteOffset) || !isSize(byteLength) || byteOffset + byteLength > available) {
      throw accessorError(`view ${index} reaches beyond its buffer of ${available} bytes`);
    }
    if (byteStride !== undefined && (!isSize(byteStride) || byteStride < 1 || byteStride > 252)) {
      throw accessorError(`view ${index} has a stride of ${String(byteStride)}`);
    }
    if (!data[buffer]) vetCompressed(view, index, data);
  });
  return data;
}

/** What `EXT_meshopt_compression`, or its successor of Khronos, says of a view or a buffer. */
export function meshoptOf({ extensions }: GltfBuffer | GltfBufferView): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(extensions)) return undefined;
  const meshopt = extensions['EXT_meshopt_compression'] ?? extensions['KHR_meshopt_compression'];
  return isObject(meshopt) ? meshopt : undefined;
}

function vetCompressed(view: GltfBufferView, index: number, data: readonly (Uint8Array | undefined)[]): void {
  const { buffer, byteOffset = 0, byteLength } = meshoptOf(view) ?? {};
  const source = isIndex(buffer, data.length) ? data[buffer] : undefined;
  if (!source || !isSize(byteOffset) || !isSize(byteLength) || byteOffset + byteLength > source.length) {
    throw accessorError(`view ${index} has no data`);
  }
}

function dataOf(buffer: GltfBuffer, index: number, bin: Uint8Array | undefined): Uint8Array | undefined {
  const { byteLength, uri } = buffer;
  if (!isSize(byteLength)) throw accessorError(`buffer ${index} has a length of ${String(byteLength)}`);
  const data = uri === undefined ? (index === 0 ? bin : undefined) : decodeDataUri(uri, index);
  if (!data && meshoptOf(buffer)?.['fallback'] === true) return undefined;
  if (!data) throw accessorError(`buffer ${index} has no data`);
  if (byteLength > data.length) {
    throw new KinoraError(
      'formats/truncated',
      `Cannot read the GLB file: buffer ${index} declares ${byteLength} bytes and has ${data.length}`,
      {
        hint: 'The file was cut off: download or export it again.',
        details: { expectedBytes: byteLength, sizeBytes: data.length },
      },
    );
  }
  return data.subarray(0, byteLength);
}

/** The only kind of address that is read: bytes that are in the file already, and so within its bounds. */
function decodeDataUri(uri: unknown, index: number): Uint8Array {
  const match = typeof uri === 'string' ? /^data:[^,]{0,100};base64,/i.exec(uri) : null;
  if (!match) throw accessorError(`buffer ${index} is not in base64`);
  try {
    return Uint8Array.from(atob((uri as string).slice(match[0].length)), (letter) => letter.charCodeAt(0));
  } catch (cause) {
    throw accessorError(`buffer ${index} is not in base64`, cause);
  }
}

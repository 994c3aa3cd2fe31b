import { KinoraError } from '../../../errors.ts';
import type { Gltf, GltfBuffer } from '../gltf.ts';
import { accessorError, isIndex, isSize } from './vet-accessors.ts';

/** The bytes of every buffer, and every view inside its buffer. */
export function vetBuffers(json: Gltf, bin: Uint8Array | undefined): readonly Uint8Array[] {
  const data = (json.buffers ?? []).map((buffer, index) => dataOf(buffer, index, bin));
  (json.bufferViews ?? []).forEach((view, index) => {
    const { buffer, byteOffset = 0, byteLength, byteStride } = view;
    if (!isIndex(buffer, data.length)) throw accessorError(`view ${index} has no buffer`);
    if (!isSize(byteOffset) || !isSize(byteLength) || byteOffset + byteLength > data[buffer]!.length) {
      throw accessorError(`view ${index} reaches beyond its buffer of ${data[buffer]!.length} bytes`);
    }
    if (byteStride !== undefined && (!isSize(byteStride) || byteStride < 1 || byteStride > 252)) {
      throw accessorError(`view ${index} has a stride of ${String(byteStride)}`);
    }
  });
  return data;
}

function dataOf(buffer: GltfBuffer, index: number, bin: Uint8Array | undefined): Uint8Array {
  const { byteLength, uri } = buffer;
  if (!isSize(byteLength)) throw accessorError(`buffer ${index} has a length of ${String(byteLength)}`);
  const data = uri === undefined ? (index === 0 ? bin : undefined) : decodeDataUri(uri, index);
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

import { KinoraError } from '../../errors.ts';

export const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

export interface GlbChunk {
  readonly type: number;
  readonly data: Uint8Array;
}

/** A GLB file as its chunks: views on the bytes, nothing copied. */
export interface GlbContainer {
  readonly json: Uint8Array;
  readonly bin: Uint8Array | undefined;
  /** Chunks that glTF 2.0 does not define, kept so that a rewritten file loses nothing. */
  readonly others: readonly GlbChunk[];
}

/** @throws KinoraError `formats/glb-header`, `formats/glb-chunk`, `formats/truncated`, `formats/empty`. */
export function readContainer(bytes: Uint8Array): GlbContainer {
  if (bytes.length === 0) throw new KinoraError('formats/empty', 'Cannot read the GLB file: it is empty');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = readHeader(view);
  const chunks: GlbChunk[] = [];
  // Fewer than eight bytes at the end are padding of a careless exporter.
  for (let at = 12; at + 8 <= length;) {
    const size = view.getUint32(at, true);
    if (size > length - at - 8) {
      throw new KinoraError(
        'formats/glb-chunk',
        `Cannot read the GLB file: a chunk at byte ${at} claims ${size} bytes, ${length - at - 8} are left`,
        {
          hint: 'The file is damaged: export or download it again.',
          details: { offset: at, sizeBytes: size },
        },
      );
    }
    chunks.push({ type: view.getUint32(at + 4, true), data: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + Math.ceil(size / 4) * 4;
  }
  const [json, ...rest] = chunks;
  if (json?.type !== JSON_CHUNK) {
    throw new KinoraError('formats/glb-chunk', 'Cannot read the GLB file: its first chunk is not JSON', {
      hint: 'The file is damaged: export or download it again.',
    });
  }
  const bin = rest[0]?.type === BIN_CHUNK ? rest.shift()?.data : undefined;
  return { json: json.data, bin, others: rest };
}

/** The length that the header declares, which the file has at least. */
function readHeader(view: DataView): number {
  if (view.byteLength < 4 || view.getUint32(0, true) !== GLB_MAGIC) {
    throw new KinoraError('formats/glb-header', 'Cannot read the GLB file: it does not begin with "glTF"', {
      hint: 'Choose a binary glTF file (.glb, .vrm or .vrma).',
    });
  }
  if (view.byteLength < 20) throw truncated(20, view.byteLength);
  const version = view.getUint32(4, true);
  if (version !== 2) {
    throw new KinoraError(
      'formats/glb-header',
      `Cannot read the GLB file: it has version ${version}, only 2 is known`,
      {
        hint: 'Export the file as glTF 2.0.',
        details: { version },
      },
    );
  }
  const length = view.getUint32(8, true);
  if (length > view.byteLength) throw truncated(length, view.byteLength);
  return length;
}

function truncated(expected: number, actual: number): KinoraError {
  return new KinoraError(
    'formats/truncated',
    `Cannot read the GLB file: it declares ${expected} bytes and has ${actual}`,
    {
      hint: 'The file was cut off: download or export it again.',
      details: { expectedBytes: expected, sizeBytes: actual },
    },
  );
}

/** Builds a GLB file. Chunks are padded to four bytes, JSON with spaces, the others with zeros. */
export function writeContainer(
  json: unknown,
  bin: Uint8Array,
  others: readonly GlbChunk[] = [],
): Uint8Array<ArrayBuffer> {
  const chunks: GlbChunk[] = [
    { type: JSON_CHUNK, data: new TextEncoder().encode(JSON.stringify(json)) },
    ...(bin.length > 0 ? [{ type: BIN_CHUNK, data: bin }] : []),
    ...others,
  ];
  const length = chunks.reduce((sum, { data }) => sum + 8 + padded(data.length), 12);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  view.setUint32(0, GLB_MAGIC, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, length, true);
  let at = 12;
  for (const { type, data } of chunks) {
    const size = padded(data.length);
    view.setUint32(at, size, true);
    view.setUint32(at + 4, type, true);
    out.set(data, at + 8);
    if (type === JSON_CHUNK) out.fill(0x20, at + 8 + data.length, at + 8 + size);
    at += 8 + size;
  }
  return out;
}

export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

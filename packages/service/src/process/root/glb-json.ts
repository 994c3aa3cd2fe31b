const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;

/** What is looked at and changed of a glTF: all else stays as it is. */
export interface GlbJson {
  readonly nodes?: readonly GlbNode[];
  readonly scenes?: readonly { readonly nodes?: readonly number[] }[];
}

interface GlbNode {
  readonly name?: string;
  readonly mesh?: number;
  readonly skin?: number;
  readonly children?: readonly number[];
}

/** @param glb - a file that `readGlb` has taken: it is well formed. */
export function readGlbJson(glb: Uint8Array<ArrayBuffer>): GlbJson {
  return JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + jsonLength(glb)))) as GlbJson;
}

/** The same file with another JSON. */
export function replaceGlbJson(glb: Uint8Array<ArrayBuffer>, json: GlbJson): Uint8Array<ArrayBuffer> {
  const rest = glb.subarray(20 + jsonLength(glb));
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  // Chunks are padded to 4 bytes, JSON with spaces (glTF 2.0 §4.4.3).
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0x20);
  padded.set(bytes);
  const out = new Uint8Array(20 + padded.length + rest.length);
  out.set(glb.subarray(0, 20));
  out.set(padded, 20);
  out.set(rest, 20 + padded.length);
  const head = new DataView(out.buffer);
  head.setUint32(8, out.length, true);
  head.setUint32(12, padded.length, true);
  return out;
}

function jsonLength(glb: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  const isGlb = view.getUint32(0, true) === GLB_MAGIC && view.getUint32(16, true) === JSON_CHUNK;
  if (!isGlb) throw new TypeError('That is no GLB');
  return view.getUint32(12, true);
}

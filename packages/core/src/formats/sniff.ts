import { GLB_MAGIC } from './glb/glb-container.ts';

export type FileFormat = 'glb' | 'bvh' | 'fbx' | 'zip' | 'gltf' | 'unknown';

/**
 * What a file is, by its first bytes: names lie. VRM and VRMA are `glb`. Reads at most 4 KiB.
 */
export function sniff(bytes: Uint8Array): FileFormat {
  if (bytes.length >= 4) {
    const word = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
    if (word === GLB_MAGIC) return 'glb';
    // PK and the record that may come first: a file, or the end of an empty archive.
    if (word === 0x04034b50 || word === 0x06054b50) return 'zip';
  }
  const text = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  if (/^HIERARCHY\b/i.test(text)) return 'bvh';
  if (text.startsWith('Kaydara FBX Binary') || /^;\s*FBX \d/.test(text) || /^FBXHeaderExtension\s*:/m.test(text))
    return 'fbx';
  if (text.startsWith('{') && /"(asset|scenes|nodes|buffers|accessors)"\s*:/.test(text)) return 'gltf';
  return 'unknown';
}

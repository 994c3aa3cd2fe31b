import { GLB_MAGIC } from './glb/glb-container.ts';
import { beginsAsKinanim } from './kinanim/kinanim-layout.ts';
import { textEncoding } from './text-encoding.ts';

export type FileFormat = 'glb' | 'bvh' | 'fbx' | 'kinanim' | 'zip' | 'gltf' | 'html' | 'unknown';

/** As much of a file as `sniff` looks at. */
const HEAD_BYTES = 4096;

/**
 * What a file is, by its first bytes: names lie. VRM and VRMA are `glb`; `html` is a web page, mostly one that says that
 * a download failed. Reads at most 4 KiB.
 */
export function sniff(bytes: Uint8Array): FileFormat {
  if (bytes.length >= 4) {
    const word = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
    if (word === GLB_MAGIC) return 'glb';
    // PK and the record that may come first: a file, or the end of an empty archive.
    if (word === 0x04034b50 || word === 0x06054b50) return 'zip';
  }
  const head = bytes.subarray(0, HEAD_BYTES);
  if (beginsAsKinanim(head)) return 'kinanim';
  const text = new TextDecoder(textEncoding(head)).decode(head).trimStart();
  if (/^HIERARCHY\b/i.test(text)) return 'bvh';
  if (text.startsWith('Kaydara FBX Binary') || /^;\s*FBX \d/.test(text) || /^FBXHeaderExtension\s*:/m.test(text))
    return 'fbx';
  if (text.startsWith('{') && /"(asset|scenes|nodes|buffers|accessors)"\s*:/.test(text)) return 'gltf';
  // Storage services answer in XML where a link has ended.
  if (
    /^<(!doctype\s+html|html|head|body)\b/i.test(text) ||
    /^<\?xml[^>]*>\s*(<!doctype\s+html|<html|<Error)\b/i.test(text)
  )
    return 'html';
  return 'unknown';
}

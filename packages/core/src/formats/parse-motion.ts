import type { Clip } from '../clip/clip.ts';
import { KinoraError } from '../errors.ts';
import type { Rig } from '../rig/rig.ts';
import { parseBvh } from './bvh/parse-bvh.ts';
import { readGlb } from './glb/read-glb.ts';
import { sniff } from './sniff.ts';
import type { FileFormat } from './sniff.ts';

/** A file of any known format, taken apart. */
export interface ParsedFile {
  readonly format: 'glb' | 'bvh';
  readonly rig: Rig;
  /** None for an avatar without animations. */
  readonly clips: readonly Clip[];
  /** Sentences for a person: what was repaired, left out or assumed. */
  readonly warnings: readonly string[];
}

const REFUSED: Readonly<Record<Exclude<FileFormat, 'glb' | 'bvh' | 'unknown'>, { what: string; hint: string }>> = {
  fbx: { what: 'an FBX file', hint: 'Convert it to GLB, for example with Blender, or ask the service for GLB or BVH.' },
  zip: { what: 'a zip archive', hint: 'Unpack it and choose the .glb or .bvh file inside.' },
  gltf: { what: 'a glTF file in several parts', hint: 'Export it as one binary file (.glb).' },
};

/**
 * Parses a motion or avatar file, told apart by its content, never by its name.
 *
 * @param name - the file name: it names a BVH's clip, and stands in errors.
 * @throws KinoraError `formats/empty`, `formats/unknown`, `formats/unsupported`, and what `parseBvh` and `readGlb` throw.
 */
export function parseMotion(bytes: Uint8Array, name: string): ParsedFile {
  if (bytes.length === 0) {
    throw new KinoraError('formats/empty', `Cannot read "${name}": it is empty`, {
      hint: 'Choose a file with something in it: the download may have failed.',
    });
  }
  const format = sniff(bytes);
  if (format === 'bvh') {
    const { rig, clip, warnings } = parseBvh(bytes, clipName(name));
    return { format, rig, clips: [clip], warnings };
  }
  if (format === 'glb') {
    const { rig, clips, warnings } = readGlb(bytes);
    return { format, rig, clips, warnings };
  }
  if (format === 'unknown') {
    throw new KinoraError('formats/unknown', `Cannot read "${name}": it is none of the formats that are known`, {
      hint: 'Choose a .glb, .vrm, .vrma or .bvh file.',
    });
  }
  throw new KinoraError('formats/unsupported', `Cannot read "${name}": it is ${REFUSED[format].what}`, {
    hint: REFUSED[format].hint,
    details: { format },
  });
}

/** `dance.bvh` → `dance`. */
function clipName(fileName: string): string {
  return fileName.replace(/\.bvh$/i, '') || fileName;
}

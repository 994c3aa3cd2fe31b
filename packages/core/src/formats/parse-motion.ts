import type { Clip } from '../clip/clip.ts';
import type { Face } from '../clip/face.ts';
import { KinoraError } from '../errors.ts';
import type { Rig } from '../rig/rig.ts';
import { parseBvh } from './bvh/parse-bvh.ts';
import { packGltf } from './glb/pack-gltf.ts';
import type { ReadSibling } from './glb/pack-gltf.ts';
import { faceOf } from './glb/face/face-of.ts';
import { readGlb } from './glb/read-glb.ts';
import { readKinanim } from './kinanim/read-kinanim.ts';
import { parseArchive } from './parse-archive.ts';
import { sniff } from './sniff.ts';
import type { FileFormat } from './sniff.ts';

/** What is in a motion or avatar file, whatever its format. */
export interface MotionContent {
  readonly rig: Rig;
  /** None for an avatar without animations. */
  readonly clips: readonly Clip[];
  /** How many skeletons the file holds, each with clips of its own, where it holds several: `ParseOptions.person`. */
  readonly persons?: number;
  /** What the face of an avatar can do; absent where it has no blendshapes. */
  readonly face?: Face;
  /** Sentences for a person: what was repaired, left out or assumed. */
  readonly warnings: readonly string[];
}

/** A file of any known format, taken apart. */
export interface ParsedFile extends MotionContent {
  /** Of the file, or of the one inside where it is an archive. */
  readonly format: 'glb' | 'bvh' | 'fbx' | 'kinanim';
  /** The GLB or other file that was read, where it is not the file itself: from an archive, or a `.gltf` and its parts. */
  readonly unpacked?: { readonly path: string; readonly bytes: Uint8Array };
}

/** Reads FBX: `readFbx` of `@kinora/core/fbx`, whose parser is loaded by those alone who pass it on. */
export type ReadFbx = (bytes: Uint8Array, name: string) => MotionContent;

export interface ParseOptions {
  /** Reads FBX files. Without it they are refused. */
  readonly fbx?: ReadFbx;
  /** Reads what lies beside a `.gltf`, inside its folder. Without it only one that has everything in itself is read. */
  readonly sibling?: ReadSibling;
  /** Which skeleton of a file that holds several, from 1. Default: the first, with a warning. */
  readonly person?: number;
}

interface Refusal {
  readonly code: 'formats/unsupported' | 'formats/unknown' | 'formats/zip';
  readonly what: string;
  readonly hint: string;
}

const REFUSED: Readonly<Record<Exclude<FileFormat, 'glb' | 'gltf' | 'bvh' | 'kinanim'>, Refusal>> = {
  fbx: {
    code: 'formats/unsupported',
    what: 'an FBX file, and no reader for it was given',
    hint: 'Pass readFbx of @kinora/core/fbx as the option fbx, or convert the file to GLB.',
  },
  zip: {
    code: 'formats/zip',
    what: 'an archive within an archive',
    hint: 'Unpack the outer one and choose what is inside.',
  },
  html: {
    code: 'formats/unknown',
    what: 'a web page and no motion: the download failed, or needs a sign-in',
    hint: 'Open it in a browser to see what the server says, then download the file again.',
  },
  unknown: {
    code: 'formats/unknown',
    what: 'none of the formats that are known',
    hint: 'Choose a .glb, .vrm, .vrma, .bvh, .fbx, .kinanim or .zip file.',
  },
};

/**
 * Parses a motion or avatar file, told apart by its content, never by its name. Of a zip archive it is the first motion
 * file inside: with a warning that names the others.
 *
 * @param name - the file name: it names a BVH's or kinanim's clip, and stands in errors.
 * @throws KinoraError `formats/empty`, `formats/unknown`, `formats/unsupported`, `formats/no-person`, `formats/zip`,
 * `formats/too-large`, `formats/external-file`, and what the reader of the format throws: `parseBvh`, `readGlb`,
 * `readKinanim`, or the one that was passed in.
 */
export function parseMotion(bytes: Uint8Array, name: string, options: ParseOptions = {}): ParsedFile {
  if (sniff(bytes) !== 'zip') return parseFile(bytes, name, options);
  // What lies beside an archive is not beside the files in it.
  return parseArchive(bytes, (content, fileName) =>
    parseFile(content, fileName, { ...options, sibling: noSibling(fileName) }),
  );
}

function parseFile(bytes: Uint8Array, name: string, options: ParseOptions): ParsedFile {
  if (bytes.length === 0) {
    throw new KinoraError('formats/empty', `Cannot read "${name}": it is empty`, {
      hint: 'Choose a file with something in it: the download may have failed.',
    });
  }
  const format = sniff(bytes);
  switch (format) {
    case 'bvh': {
      const { rig, clip, persons, warnings } = parseBvh(bytes, clipName(name), options);
      return { format, rig, clips: [clip], warnings, ...(persons > 1 && { persons }) };
    }
    case 'gltf': {
      const packed = packGltf(bytes, options.sibling ?? noSibling(name));
      return { ...parseFile(packed, name, options), unpacked: { path: name, bytes: packed } };
    }
    case 'glb': {
      requireFirst(options.person, name);
      const glb = readGlb(bytes);
      const { rig, clips, warnings } = glb;
      return { format, rig, clips, warnings, ...(glb.blendshapes.length > 0 && { face: faceOf(glb) }) };
    }
    case 'fbx':
      if (!options.fbx) throw refusal(format, name);
      requireFirst(options.person, name);
      return { format, ...options.fbx(bytes, name) };
    case 'kinanim':
      requireFirst(options.person, name);
      return { format, ...readKinanim(bytes, clipName(name)) };
    default:
      throw refusal(format, name);
  }
}

function noSibling(name: string): ReadSibling {
  return (path) => {
    throw new KinoraError('formats/external-file', `Cannot read "${name}": a part of it is another file, "${path}"`, {
      hint: 'Choose a .glb, in which everything is one file: "kinora convert" makes one, and so does every exporter.',
      details: { uri: path },
    });
  };
}

/** Only a BVH file counts the people in it. */
function requireFirst(person: number | undefined, name: string): void {
  if (person === undefined || person === 1) return;
  throw new KinoraError('formats/no-person', `Cannot take person ${person} of "${name}": it holds one skeleton`, {
    hint: 'Leave the choice of a person out.',
    details: { person, persons: 1 },
  });
}

function refusal(format: keyof typeof REFUSED, name: string): KinoraError {
  const { code, what, hint } = REFUSED[format];
  return new KinoraError(code, `Cannot read "${name}": it is ${what}`, { hint, details: { format } });
}

/** `dance.bvh` → `dance`. */
function clipName(fileName: string): string {
  return fileName.replace(/\.(bvh|kinanim)$/i, '') || fileName;
}

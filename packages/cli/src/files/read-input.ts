import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { readFbx } from '@kinora/core/fbx';
import { isKinoraError, KinoraError, parseMotion, sniff } from '@kinora/core/motion';
import type { FileFormat, ParsedFile, ParseOptions, ReadSibling } from '@kinora/core/motion';
import type { Io } from '../io.ts';

/** A motion or avatar file, read and taken apart. */
export interface MotionFile extends ParsedFile {
  /** As it was typed. */
  readonly path: string;
  /** Of the motion or the avatar itself, where the file is an archive or in several parts. */
  readonly bytes: Uint8Array;
}

/** Core refuses what is larger, whatever the format. */
const MAX_BYTES = 512 * 2 ** 20;
/** As much as `sniff` looks at. */
const HEAD_BYTES = 4096;
/** What is read whole: of the rest the head is enough to say what it is. */
const READABLE: readonly FileFormat[] = ['bvh', 'glb', 'gltf', 'fbx', 'kinanim', 'zip'];

/**
 * Reads a file of any format that core reads. One of another kind is refused after its first 4 KiB.
 *
 * @throws KinoraError `cli/missing-file`, `cli/unreadable-file`, and what `parseMotion` throws, with the file's name.
 */
export function readMotionFile(path: string, io: Io, options: ParseOptions = {}): MotionFile {
  const place = resolve(io.cwd, path);
  const bytes = readBounded(path, place);
  const readers = { fbx: readFbx, sibling: siblingsOf(place) };
  const parsed = naming(path, () => parseMotion(bytes, basename(path), { ...options, ...readers }));
  return { ...parsed, path, bytes: parsed.unpacked?.bytes ?? bytes };
}

/** Reads the parts of a `.gltf`, whose paths core has checked; a link leads no farther than they do. */
function siblingsOf(place: string): ReadSibling {
  return (path, maxBytes) => {
    const folder = realpathSync(dirname(place));
    const sibling = attempt(path, () => realpathSync(join(folder, path)));
    if (!sibling.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      throw new KinoraError('formats/external-file', `Cannot read "${path}": it is a link out of its folder`, {
        hint: 'Put the file itself beside the .gltf.',
        details: { uri: path },
      });
    }
    const { size } = statInput(path, sibling);
    if (size > maxBytes) throw tooLarge(path, size, maxBytes);
    const file = attempt(path, () => openSync(sibling, 'r'));
    try {
      return attempt(path, () => readUpTo(file, size, 0));
    } finally {
      closeSync(file);
    }
  };
}

/** Runs what may refuse a file, and sees to it that the error says which file. */
export function naming<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const name = basename(path);
    if (!isKinoraError(error) || error.message.includes(`"${name}"`)) throw error;
    throw new KinoraError(error.code, `"${name}": ${error.message}`, {
      ...(error.hint !== undefined && { hint: error.hint }),
      details: { ...error.details, file: name },
      cause: error,
    });
  }
}

/**
 * Sees that a path is a plain file, before anything waits for a pipe or reads a device without end.
 *
 * @returns its size in bytes.
 */
export function checkInput(path: string, io: Io): number {
  return statInput(path, resolve(io.cwd, path)).size;
}

function statInput(path: string, place: string): { size: number } {
  const stats = attempt(path, () => statSync(place));
  if (stats.isFile()) return stats;
  throw new KinoraError(
    'cli/unreadable-file',
    `Cannot read "${path}": it is ${stats.isDirectory() ? 'a folder' : 'no plain file'}`,
    {
      hint: 'Choose a file.',
    },
  );
}

function readBounded(path: string, place: string): Uint8Array {
  statInput(path, place);
  const file = attempt(path, () => openSync(place, 'r'));
  try {
    const { size } = fstatSync(file);
    if (size > MAX_BYTES) throw tooLarge(path, size, MAX_BYTES);
    const head = attempt(path, () => readUpTo(file, Math.min(size, HEAD_BYTES), 0));
    if (!READABLE.includes(sniff(head))) return head;
    return attempt(path, () => readUpTo(file, size, 0));
  } finally {
    closeSync(file);
  }
}

function tooLarge(path: string, size: number, limit: number): KinoraError {
  return new KinoraError('formats/too-large', `Cannot read "${path}": ${size} bytes are more than ${limit}`, {
    details: { sizeBytes: size, limitBytes: limit },
  });
}

/** A file may shrink while it is read. */
function readUpTo(file: number, length: number, from: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, bytes, filled, length - filled, from + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** What the system refuses, in words of ours. */
function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new KinoraError('cli/missing-file', `Cannot read "${path}": there is no such file`, {
        hint: 'Check the spelling, and the folder you are in.',
        cause: error,
      });
    }
    throw new KinoraError('cli/unreadable-file', `Cannot read "${path}": the system says ${code}`, { cause: error });
  }
}

import { MAX_UNPACKED_BYTES, unpackEntry } from './unpack-entry.ts';
import type { UnpackBudget } from './unpack-entry.ts';
import { readZipDirectory, zipFault } from './zip-directory.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A file of an archive that may hold a motion. */
export interface PackedFile {
  /** Its path in the archive. */
  readonly path: string;
  /**
   * Unpacks it.
   *
   * @throws KinoraError `formats/zip`, `formats/too-large`.
   */
  read(): Uint8Array;
}

/** Endings of what can hold a motion, the richest first. */
const ENDINGS = ['fbx', 'glb', 'vrm', 'bvh', 'vrma', 'kinanim'];
const MOST_NAMES = 5;

/**
 * Lists the motion files of a zip archive, by their endings. Nothing is unpacked yet.
 *
 * @returns at least one, those first that hold most: FBX, GLB, VRM, BVH, VRMA, kinanim.
 * @throws KinoraError `formats/zip` for an archive that is damaged, or has no such file; `formats/too-large`.
 */
export function readZip(bytes: Uint8Array): PackedFile[] {
  const files = readZipDirectory(bytes).filter(({ name }) => !isClutter(name));
  const found = ENDINGS.flatMap((ending) => files.filter(({ name }) => endingOf(name) === ending));
  if (found.length === 0) throw noMotion(files);
  const budget: UnpackBudget = { bytes: MAX_UNPACKED_BYTES };
  return found.map((entry) => ({ path: entry.name, read: () => unpackEntry(bytes, entry, budget) }));
}

/** Folders, and what systems leave in archives beside the files. */
function isClutter(path: string): boolean {
  const parts = path.split('/');
  return parts.at(-1)!.startsWith('.') || parts.at(-1) === '' || parts[0] === '__MACOSX';
}

function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}

function noMotion(files: readonly ZipEntry[]): Error {
  const inner = files.find(({ name }) => endingOf(name) === 'zip');
  if (inner) {
    return zipFault(
      `it holds another archive, "${inner.name}", and no motion file`,
      'Unpack it and choose what is inside.',
    );
  }
  const names = files.slice(0, MOST_NAMES).map(({ name }) => `"${name}"`);
  const some = `${names.join(', ')}${files.length > MOST_NAMES ? ', …' : ''}`;
  return zipFault(
    files.length === 0 ? 'it is empty' : `it holds no motion file, only ${some}`,
    `A motion file ends with ${ENDINGS.map((ending) => `.${ending}`).join(', ')}.`,
  );
}

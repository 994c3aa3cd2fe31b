import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

export interface DiskFacts {
  /** As it was typed. */
  readonly folder: string;
  readonly freeBytes: number;
  readonly isWritable: boolean;
}

/** Looks at the disk of a folder, or of the one in which it would be made. */
export async function examineDisk(folder: string, cwd: string): Promise<DiskFacts> {
  let place = resolve(cwd, folder);
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  return { folder, freeBytes: bavail * bsize, isWritable: isWritable(place) };
}

function isWritable(place: string): boolean {
  try {
    accessSync(place, constants.W_OK);
    return statSync(place).isDirectory();
  } catch {
    return false; // Which is the answer.
  }
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const place = fileURLToPath(new URL('../../../shared/assets/', import.meta.url));

/** The folder of real avatars, clips and videos beside the project, with a trailing slash; undefined in a bare clone. */
export const sharedAssets: string | undefined = existsSync(place) ? place : undefined;

if (!sharedAssets) console.warn('SKIPPED: tests on real files, because ../shared/assets is not beside the project');

/** A `describe` that runs only where the real files are, and says so where they are not. */
export const describeShared: typeof describe.skip | typeof describe = sharedAssets ? describe : describe.skip;

/** Path of one real file. Call inside `describeShared` only. */
export function sharedAsset(path: string): string {
  return `${sharedAssets ?? place}${path}`;
}

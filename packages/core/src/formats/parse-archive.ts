import { isKinoraError } from '../errors.ts';
import type { KinoraError } from '../errors.ts';
import type { ParsedFile } from './parse-motion.ts';
import { readZip } from './zip/read-zip.ts';
import type { PackedFile } from './zip/read-zip.ts';

/** A pack of dances has more, but who drops it must choose anyway. */
const MOST_TRIES = 16;
const MOST_NAMES = 5;

/**
 * Parses the first motion file of an archive that can be read and moves; where none moves, the first that can be read.
 *
 * @param parse - reads one file; it must not take archives.
 * @throws KinoraError what `readZip` throws, and where no file can be read what `parse` says of the first.
 */
export function parseArchive(bytes: Uint8Array, parse: (bytes: Uint8Array, name: string) => ParsedFile): ParsedFile {
  const files = readZip(bytes);
  const failures: { readonly path: string; readonly error: KinoraError }[] = [];
  let still: ParsedFile | undefined;
  for (const file of files.slice(0, MOST_TRIES)) {
    try {
      const parsed = parseFile(file, parse);
      if (parsed.clips.length > 0) return withChoice(parsed, files, failures);
      still ??= parsed;
    } catch (error) {
      if (!isKinoraError(error)) throw error;
      failures.push({ path: file.path, error });
    }
  }
  if (still) return withChoice(still, files, failures);
  throw failures[0]!.error;
}

function parseFile(file: PackedFile, parse: (bytes: Uint8Array, name: string) => ParsedFile): ParsedFile {
  const bytes = file.read();
  const parsed = parse(bytes, file.path.slice(file.path.lastIndexOf('/') + 1));
  return { ...parsed, unpacked: { path: file.path, bytes: parsed.unpacked?.bytes ?? bytes } };
}

/** Says which file it was, where there was a choice, and why not another. */
function withChoice(
  parsed: ParsedFile,
  files: readonly PackedFile[],
  failures: readonly { readonly path: string; readonly error: KinoraError }[],
): ParsedFile {
  const chosen = parsed.unpacked!.path;
  const others = files.filter(({ path }) => path !== chosen).map(({ path }) => `"${path}"`);
  if (others.length === 0) return parsed;
  const some = `${others.slice(0, MOST_NAMES).join(', ')}${others.length > MOST_NAMES ? ', …' : ''}`;
  return {
    ...parsed,
    warnings: [
      `The archive holds ${files.length} motion files; "${chosen}" was read, and not ${some}.`,
      ...failures.map(({ path, error }) => `"${path}" was left out. ${error.message}.`),
      ...parsed.warnings,
    ],
  };
}

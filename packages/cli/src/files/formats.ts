import { extname } from 'node:path';
import { KinoraError, writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';

type Writer = (clip: Clip) => Uint8Array<ArrayBuffer>;

/** Every format that a clip is written in, by the ending of its files. */
const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['.bvh', (clip) => writeBvh(clip)],
  ['.glb', writeGlbClip],
]);

/** Endings of files that a clip can be written to. */
export const CLIP_ENDINGS: readonly string[] = [...WRITERS.keys()];

/**
 * The ending of a file that is to be written, in small letters.
 *
 * @throws KinoraError `cli/unknown-format` where it is none of those that are possible.
 */
export function endingOf(path: string, possible: readonly string[]): string {
  const ending = extname(path).toLowerCase();
  if (possible.includes(ending)) return ending;
  throw new KinoraError(
    'cli/unknown-format',
    `Cannot write "${path}": ${ending === '' ? 'its name has no ending' : `${ending} is not written by this command`}`,
    { hint: `The name decides the format: end it with ${possible.join(' or ')}.` },
  );
}

/** Bytes of a file with this ending. */
export function writeClip(clip: Clip, ending: string): Uint8Array<ArrayBuffer> {
  return WRITERS.get(ending)!(clip);
}

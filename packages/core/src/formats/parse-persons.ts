import { parseMotion } from './parse-motion.ts';
import type { ParsedFile, ParseOptions } from './parse-motion.ts';

export interface ParsePersonsOptions extends Omit<ParseOptions, 'person'> {
  /** From 1; `all` takes each skeleton of the file in turn. Default: the first, with a warning. */
  readonly person?: number | 'all' | undefined;
}

/** Recordings of more people than this are of crowds: each costs a reading of the whole file. */
const MOST_PERSONS = 8;

/**
 * Parses a motion file, with one skeleton of it or all: then the clips of each follow those of the one before, named
 * `dance, person 2`.
 *
 * @throws KinoraError as `parseMotion`.
 */
export function parsePersons(
  bytes: Uint8Array,
  name: string,
  { person, ...options }: ParsePersonsOptions = {},
): ParsedFile {
  if (person !== 'all') return parseMotion(bytes, name, { ...options, ...(person !== undefined && { person }) });
  const first = parseMotion(bytes, name, { ...options, person: 1 });
  const { persons = 1 } = first;
  if (persons === 1) return first;
  const read = [first];
  while (read.length < Math.min(persons, MOST_PERSONS)) {
    read.push(parseMotion(bytes, name, { ...options, person: read.length + 1 }));
  }
  return {
    ...first,
    clips: read.flatMap(({ clips }, index) =>
      clips.map((clip) => ({ ...clip, name: `${clip.name}, person ${index + 1}` })),
    ),
    warnings: [
      ...new Set(read.flatMap(({ warnings }) => warnings)),
      ...(persons > MOST_PERSONS ? [`The file holds ${persons} skeletons: the first ${MOST_PERSONS} were read.`] : []),
    ],
  };
}

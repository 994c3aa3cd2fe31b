import * as v from 'valibot';
import { personModel } from './persons.ts';
import type { PersonModel } from './persons.ts';
import { id, list, listUnder, number, object, read, text } from './schema.ts';

/** One downloadable item. */
export interface DownloadItem {
  readonly name: string;
  /** File type → URL. Usually one key an object. */
  readonly files: readonly Readonly<Record<string, string>>[];
}

export interface DownloadLink {
  readonly rid: string;
  /** Of the video, as are `size` in bytes, `duration` in seconds and `input`. */
  readonly name?: string;
  readonly size?: number;
  readonly duration?: number;
  readonly input?: string;
  /** Absent while the job runs, and where it failed. */
  readonly urls?: readonly DownloadItem[];
  /** v2.0.0, of a job that is done: 1 for more than one person. */
  readonly mode?: number;
  /** v2.0.0: who was followed, and as which character. */
  readonly models?: readonly PersonModel[];
}

/** The answer of `GET /download/<rid>[,<rid>…]`. */
export interface DownloadAnswer {
  readonly count: number;
  readonly links: readonly DownloadLink[];
}

export function readDownloadAnswer(value: unknown): DownloadAnswer {
  const links = read(downloadAnswer, value, 'the links of a result');
  return { count: links.length, links };
}

/** A type without a link is left out: it is not ready. */
const files = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((all) => Object.fromEntries(Object.entries(all).filter(isLink))),
);

const item = object({
  name: v.optional(text, ''),
  files: v.union([
    list(files),
    v.pipe(
      files,
      v.transform((only) => [only]),
    ),
  ]),
});

const downloadAnswer = listUnder(
  ['links'],
  object({
    rid: id,
    name: v.exactOptional(text),
    size: v.exactOptional(number),
    duration: v.exactOptional(number),
    input: v.exactOptional(text),
    urls: v.exactOptional(list(item)),
    mode: v.exactOptional(number),
    models: v.exactOptional(list(personModel)),
  }),
);

function isLink(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

import * as v from 'valibot';
import { number, object, read, rid, text } from './schema.ts';

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
  /** 1 for more than one person. */
  readonly mode?: number;
}

/** The answer of `GET /download/<rid>[,<rid>…]`. */
export interface DownloadAnswer {
  readonly count: number;
  readonly links: readonly DownloadLink[];
}

export function readDownloadAnswer(value: unknown): DownloadAnswer {
  const { links } = read(downloadAnswer, value, 'the links of a result');
  return { count: links.length, links };
}

const files = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((all) => Object.fromEntries(Object.entries(all).filter(isLink))),
);
const downloadLink = object({
  rid,
  name: v.exactOptional(text),
  size: v.exactOptional(number),
  duration: v.exactOptional(number),
  input: v.exactOptional(text),
  urls: v.exactOptional(v.array(object({ name: v.optional(text, ''), files: v.array(files) }))),
  mode: v.exactOptional(number),
});

const downloadAnswer = object({ links: v.array(downloadLink) });

function isLink(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

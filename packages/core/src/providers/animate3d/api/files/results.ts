import { readZip } from '../../../../formats/zip/read-zip.ts';
import { readBytes } from '../../../../http/read-bytes.ts';
import { BRIEF } from '../../../../http/retry.ts';
import type { Send } from '../../../../http/send.ts';
import { requestError } from '../../errors.ts';
import { trackingIdOf } from '../../wire/persons.ts';
import type { DownloadItem, DownloadLink } from '../../wire/results.ts';
import type { CallOptions } from '../transport/transport.ts';

/** File type → URL: `{ glb: 'https://…', bvh: 'https://…' }`. */
export type FileLinks = Readonly<Record<string, string>>;

/** What came of one person. */
export interface PersonResult {
  /** Three digits: `001`. */
  readonly trackingId: string;
  /** The character that the person became, where the service says so. */
  readonly modelId: string | undefined;
  readonly items: readonly DownloadItem[];
}

/** What came of a job, in order. */
export interface JobResult {
  /** The items of a job of one person, and what belongs to nobody alone. Intermediates are left out. */
  readonly items: readonly DownloadItem[];
  /** One entry a person, in the order of their ids; empty for a job of one person. */
  readonly persons: readonly PersonResult[];
  /** Archives of all characters, one a file type: zip, whatever the type. */
  readonly allCharacters: FileLinks;
  /** What a detection found: to be read by `persons.detected`. */
  readonly detection: string | undefined;
  /** Pictures of who was detected, by the id. */
  readonly thumbnails: FileLinks;
}

const ALL_CHARACTERS = 'all_characters';

/**
 * Groups the items of a result. Whether a name that ends in `_123` means a person the mode says and not the name: a
 * video may be called so.
 */
export function groupResult({ urls = [], mode, models }: DownloadLink): JobResult {
  const items = urls.filter(({ name }) => !name.startsWith('inter'));
  const detection = items.map(linksOf).find((links) => links['cdsave'] !== undefined)?.['cdsave'];
  const isForMany = mode === undefined ? models !== undefined && models.length > 0 : mode === 1;
  const idOf = ({ name }: DownloadItem): string | undefined => (isForMany ? endingId(name) : undefined);
  const thumbnails = items.filter(({ name }) => detection !== undefined && name.startsWith('thumbnail_character_'));
  const ids = [...new Set(items.flatMap((item) => idOf(item) ?? []))].sort();
  return {
    items: items.filter((item) => idOf(item) === undefined && !(isForMany && item.name === ALL_CHARACTERS)),
    persons: ids.map((trackingId) => ({
      trackingId,
      modelId: models?.find((model) => model.trackingId === trackingId)?.modelId,
      items: items.filter((item) => idOf(item) === trackingId),
    })),
    allCharacters: Object.assign(
      {},
      ...items.filter(({ name }) => isForMany && name === ALL_CHARACTERS).map(linksOf),
    ) as FileLinks,
    detection,
    thumbnails: Object.fromEntries(thumbnails.flatMap((item) => thumbnailOf(item))),
  };
}

/** All files of an item: services put one type into each object, or several. */
export function linksOf({ files }: DownloadItem): FileLinks {
  return Object.assign({}, ...files) as FileLinks;
}

/** One file of an `all_characters` archive. */
export interface CharacterFile {
  /** Of the person whose motion it is, where its name says so. */
  readonly trackingId: string | undefined;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @throws `formats/zip`, `formats/too-large`: see `parseMotion`. */
export function unpackAllCharacters(zip: Uint8Array): readonly CharacterFile[] {
  return readZip(zip).map((file) => {
    const name = file.path.split('/').at(-1)!;
    return { trackingId: endingId(name.replace(/\.\w+$/, '')), name, bytes: file.read() };
  });
}

/** `walk_001` → `001`. */
function endingId(name: string): string | undefined {
  return trackingIdOf(/_(\d{3})$/.exec(name)?.[1]);
}

function thumbnailOf(item: DownloadItem): [string, string][] {
  const [id, link] = [endingId(item.name), Object.values(linksOf(item))[0]];
  return id === undefined || link === undefined ? [] : [[id, link]];
}

export interface FetchOptions extends CallOptions {
  /** Default 256 MiB. */
  readonly maxBytes?: number;
  readonly onBytes?: (done: number, total: number | undefined) => void;
}

const MAX_FILE_BYTES = 256 * 2 ** 20;

/** The bytes behind a signed link. Neither token nor cookie go along: the link is signed, and may lead elsewhere. */
export async function fetchFile(
  send: Send,
  url: string,
  { signal, maxBytes = MAX_FILE_BYTES, onBytes }: FetchOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const what = 'download the file';
  try {
    return await send({
      what,
      url,
      retry: BRIEF,
      signal,
      read: (response, { alive, unreadable }) => {
        if (response.status === 206) throw unreadable('a part of the file'); // Nobody asked for one.
        return readBytes(response, {
          what,
          maxBytes,
          onBytes: (done, total) => {
            alive();
            onBytes?.(done, total);
          },
        });
      },
    });
  } catch (error) {
    throw requestError(error);
  }
}

import { isKinoraError, KinoraError } from '../../../errors.ts';
import { readBytes } from '../../../http/read-bytes.ts';
import { PATIENT } from '../../../http/retry.ts';
import type { Send } from '../../../http/send.ts';
import type { ProviderFile } from '../../provider.ts';
import type { Animate3dSettings } from '../animate3d.ts';
import type { JobsApi } from '../api/jobs.ts';
import type { DownloadItem, DownloadLink } from '../wire/results.ts';
import type { RunProgress } from './run-progress.ts';
import { unpackResult } from './unpack-result.ts';

type Format = Animate3dSettings['formats'][number];

/** An animation of some minutes is a tenth of this. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

export interface ResultOptions {
  readonly jobs: Pick<JobsApi, 'links'>;
  readonly send: Send;
  readonly signal: AbortSignal;
  readonly progress: RunProgress;
  readonly formats: readonly Format[];
  /** Names the files. */
  readonly name: string;
}

/**
 * The files of a finished job. Links are signed and end: one that has ended is asked for once more.
 *
 * @throws `animate3d/no-result` where none of the files that were asked for is there, or one is something else;
 * `formats/zip` and `formats/too-large` for an archive that cannot be unpacked; `http/…`; the signal's reason.
 */
export async function fetchResult(rid: string, options: ResultOptions): Promise<readonly ProviderFile[]> {
  const links = (): Promise<DownloadLink | undefined> => options.jobs.links(rid, { signal: options.signal });
  try {
    return await fetchLinked(await links(), options);
  } catch (error) {
    if (!isKinoraError(error) || (error.code !== 'http/forbidden' && error.code !== 'http/not-found')) throw error;
    return fetchLinked(await links(), options);
  }
}

async function fetchLinked(link: DownloadLink | undefined, options: ResultOptions): Promise<readonly ProviderFile[]> {
  const item = pickItem(link?.urls ?? [], options.formats);
  const wanted = options.formats.flatMap((format) => {
    const url = item && urlOf(item, format);
    return url === undefined ? [] : [{ format, url }];
  });
  if (wanted.length === 0) {
    throw new KinoraError(
      'animate3d/no-result',
      `The service gave no ${options.formats.join(' or ')} of "${options.name}"`,
      { hint: 'The files of a job are kept for some time only: start again with the same video.' },
    );
  }
  const files: ProviderFile[] = [];
  for (const [index, { format, url }] of wanted.entries()) {
    const tell = (share: number, more = {}): void => {
      options.progress.report('download', (index + share) / wanted.length, more);
    };
    files.push(...unpackResult(await fetchFile(format, url, tell, options), format, options.name));
  }
  return files;
}

async function fetchFile(
  format: Format,
  url: string,
  tell: (share: number, more?: { readonly bytes: { readonly done: number; readonly total: number } }) => void,
  { send, signal, name }: ResultOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const what = `download "${name}.${format}"`;
  tell(0);
  // No token goes along: the link is signed, and may lead elsewhere.
  return send({
    what,
    url,
    retry: PATIENT,
    signal,
    read: async (response, { alive, unreadable }) => {
      // Without a length nobody knows how far it is: what has come stands for all of it.
      const onBytes = (done: number, total = done): void => {
        alive();
        tell(done / total, { bytes: { done, total } });
      };
      const bytes = await readBytes(response, { what, maxBytes: MAX_FILE_BYTES, onBytes });
      if (!isWhole(response, bytes.byteLength)) throw unreadable('a part of the file, which was asked for as a whole');
      return bytes;
    },
  });
}

/** Some caches answer with a part though nobody asked for one. */
function isWhole({ status, headers }: Response, byteLength: number): boolean {
  if (status !== 206) return true;
  const total = /^bytes 0-\d+\/(\d+)$/.exec(headers.get('Content-Range') ?? '')?.[1];
  return total !== undefined && Number(total) === byteLength;
}

/**
 * The first item that can be played. `inter…` are intermediates that clients skip, and `all_characters` holds once more
 * what the items of the single people hold.
 */
function pickItem(items: readonly DownloadItem[], formats: readonly Format[]): DownloadItem | undefined {
  const results = items.filter(({ name }) => !name.startsWith('inter'));
  const isBundle = ({ name }: DownloadItem): boolean => name === 'all_characters';
  const inOrder = [...results.filter((item) => !isBundle(item)), ...results.filter(isBundle)];
  for (const format of formats) {
    const item = inOrder.find((candidate) => urlOf(candidate, format) !== undefined);
    if (item) return item;
  }
  return undefined;
}

function urlOf({ files }: DownloadItem, format: Format): string | undefined {
  return files.find((file) => file[format] !== undefined)?.[format];
}

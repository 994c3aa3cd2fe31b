import { isKinoraError, KinoraError } from '../../../errors.ts';
import { sniff } from '../../../formats/sniff.ts';
import { readBytes } from '../../../http/read-bytes.ts';
import { PATIENT } from '../../../http/retry.ts';
import type { Send } from '../../../http/send.ts';
import type { ProviderFile } from '../../provider.ts';
import type { Animate3dSettings } from '../animate3d.ts';
import type { Gateway } from '../api/gateway.ts';
import type { RunProgress } from './run-progress.ts';
import type { DownloadItem, DownloadLink } from '../wire/results.ts';

type Format = Animate3dSettings['formats'][number];

/** An animation of some minutes is a tenth of this. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

export interface ResultOptions {
  readonly gateway: Gateway;
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
 * @throws `animate3d/no-result` where none of the files that were asked for is there, or one is something else.
 */
export async function fetchResult(rid: string, options: ResultOptions): Promise<readonly ProviderFile[]> {
  try {
    return await fetchLinked(await options.gateway.links(rid), options);
  } catch (error) {
    if (!isKinoraError(error) || (error.code !== 'http/forbidden' && error.code !== 'http/not-found')) throw error;
    return fetchLinked(await options.gateway.links(rid), options);
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
      {
        hint: 'The files of a job are kept for some time only: start again with the same video.',
      },
    );
  }
  const files: ProviderFile[] = [];
  for (const { format, url } of wanted) files.push(await fetchFile(format, url, wanted.length, files.length, options));
  return files;
}

async function fetchFile(
  format: Format,
  url: string,
  count: number,
  index: number,
  { send, signal, progress, name }: ResultOptions,
): Promise<ProviderFile> {
  const what = `download "${name}.${format}"`;
  progress.report('download', index / count);
  // No token goes along: the link is signed, and may lead elsewhere.
  const bytes = await send({
    what,
    url,
    retry: PATIENT,
    signal,
    read: (response, { alive }) =>
      readBytes(response, {
        what,
        maxBytes: MAX_FILE_BYTES,
        onBytes: (done, total = done) => {
          alive();
          progress.report('download', (index + done / total) / count, { bytes: { done, total } });
        },
      }),
  });
  assertFormat(bytes, format, name);
  return { name: `${name}.${format}`, format, bytes };
}

/** The first item that can be played, else the first that has anything. `inter…` are intermediates that clients skip. */
function pickItem(items: readonly DownloadItem[], formats: readonly Format[]): DownloadItem | undefined {
  const results = items.filter(({ name }) => !name.startsWith('inter'));
  const has = (format: Format) => (item: DownloadItem) => urlOf(item, format) !== undefined;
  for (const format of formats) {
    const item = results.find(has(format));
    if (item) return item;
  }
  return undefined;
}

function urlOf({ files }: DownloadItem, format: Format): string | undefined {
  return files.find((file) => file[format] !== undefined)?.[format];
}

/** FBX comes as it is or in a zip; names tell neither. */
function assertFormat(bytes: Uint8Array, format: Format, name: string): void {
  const found = sniff(bytes);
  if (found === format || (format === 'fbx' && found === 'zip')) return;
  throw new KinoraError(
    'animate3d/no-result',
    `The file "${name}.${format}" of the service is no ${format}, but ${found}`,
    {
      details: { format, found },
    },
  );
}

import type { DownloadLink } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { writeLink } from '../../files/links.ts';
import { originOf } from '../../files/storage-routes.ts';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import type { Job } from '../../jobs/job.ts';
import { visibleJobs } from './visible-jobs.ts';

/** How long a download link is good. A client asks anew rather than keep one. */
export const DOWNLOAD_LIFE_MS = 3_600_000;

/** The one item of a result. Not the video's name: clients pass over names that begin with `inter` or end in digits. */
export const ITEM_NAME = 'motion';

/** `GET /download/<rid>[,<rid>…]` */
export function answerDownload(house: House, context: Context, caller: Caller): Response {
  const jobs = visibleJobs(house, caller, context.req.param('rids') ?? '');
  const links = jobs.map((job) => linkOf(house, originOf(context), job));
  return context.json(house.dialect?.lists === 'bare' ? links : { count: links.length, links });
}

function linkOf(house: House, origin: string, { rid, state, request, result }: Job): DownloadLink {
  if (state !== 'done' || !result) return { rid };
  const expiresMs = house.now() + DOWNLOAD_LIFE_MS;
  const link = (key: string, name: string): string =>
    writeLink(house.signer, origin, { kind: 'get', key, name, expiresMs });
  const files = result.files.map(({ key, format }) => ({ [format]: link(key, `${ITEM_NAME}.${format}`) }));
  return {
    rid,
    name: request.fileName,
    size: request.fileSize,
    duration: result.videoSeconds ?? result.durationSeconds,
    input: link(request.videoKey, request.fileName),
    urls: [
      {
        name: ITEM_NAME,
        files: house.dialect?.filesAsOne ? [Object.assign({}, ...files) as (typeof files)[0]] : files,
      },
    ],
  };
}

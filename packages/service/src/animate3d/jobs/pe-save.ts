import type { PeSaveUrls } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { writeLink } from '../../files/links.ts';
import { originOf } from '../../files/storage-routes.ts';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import { badRequest, notFound } from '../../http/refusal.ts';
import { keyFor } from '../uploads/uploaded-file.ts';
import { uploadLink } from '../uploads/offer-upload.ts';
import { DOWNLOAD_LIFE_MS } from './download.ts';
import { visibleJob } from './visible-jobs.ts';

const FILE_NAME = 'motion.pesave';

/**
 * `GET /pesave/getUrls/<rid>`: where a pose editor keeps its version of a motion. A job of one person has one, and no
 * tracking id (the documents show a job of several alone). What is put there is kept as it is.
 */
export async function answerPeSave(house: House, context: Context, caller: Caller): Promise<Response> {
  const job = visibleJob(house, caller, context.req.param('rid') ?? '');
  if (!job) throw notFound('such job');
  if (job.state !== 'done') throw badRequest('Only a job that succeeded has a motion to edit');
  const key = keyFor('pose', job.rid);
  const isWritten = (await house.files.size(key)) !== undefined;
  const expiresMs = house.now() + DOWNLOAD_LIFE_MS;
  const urls: PeSaveUrls = {
    modifiedVersionReadUrl: isWritten
      ? writeLink(house.signer, originOf(context), { kind: 'get', key, name: FILE_NAME, expiresMs })
      : null,
    modifiedVersionWriteUrl: uploadLink(house, context, {
      kind: 'pose',
      id: job.rid,
      name: FILE_NAME,
      resumable: false,
    }),
  };
  return context.json([urls]);
}

import { readProcessRequest } from '@kinora/core/protocol';
import type { ProcessAnswer, ProcessRequest } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { readLink } from '../files/links.ts';
import type { House } from '../house.ts';
import type { Caller } from '../http/caller.ts';
import { badRequest, notFound } from '../http/refusal.ts';
import type { JobRequest } from '../jobs/job.ts';
import { visibleJob } from './visible-jobs.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** `POST /process`: a new job for an uploaded video, or a finished one again with other parameters. */
export async function startJob(house: House, context: Context, caller: Caller): Promise<Response> {
  const request = readProcessRequest(await readJson(context));
  const video = await videoOf(house, caller, request);
  const idempotencyKey = readIdempotencyKey(context);
  const job = await house.jobs.add({
    ...video,
    params: request.params,
    ...caller,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
  return context.json({ rid: job.rid } satisfies ProcessAnswer);
}

type Video = Pick<JobRequest, 'videoKey' | 'fileName' | 'fileSize'>;

async function videoOf(house: House, caller: Caller, { url, rid }: ProcessRequest): Promise<Video> {
  if (url !== undefined) return uploadedVideo(house, url);
  if (rid === undefined) throw badRequest('This service follows one person: rid_mp_detection is not taken');
  const job = visibleJob(house, caller, rid);
  if (!job) throw notFound('such job to run again');
  if (job.state !== 'done') throw badRequest('Only a job that succeeded can be run again');
  const { videoKey, fileName, fileSize } = job.request;
  return { videoKey, fileName, fileSize };
}

/** No URL is ever fetched: it has to be one of our own, and the file has to be here. */
async function uploadedVideo(house: House, url: string): Promise<Video> {
  const link = readLink(house.signer, url);
  if (link?.kind !== 'put' && link?.kind !== 'start') throw badRequest('The url is none that /upload has given');
  const fileSize = await house.files.size(link.key);
  if (fileSize === undefined) throw notFound('file behind the url: nothing has been uploaded to it');
  return { videoKey: link.key, fileName: link.name, fileSize };
}

async function readJson(context: Context): Promise<unknown> {
  const length = Number(context.req.header('Content-Length') ?? MAX_BODY_BYTES);
  if (length > MAX_BODY_BYTES) throw badRequest('The body is too long');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of context.req.raw.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_BODY_BYTES) throw badRequest('The body is too long');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest('The body is no JSON'); // Its own message would quote the body.
  }
}

function readIdempotencyKey(context: Context): string | undefined {
  const key = context.req.header('Idempotency-Key');
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) throw badRequest('The Idempotency-Key cannot be read');
  return key;
}

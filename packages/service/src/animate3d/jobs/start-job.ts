import { readProcessRequest } from '@kinora/core/protocol';
import type { ProcessAnswer, ProcessRequest } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { badRequest, notFound } from '../../http/refusal.ts';
import type { JobRequest } from '../../jobs/job.ts';
import { uploadedFile } from '../uploads/uploaded-file.ts';
import { visibleJob } from './visible-jobs.ts';

/**
 * `POST /process`: a new job for an uploaded video, or a finished one again with other parameters, under a rid of its own.
 * What the parameters say is the job's business: it fails by their code.
 */
export async function startJob(house: House, context: Context, caller: Caller): Promise<Response> {
  const request = readProcessRequest(await readJsonBody(context));
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

async function videoOf(house: House, caller: Caller, request: ProcessRequest): Promise<Video> {
  const { url, rid = request.rid_mp_detection ?? '' } = request;
  if (url !== undefined) {
    const { key, name, size } = await uploadedFile(house, 'video', url);
    return { videoKey: key, fileName: name, fileSize: size };
  }
  const job = visibleJob(house, caller, rid);
  if (!job) throw notFound('such job to run again');
  if (request.rid_mp_detection !== undefined) {
    // Whoever detects persons here was told by a failed job that nobody does.
    throw badRequest('The job is no detection of persons that succeeded: this version follows one person');
  }
  if (job.state !== 'done') throw badRequest('Only a job that succeeded can be run again');
  const { videoKey, fileName, fileSize } = job.request;
  return { videoKey, fileName, fileSize };
}

function readIdempotencyKey(context: Context): string | undefined {
  const key = context.req.header('Idempotency-Key');
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) throw badRequest('The Idempotency-Key cannot be read');
  return key;
}

import type {
  DownloadAnswer,
  DownloadLink,
  JobDetails,
  JobState,
  JobStatus,
  ListAnswer,
  StatusAnswer,
} from '@kinora/core/protocol';
import type { Context } from 'hono';
import { writeLink } from '../files/links.ts';
import { originOf } from '../files/storage-routes.ts';
import type { House } from '../house.ts';
import type { Caller } from '../http/caller.ts';
import type { Job } from '../jobs/job.ts';
import { allVisibleJobs, visibleJobs } from './visible-jobs.ts';

/** How long a download link is good. A client asks anew rather than keep one. */
const DOWNLOAD_LIFE_MS = 3_600_000;

/** The steps into which progress is told. */
const STEPS = 100;

/** The one item of a result. Not the video's name: clients pass over names that begin with `inter` or end in digits. */
const ITEM_NAME = 'motion';

/** `GET /status/<rid>[,<rid>…]` */
export function answerStatus(house: House, context: Context, caller: Caller): Response {
  const status = visibleJobs(house, caller, context.req.param('rids') ?? '').map((job) => statusOf(house, job));
  return context.json({ count: status.length, status } satisfies StatusAnswer);
}

/** `GET /download/<rid>[,<rid>…]` */
export function answerDownload(house: House, context: Context, caller: Caller): Response {
  const jobs = visibleJobs(house, caller, context.req.param('rids') ?? '');
  const links = jobs.map((job) => linkOf(house, originOf(context), job));
  return context.json({ count: links.length, links } satisfies DownloadAnswer);
}

/** `GET /list[/<STATUS>[,<STATUS>…]]` */
export function answerList(house: House, context: Context, caller: Caller): Response {
  const states = context.req.param('states')?.split(',');
  const list = allVisibleJobs(house, caller)
    .map((job) => ({
      rid: job.rid,
      fileName: job.request.fileName,
      fileSize: job.request.fileSize,
      fileDuration: job.result?.durationSeconds ?? 0,
      status: LISTED_STATES[job.state],
      ctime: job.createdMs,
      mtime: job.changedMs,
    }))
    .filter(({ status }) => !states || states.includes(status));
  return context.json({ count: list.length, list } satisfies ListAnswer);
}

const LISTED_STATES = {
  waiting: 'STARTING',
  running: 'PROGRESS',
  done: 'SUCCESS',
  failed: 'FAILURE',
} as const satisfies Record<Job['state'], JobState>;

function statusOf(house: House, job: Job): JobStatus {
  const position = house.jobs.jobsBefore(job.rid);
  // STARTING is a word of `/list` alone: a job that waits is in progress here.
  const status = job.state === 'waiting' ? 'PROGRESS' : LISTED_STATES[job.state];
  return {
    rid: job.rid,
    status,
    details: detailsOf(job),
    ...(job.state === 'waiting' && position > 0 && { positionInQueue: position }),
  };
}

function detailsOf({ state, progress01, request, result, failure }: Job): JobDetails {
  if (state === 'failed') {
    const { code = 0, message = '' } = failure ?? {};
    // The code leads the message: clients look for it there, and the published one shows the message alone.
    return { exc_message: `${code}: ${message}`, exc_type: String(code) };
  }
  if (state !== 'done') return { step: Math.floor(progress01 * STEPS), total: STEPS };
  const out = `${ITEM_NAME}.${result?.files[0]?.format ?? ''}`;
  // v1.5.8 says `in`, v2.0.0 says `In`: clients read one or the other.
  return { in: request.fileName, In: request.fileName, out };
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
    duration: result.durationSeconds,
    input: link(request.videoKey, request.fileName),
    urls: [{ name: ITEM_NAME, files }],
  };
}

import type { JobDetails, JobState, StatusAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import type { Job, JobFailure } from '../../jobs/job.ts';
import { DOCUMENTED } from '../dialect.ts';
import type { Dialect } from '../dialect.ts';
import { ITEM_NAME } from './download.ts';
import { visibleJobs } from './visible-jobs.ts';

/** The steps into which progress is told. */
const STEPS = 100;

/** The words of `/list`. */
export const LISTED_STATES = {
  waiting: 'STARTING',
  running: 'PROGRESS',
  done: 'SUCCESS',
  failed: 'FAILURE',
} as const satisfies Record<Job['state'], JobState>;

/** `GET /status/<rid>[,<rid>…]` */
export function statusRoute(house: House): (context: Context, caller: Caller) => Response {
  const dialect = { ...DOCUMENTED, ...house.dialect };
  const polls = new Map<string, number>();
  return (context, caller) => {
    const jobs = visibleJobs(house, caller, context.req.param('rids') ?? '');
    const status = jobs.map((job) => {
      const count = (polls.get(job.rid) ?? 0) + 1;
      if (dialect.retries > 0) polls.set(job.rid, count);
      return statusOf(house, job, dialect, count <= dialect.retries);
    });
    return context.json(dialect.lists === 'bare' ? status : { count: status.length, status });
  };
}

function statusOf(house: House, job: Job, dialect: Dialect, isRetried: boolean): StatusAnswer['status'][number] {
  if (isRetried && (job.state === 'waiting' || job.state === 'running')) {
    return { rid: job.rid, status: 'RETRY', details: failureDetails({ code: 511, message: 'Interrupted' }, dialect) };
  }
  const position = house.jobs.jobsBefore(job.rid);
  // STARTING is a word of `/list` alone: a job that waits is in progress here.
  const status = job.state === 'waiting' ? 'PROGRESS' : LISTED_STATES[job.state];
  return {
    rid: job.rid,
    status,
    details: detailsOf(job, dialect),
    ...(job.state === 'waiting' && position > 0 && { positionInQueue: placeOf(position, dialect) }),
  };
}

/** The wire has numbers; some services write text, which the dialect is there to show. */
function placeOf(position: number, { queueAsText }: Dialect): number {
  return queueAsText ? (String(position) as unknown as number) : position;
}

function detailsOf({ state, progress01, request, result, failure }: Job, dialect: Dialect): JobDetails {
  if (state === 'failed') return failureDetails(failure ?? { code: 0, message: '' }, dialect);
  if (state !== 'done') {
    const step = Math.floor(progress01 * STEPS) + (dialect.stepsBeyond ? STEPS : 0);
    return { step, total: STEPS };
  }
  const out = `${ITEM_NAME}.${result?.files[0]?.format ?? ''}`;
  const { fileName } = request;
  const { version } = dialect;
  // v1.5.8 says `in`, v2.0.0 says `In`: clients read one or the other.
  return { ...(version !== '2.0.0' && { in: fileName }), ...(version !== '1.5.8' && { In: fileName }), out };
}

function failureDetails({ code, message }: JobFailure, { failure }: Dialect): JobDetails {
  switch (failure) {
    // The code leads the message: clients look for it there, and the published one shows the message alone.
    case 'text':
      return { exc_message: `${code}: ${message}`, exc_type: String(code) };
    case 'list':
      return { exc_message: [String(code)], exc_type: 'Exception' };
    case 'number':
      return { exc_message: code, exc_type: 'Exception' };
    case 'masked':
      return { exc_message: 'Something went wrong', exc_type: 'Exception' };
  }
}

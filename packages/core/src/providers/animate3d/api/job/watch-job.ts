import { KinoraError } from '../../../../errors.ts';
import type { Clock } from '../../../../http/clock.ts';
import { jobError } from '../../errors.ts';
import type { JobStatus } from '../../wire/jobs.ts';
import type { DownloadLink } from '../../wire/results.ts';
import type { StartedJob } from './start-job.ts';
import type { CallOptions } from '../transport/transport.ts';

/** What was heard of a job. */
export interface JobUpdate {
  readonly status: JobStatus;
  /** [0, 1], never going back. Undefined while the service does not say how much there is to do. */
  readonly progress01: number | undefined;
  /** How many jobs come before, where the service says so. */
  readonly positionInQueue: number | undefined;
  /** What went wrong, where the service tries once more. */
  readonly lastError: KinoraError | undefined;
}

export interface WatchPorts {
  readonly clock: Clock;
  /** [0, 1). */
  readonly random: () => number;
}

interface Watch extends WatchPorts, CallOptions {
  readonly status: (rid: string, options: CallOptions) => Promise<JobStatus | undefined>;
  readonly links: (rid: string, options: CallOptions) => Promise<DownloadLink | undefined>;
}

const SHORTEST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 20_000;
/** All waits together: a RETRY may go on for ever. */
const MAX_WAIT_MS = 2 * 3_600_000;
/** A job that has just begun may not be known everywhere yet. */
const MAX_UNKNOWN = 5;
/** A job that was begun again is seen to run within this time, or it ran between two polls. */
const GRACE_MS = 60_000;

/** Asks until a job is done. Only SUCCESS and FAILURE are final; any other word means "not yet". */
export async function* watchJob(job: StartedJob, watch: Watch): AsyncGenerator<JobUpdate, void> {
  const { clock, random, signal } = watch;
  let [waitedMs, unknown, progress01] = [0, 0, undefined as number | undefined];
  let doubt = job.doubt;
  while (waitedMs < MAX_WAIT_MS) {
    const status = await watch.status(job.rid, { signal });
    unknown = status ? 0 : unknown + 1;
    if (unknown >= MAX_UNKNOWN) throw unknownJob(job.rid);
    if (status?.status === 'FAILURE') throw jobError(job.rid, status.details);
    if (status && status.status !== 'SUCCESS') doubt = undefined; // It was seen to run: what comes is its own.
    const isStale = status?.status === 'SUCCESS' && waitedMs < GRACE_MS && (await isEarlier(job.rid, doubt, watch));
    if (status && !isStale) {
      progress01 = furthest(progress01, progressOf(status));
      yield updateOf(status, progress01);
      if (status.status === 'SUCCESS') return;
    }
    const pause = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, waitedMs / 10)) * (0.75 + 0.5 * random());
    await clock.sleep(pause, signal);
    waitedMs += pause;
  }
  throw new KinoraError('animate3d/timeout', 'The service did not finish the job within two hours', {
    hint: 'Try a shorter video, or look at the service.',
    details: { rid: job.rid },
  });
}

/** Only these two are final: STARTING, RETRY and words of a newer service mean "not yet". */
export function isOver({ status }: JobStatus): boolean {
  return status === 'SUCCESS' || status === 'FAILURE';
}

/** How far a job is, [0, 1]; undefined where it does not say how much there is to do. */
export function progressOf({ status, details }: JobStatus): number | undefined {
  if (status === 'SUCCESS') return 1;
  const { step = 0, total = 0 } = details ?? {};
  return total > 0 ? Math.min(1, Math.max(0, step / total)) : undefined;
}

/** True where a SUCCESS is that of the run before, by what its result has. */
async function isEarlier(rid: string, doubt: StartedJob['doubt'], { links, signal }: Watch): Promise<boolean> {
  if (doubt === undefined || doubt === 'rerun') return doubt === 'rerun';
  const { mode, models } = (await links(rid, { signal })) ?? {};
  return !(mode === 1 && models !== undefined);
}

function furthest(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined ? now : Math.max(before, now ?? 0);
}

function updateOf(status: JobStatus, progress01: number | undefined): JobUpdate {
  const { positionInQueue = 0, details } = status;
  return {
    status,
    progress01,
    positionInQueue: positionInQueue > 0 ? positionInQueue : undefined,
    lastError: status.status === 'RETRY' ? jobError(status.rid, details) : undefined,
  };
}

function unknownJob(rid: string): KinoraError {
  return new KinoraError('animate3d/unknown-job', 'The service does not know the job, or not any more', {
    hint: 'Start again with the same video: failed and old jobs are removed after some time.',
    details: { rid },
  });
}

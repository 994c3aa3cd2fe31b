import { KinoraError } from '../../../errors.ts';
import { jobError } from '../errors.ts';
import type { JobStatus } from '../wire/jobs.ts';
import type { RunProgress } from './run-progress.ts';
import type { StatusPoller } from './status-poller.ts';

export interface WaitOptions {
  /** What errors call the job. */
  readonly name: string;
  readonly poller: Pick<StatusPoller, 'after'>;
  readonly progress: RunProgress;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

const SHORTEST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
/** All waits between polls together. A RETRY may go on for ever, and so may a job that a service lost sight of. */
const MAX_WAIT_MS = 2 * 3_600_000;
/** A job that has just begun may not be known everywhere yet. */
const MAX_UNKNOWN = 5;

/**
 * Polls until the job has succeeded. Only SUCCESS and FAILURE are final; STARTING, RETRY and words of a newer service
 * mean "not yet".
 *
 * @throws the job's error on FAILURE, `animate3d/unknown-job`, `animate3d/timeout`; `http/…`; the signal's reason.
 */
export async function untilSuccess(rid: string, options: WaitOptions): Promise<void> {
  const { name, poller, progress, random, signal } = options;
  let waitedMs = 0;
  let unknown = 0;
  let pause = 0; // A job may have ended while nobody asked for it.
  while (waitedMs < MAX_WAIT_MS) {
    const job = await poller.after(pause, rid, signal);
    unknown = job ? 0 : unknown + 1;
    if (unknown >= MAX_UNKNOWN) throw unknownJob(name);
    if (job?.status === 'SUCCESS') return;
    if (job?.status === 'FAILURE') throw jobError(name, job.details);
    if (job) report(job, progress);
    // A tenth of what the job has taken already: short jobs are seen soon, long ones asked for seldom.
    pause = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, waitedMs / 10)) * (0.75 + 0.5 * random());
    waitedMs += pause;
  }
  throw new KinoraError('animate3d/timeout', `The service did not finish "${name}" within two hours`, {
    hint: 'Try a shorter video, or look at the service.',
  });
}

function report({ status, details, positionInQueue = 0 }: JobStatus, progress: RunProgress): void {
  if (positionInQueue > 0) return progress.report('queue', 0, { message: `Number ${positionInQueue} in the queue` });
  if (status === 'STARTING') return progress.report('queue', 0);
  const { step = 0, total = 0 } = details ?? {};
  const message = status === 'RETRY' ? { message: 'The service tries once more' } : {};
  progress.report('track', total > 0 ? step / total : 0, message);
}

function unknownJob(name: string): KinoraError {
  return new KinoraError('animate3d/unknown-job', `The service does not know the job of "${name}" any more`, {
    hint: 'Start again with the same video.',
  });
}

import { isKinoraError } from '../../../errors.ts';
import type { Clock } from '../../../http/clock.ts';
import { isTransient, PATIENT, retryDelay } from '../../../http/retry.ts';
import { startJob } from '../api/job/start-job.ts';
import type { Transport } from '../api/transport/transport.ts';
import { readListAnswer } from '../wire/jobs.ts';
import type { ListedJob } from '../wire/jobs.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import type { JobTraces } from './checkpoint.ts';

export interface SubmitOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A job that is to be asked for once, whatever gets lost. */
export interface Submission {
  readonly url: string;
  /** `key=value`. */
  readonly params: readonly string[];
  readonly idempotencyKey: string;
  /** Present where the other side knows of no keys. */
  readonly traces?: JobTraces | undefined;
  /** True where an earlier page may have asked already. */
  readonly isAgain: boolean;
}

/**
 * What a job will be found by that is about to be asked for, where the other side knows of no keys.
 *
 * @param fileName - as unlike any other job's as can be.
 */
export async function takeTraces(fileName: string, options: SubmitOptions): Promise<JobTraces> {
  const earlier = (await listJobs(options)).filter((job) => job.fileName === fileName);
  return { fileName, earlier: earlier.map(({ rid }) => rid), sinceMs: options.clock.now() };
}

/**
 * Asks for the job. An answer that was lost does not make a second one: a gateway is asked again with the same key; the
 * service itself, which has no keys, shows its list first.
 *
 * @returns the rid.
 * @throws `http/…`, `animate3d/…`; the signal's reason.
 */
export async function submitOnce(submission: Submission, options: SubmitOptions): Promise<string> {
  const { url, params, idempotencyKey, traces, isAgain } = submission;
  const { transport, signal } = options;
  const ask = async (): Promise<string> =>
    (await startJob({ transport, apiVersion: 'auto' }, { url }, params, { idempotencyKey, signal })).rid;
  return traces ? askAfterLooking(ask, traces, isAgain, options) : ask();
}

async function askAfterLooking(
  ask: () => Promise<string>,
  traces: JobTraces,
  isAgain: boolean,
  options: SubmitOptions,
): Promise<string> {
  const { clock, random, signal } = options;
  let mayBeThere = isAgain;
  let waited = 0;
  for (let failures = 1; ; failures++) {
    const found = mayBeThere ? await findJob(traces, options) : undefined;
    if (found !== undefined) return found;
    try {
      return await ask();
    } catch (error) {
      if (!isKinoraError(error) || !isTransient(error)) throw error;
      const waitMs = retryDelay(PATIENT, failures, { random });
      waited += waitMs;
      if (waited > PATIENT.budgetMs) throw error;
      mayBeThere = true;
      await clock.sleep(waitMs, signal);
    }
  }
}

/** A clock that is wrong by more than this is wrong by hours. */
const CLOCK_SKEW_MS = 10 * 60_000;
/** A new job may have no name yet: it is looked at so often. */
const LOOKS = 5;
const LOOK_PAUSE_MS = 2000;

async function findJob(traces: JobTraces, options: SubmitOptions): Promise<string | undefined> {
  for (let look = 1; ; look++) {
    const candidates = candidatesOf(await listJobs(options), traces);
    const named = candidates.find(({ fileName }) => fileName === traces.fileName);
    if (named) return named.rid;
    if (candidates.length === 0) return undefined;
    // A service that names no job at all: the one that came since is the one that we asked for.
    if (look === LOOKS) return candidates[0]?.rid;
    await options.clock.sleep(LOOK_PAUSE_MS, options.signal);
  }
}

/** Jobs that may be the one, the newest first, as the list is. */
function candidatesOf(jobs: readonly ListedJob[], { fileName, earlier, sinceMs }: JobTraces): readonly ListedJob[] {
  const isNew = ({ ctime }: ListedJob): boolean => ctime === 0 || ctime >= sinceMs - CLOCK_SKEW_MS;
  const mayBe = (job: ListedJob): boolean => job.fileName === fileName || job.fileName === '';
  return jobs.filter((job) => !earlier.includes(job.rid) && isNew(job) && mayBe(job));
}

async function listJobs({ transport, signal }: SubmitOptions): Promise<readonly ListedJob[]> {
  const call = { what: 'look for the job', path: ANIMATE3D_PATHS.list, parse: readListAnswer, signal };
  const { list } = await transport.call(call);
  return [...list].sort((a, b) => b.ctime - a.ctime);
}

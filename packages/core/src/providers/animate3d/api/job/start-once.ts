import { isKinoraError, KinoraError } from '../../../../errors.ts';
import type { Clock } from '../../../../http/clock.ts';
import { BRIEF, isTransient, retryDelay } from '../../../../http/retry.ts';
import type { RetryPolicy } from '../../../../http/retry.ts';
import type { ListedJob } from '../../wire/jobs.ts';
import type { Endpoints } from '../endpoints.ts';
import type { CallOptions } from '../transport/transport.ts';
import { newKey } from './new-key.ts';
import { startJob, stringsOf } from './start-job.ts';
import type { JobParams, StartedJob, StartOptions } from './start-job.ts';

/** A job that is to be started once, whatever gets lost. Plain data, to be kept. */
export interface Submission {
  readonly url: string;
  /** `key=value` */
  readonly params: readonly string[];
  /** Behind our gateway it makes one job of all repeats. */
  readonly idempotencyKey: string;
  /** With an account, which knows of no keys: how the job is found in its list. */
  readonly traces?: JobTraces;
}

/** How a job is known in the account's list. */
export interface JobTraces {
  readonly fileName: string;
  /** Jobs of this file name, and of none, that were there before. */
  readonly earlier: readonly string[];
  /** Milliseconds since 1970, by this machine's clock. */
  readonly sinceMs: number;
}

export interface PrepareOptions extends Omit<StartOptions, 'idempotencyKey'> {
  /** Under which the video was uploaded. As unlike any other job's as can be: by it the job is known. */
  readonly fileName: string;
}

export interface OncePorts {
  readonly clock: Clock;
  /** [0, 1). */
  readonly random: () => number;
  readonly retry?: RetryPolicy | undefined;
  readonly list: (options: CallOptions) => Promise<readonly ListedJob[]>;
}

/** A clock that is wrong by more than this is wrong by hours. */
const CLOCK_SKEW_MS = 10 * 60_000;
/** So long a job may take to show in the list, with its name, after its answer was lost. */
const SETTLE_MS = 15_000;
const LOOK_PAUSE_MS = 2000;

/**
 * Starts jobs once. An answer that was lost does not make a second one: a gateway is asked again with the same key; the
 * service itself, which has no keys, shows its list first.
 */
export class OnceStarter {
  readonly #endpoints: Endpoints;
  readonly #ports: OncePorts;
  /** Prepared here and not sent yet: of any other it is unknown whether somebody sent it. */
  readonly #unsent = new WeakSet<Submission>();

  constructor(endpoints: Endpoints, ports: OncePorts) {
    this.#endpoints = endpoints;
    this.#ports = ports;
  }

  async prepare(url: string, params: JobParams, { fileName, signal, input }: PrepareOptions): Promise<Submission> {
    const submission = { url, params: stringsOf(this.#endpoints, params, input), idempotencyKey: newKey() };
    const whole = this.#isKeyed ? submission : { ...submission, traces: await this.#traces(fileName, signal) };
    this.#unsent.add(whole);
    return whole;
  }

  async start(submission: Submission, { signal }: CallOptions): Promise<StartedJob> {
    const { url, params, idempotencyKey, traces } = submission;
    const isUnsent = this.#unsent.delete(submission);
    const ask = (): Promise<StartedJob> => startJob(this.#endpoints, { url }, params, { idempotencyKey, signal });
    if (this.#isKeyed) return ask();
    if (!traces)
      throw new KinoraError('animate3d/parameter', 'The submission was prepared for a gateway, not for this');
    return this.#askAfterLooking(ask, traces, isUnsent ? undefined : traces.sinceMs, signal);
  }

  get #isKeyed(): boolean {
    return this.#endpoints.transport.kind === 'gateway';
  }

  async #traces(fileName: string, signal: AbortSignal | undefined): Promise<JobTraces> {
    const earlier = (await this.#ports.list({ signal })).filter((job) => mayBe(job, fileName));
    return { fileName, earlier: earlier.map(({ rid }) => rid), sinceMs: this.#ports.clock.now() };
  }

  /** @param triedMs - when it was asked for last; undefined where it never was. */
  async #askAfterLooking(
    ask: () => Promise<StartedJob>,
    traces: JobTraces,
    triedMs: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<StartedJob> {
    const { clock, random, retry = BRIEF } = this.#ports;
    let waited = 0;
    let lastTryMs = triedMs;
    for (let failures = 1; ; failures++) {
      const rid = lastTryMs === undefined ? undefined : await this.#find(traces, lastTryMs, signal);
      if (rid !== undefined) return { rid };
      try {
        return await ask();
      } catch (error) {
        if (!isKinoraError(error) || !isTransient(error)) throw error;
        lastTryMs = clock.now();
        const waitMs = retryDelay(retry, failures, { random });
        waited += waitMs;
        if (failures >= retry.attempts || waited > retry.budgetMs) throw error;
        await clock.sleep(waitMs, signal);
      }
    }
  }

  /** Looks until the job is there, or would be if there were one. */
  async #find(traces: JobTraces, triedMs: number, signal: AbortSignal | undefined): Promise<string | undefined> {
    const { clock, list } = this.#ports;
    for (;;) {
      const candidates = candidatesOf(await list({ signal }), traces);
      const named = candidates.find(({ fileName }) => fileName === traces.fileName);
      if (named) return named.rid;
      if (clock.now() >= triedMs + SETTLE_MS) {
        // A service that names no job at all: the one that came since is the one that we asked for.
        if (candidates.length > 1) throw ambiguous(candidates.length);
        return candidates[0]?.rid;
      }
      await clock.sleep(LOOK_PAUSE_MS, signal);
    }
  }
}

/** Jobs that may be the one, the newest first, as the list is. */
function candidatesOf(jobs: readonly ListedJob[], { fileName, earlier, sinceMs }: JobTraces): readonly ListedJob[] {
  const isNew = ({ ctime }: ListedJob): boolean => ctime === 0 || ctime >= sinceMs - CLOCK_SKEW_MS;
  return jobs.filter((job) => !earlier.includes(job.rid) && isNew(job) && mayBe(job, fileName));
}

/** A job that has just begun may have no name yet. */
function mayBe(job: ListedJob, fileName: string): boolean {
  return job.fileName === fileName || job.fileName === '';
}

function ambiguous(jobs: number): KinoraError {
  return new KinoraError(
    'animate3d/unknown-job',
    'The answer of the service was lost, and its new jobs have no names',
    {
      hint: 'Look at the list of jobs: one of them is this one. Starting it again would make it twice.',
      details: { jobs },
    },
  );
}

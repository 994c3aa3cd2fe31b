import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KinoraError } from '@kinora/core/protocol';
import type { JobQueue, JobQueueOptions } from './job-queue.ts';
import type { Job, JobRequest } from './job.ts';
import { Journal } from './journal.ts';

/**
 * A queue in this process, with a journal on disk. What was done or had failed stays so; what waited, waits again; what
 * ran begins anew.
 *
 * @param path - of the journal.
 * @throws `service/journal` for a journal that cannot be read.
 */
export async function openJournalQueue(path: string, options: JobQueueOptions): Promise<JobQueue> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { journal, jobs } = await Journal.open(path);
  return new JournalQueue(journal, jobs, options);
}

/** The journal is written anew when it has so many lines for each job in it. */
const LINES_PER_JOB = 16;

class JournalQueue implements JobQueue {
  readonly #journal: Journal;
  readonly #jobs: Map<string, Job>;
  readonly #options: Required<JobQueueOptions>;
  readonly #end = new AbortController();
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;

  constructor(journal: Journal, jobs: Map<string, Job>, options: JobQueueOptions) {
    this.#journal = journal;
    this.#jobs = jobs;
    this.#options = {
      maxWaiting: 100,
      maxFinished: 1000,
      maxAttempts: 3,
      now: Date.now,
      onForgotten: () => Promise.resolve(),
      onFault: () => {},
      ...options,
    };
    for (const job of jobs.values()) if (job.state === 'running') jobs.set(job.rid, { ...job, state: 'waiting' });
    this.#workOn();
  }

  async add(request: JobRequest): Promise<Job> {
    const twin = this.#twinOf(request);
    if (twin) {
      if (!isSameRequest(twin.request, request)) throw conflict();
      // Behind the twin's own line: a repeat is not confirmed before it is on disk either.
      await this.#journal.append({ job: twin });
      return twin;
    }
    if (this.#waiting().length >= this.#options.maxWaiting) throw busy();
    const now = this.#options.now();
    const rid = randomBytes(16).toString('base64url');
    const job: Job = { rid, request, state: 'waiting', progress01: 0, attempts: 0, createdMs: now, changedMs: now };
    this.#jobs.set(rid, job);
    try {
      await this.#journal.append({ job });
    } catch (error) {
      this.#jobs.delete(rid);
      throw error;
    }
    this.#workOn();
    return job;
  }

  get(rid: string): Job | undefined {
    return this.#jobs.get(rid);
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  jobsBefore(rid: string): number {
    const unfinished = this.list().filter(({ state }) => state === 'waiting' || state === 'running');
    return Math.max(
      0,
      unfinished.findIndex((job) => job.rid === rid),
    );
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#work;
    await this.#journal.close();
  }

  #waiting(): Job[] {
    return this.list().filter(({ state }) => state === 'waiting');
  }

  #twinOf({ user, idempotencyKey }: JobRequest): Job | undefined {
    if (idempotencyKey === undefined) return undefined;
    return this.list().find(({ request }) => request.user === user && request.idempotencyKey === idempotencyKey);
  }

  #workOn(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#work = this.#runAll()
      .catch(this.#options.onFault)
      .finally(() => (this.#isWorking = false));
  }

  async #runAll(): Promise<void> {
    for (let [job] = this.#waiting(); job && !this.#end.signal.aborted; [job] = this.#waiting()) {
      const ended = await this.#runOne(job);
      this.#jobs.set(job.rid, ended);
      await this.#journal.append({ job: ended });
      await this.#forgetOldest();
    }
  }

  /** @returns the job as it stands at the end: done, failed, or waiting again where the queue closes. */
  async #runOne(waiting: Job): Promise<Job> {
    const { run, failureOf, maxAttempts, now } = this.#options;
    if (waiting.attempts >= maxAttempts) return { ...waiting, state: 'failed', failure: INTERRUPTED, changedMs: now() };
    const job: Job = { ...waiting, state: 'running', attempts: waiting.attempts + 1, changedMs: now() };
    this.#jobs.set(job.rid, job);
    await this.#journal.append({ job });
    const { signal } = this.#end;
    const onProgress = (progress01: number): void => {
      this.#jobs.set(job.rid, { ...job, progress01, changedMs: now() });
    };
    try {
      const result = await run(job, { signal, onProgress });
      return { ...job, state: 'done', progress01: 1, result, changedMs: now() };
    } catch (error) {
      if (signal.aborted) return waiting;
      return { ...job, state: 'failed', failure: failureOf(error), changedMs: now() };
    }
  }

  async #forgetOldest(): Promise<void> {
    const finished = this.list().filter(({ state }) => state === 'done' || state === 'failed');
    for (const job of finished.slice(0, Math.max(0, finished.length - this.#options.maxFinished))) {
      this.#jobs.delete(job.rid);
      await this.#journal.append({ forgotten: job.rid });
      await this.#options.onForgotten(job);
    }
    if (this.#journal.lines > LINES_PER_JOB * (this.#jobs.size + 16)) {
      await this.#journal.compact(() => this.#jobs.values());
    }
  }
}

/** 511 of Animate 3D: processing interrupted. */
const INTERRUPTED = { code: 511, message: 'The job ended the service each time that it was begun' };

function isSameRequest(a: JobRequest, b: JobRequest): boolean {
  return a.videoKey === b.videoKey && JSON.stringify(a.params) === JSON.stringify(b.params);
}

function conflict(): KinoraError {
  return new KinoraError('service/conflict', 'The idempotency key belongs to another request', {
    hint: 'Make a new key for each job, and repeat it for repeats of that job alone.',
  });
}

function busy(): KinoraError {
  return new KinoraError('service/busy', 'Too many jobs are waiting', { hint: 'Try again in a while.' });
}

import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Announcer } from './announcer.ts';
import type { JobQueue, JobQueueOptions } from './job-queue.ts';
import type { Job, JobRequest } from './job.ts';
import { Journal } from './journal.ts';
import type { JournalContent } from './journal.ts';
import { busy, conflict, INTERRUPTED } from './refusals.ts';

/**
 * A queue in this process, with a journal on disk. What was done or had failed stays so; what waited, waits again; what
 * ran begins anew.
 *
 * @param path - of the journal.
 * @throws `service/journal` for a journal that cannot be read.
 */
export async function openJournalQueue(path: string, options: JobQueueOptions): Promise<JobQueue> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { journal, content } = await Journal.open(path);
  return new JournalQueue(journal, content, options);
}

/** The journal is written anew when it has so many lines for each job in it. */
const LINES_PER_JOB = 16;

class JournalQueue implements JobQueue {
  readonly #journal: Journal;
  readonly #content: JournalContent;
  readonly #jobs: Map<string, Job>;
  readonly #options: Required<Omit<JobQueueOptions, 'announce'>>;
  readonly #end = new AbortController();
  readonly #announcer: Announcer | undefined;
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;

  constructor(journal: Journal, content: JournalContent, options: JobQueueOptions) {
    this.#journal = journal;
    this.#content = content;
    this.#jobs = content.jobs;
    this.#options = {
      maxWaiting: 100,
      maxFinished: 1000,
      maxAttempts: 3,
      isInterruption: () => false,
      retentionMs: Infinity,
      now: Date.now,
      onForgotten: () => Promise.resolve(),
      onFault: () => {},
      ...options,
    };
    const { announce } = options;
    const { onFault } = this.#options;
    const onDone = (job: Job): Promise<void> => this.#keepAnnounced(job);
    this.#announcer = announce && new Announcer({ announce, onDone, onFault, signal: this.#end.signal });
    for (const job of content.jobs.values()) {
      if (job.state === 'running') this.#jobs.set(job.rid, { ...job, state: 'waiting' });
      else if (isFinished(job)) this.#announcer?.start(job);
    }
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
    const job = this.#jobs.get(rid);
    return job && !this.#isStale(job) ? job : undefined;
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()].filter((job) => !this.#isStale(job));
  }

  get spentCredits(): number {
    return [...this.#jobs.values()].reduce((sum, job) => sum + costOf(job), this.#content.spent);
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
    await this.#announcer?.whenIdle();
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
    await this.#forgetOldest();
    for (let [job] = this.#waiting(); job && !this.#end.signal.aborted; [job] = this.#waiting()) {
      const ended = await this.#runOne(job);
      this.#jobs.set(job.rid, ended);
      await this.#journal.append({ job: ended });
      if (isFinished(ended)) this.#announcer?.start(ended);
      await this.#forgetOldest();
    }
  }

  /** @returns the job as it stands at the end: done, failed, or waiting again where the queue closes or it was interrupted. */
  async #runOne(waiting: Job): Promise<Job> {
    const { run, failureOf, isInterruption, maxAttempts, now } = this.#options;
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
      if (isInterruption(error)) return { ...job, state: 'waiting' }; // Its begin counts, so it ends.
      return { ...job, state: 'failed', failure: failureOf(error), changedMs: now() };
    }
  }

  async #forgetOldest(): Promise<void> {
    const finished = [...this.#jobs.values()].filter(isFinished);
    const tooMany = Math.max(0, finished.length - this.#options.maxFinished);
    for (const job of finished.filter((each, index) => index < tooMany || this.#isStale(each))) {
      this.#jobs.delete(job.rid);
      this.#content.spent += costOf(job);
      await this.#journal.append({ forgotten: job.rid, spent: this.#content.spent });
      await this.#options.onForgotten(job);
    }
    if (this.#journal.lines > LINES_PER_JOB * (this.#jobs.size + 16)) {
      await this.#journal.compact(this.#content);
    }
  }

  async #keepAnnounced(job: Job): Promise<void> {
    if (!this.#jobs.has(job.rid)) return;
    await this.#journal.append({ job });
    if (this.#jobs.has(job.rid)) this.#jobs.set(job.rid, job);
  }

  #isStale(job: Job): boolean {
    return isFinished(job) && job.changedMs + this.#options.retentionMs <= this.#options.now();
  }
}

function isFinished({ state }: Job): boolean {
  return state === 'done' || state === 'failed';
}

function costOf({ result }: Job): number {
  return result?.credits ?? 0;
}

function isSameRequest(a: JobRequest, b: JobRequest): boolean {
  return a.videoKey === b.videoKey && JSON.stringify(a.params) === JSON.stringify(b.params);
}

import type { Clock } from '../../../http/clock.ts';
import { isVisible } from '../../../http/page.ts';
import type { PagePort } from '../../../http/page.ts';
import type { JobStatus } from '../wire/jobs.ts';
import type { AskForJobs } from './polling-tab.ts';

export interface StatusPollerOptions {
  readonly ask: AskForJobs;
  readonly clock: Clock;
  readonly page: PagePort;
  /** Whether somebody looks at another tab, which may wait for what this one hears. Default: nobody does. */
  readonly isSeenElsewhere?: (() => Promise<boolean>) | undefined;
}

/** How often a tab in the background looks whether it is needed. It costs no request. */
const LOOK_PAUSE_MS = 5000;

/** One run that waits for the next word on its job. */
interface Waiter {
  readonly rid: string;
  readonly pauseMs: number;
  /** Of the pause. Not a time of day: a clock that is set back would be waited for. */
  leftMs: number;
  readonly hear: (job: JobStatus | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Asks for the jobs of all runs of this page together: whoever's turn comes within half of its pause is asked for with the
 * one whose turn it is. While nobody looks at any tab nothing is asked; afterwards once, however long it was.
 */
export class StatusPoller {
  readonly #options: StatusPollerOptions;
  readonly #waiting = new Set<Waiter>();
  /** Those of the request that is under way, and what ends it. */
  readonly #asking = new Set<Waiter>();
  #nobodyLeft = new AbortController();
  /** Ends the sleep: somebody came, who may be due sooner. */
  #wake = new AbortController();
  /** Jobs of which something was heard while they were asked for: the answer may be of before. */
  readonly #hurried = new Set<string>();
  #isRunning = false;

  constructor(options: StatusPollerOptions) {
    this.#options = options;
  }

  /**
   * The job's status after a pause, or a little sooner in company. Undefined where the service does not know the job.
   *
   * @throws what `ask` throws; the signal's reason.
   */
  after(pauseMs: number, rid: string, signal: AbortSignal): Promise<JobStatus | undefined> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        signal.removeEventListener('abort', onAbort);
        this.#forget(waiter);
        settle();
      };
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
      const fail = (error: unknown): void => end(() => reject(error));
      const onAbort = (): void => fail(signal.reason);
      const leftMs = this.#hurried.delete(rid) ? 0 : pauseMs;
      const waiter: Waiter = { rid, pauseMs, leftMs, hear: (job) => end(() => resolve(job)), fail };
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort);
      this.#waiting.add(waiter);
      this.#wake.abort();
      if (!this.#isRunning) void this.#run();
    });
  }

  /** Asks for a job at once, or for all: there is news of it. */
  hurry(rid?: string): void {
    for (const waiter of this.#waiting) {
      if (rid !== undefined && waiter.rid !== rid) continue;
      if (this.#asking.has(waiter)) this.#hurried.add(waiter.rid);
      else waiter.leftMs = 0;
    }
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.size > 0) {
      if (!(await this.#sleepUntilDue())) continue;
      await this.#untilSeen();
      await this.#askFor(this.#due());
    }
    this.#isRunning = false;
  }

  async #untilSeen(): Promise<void> {
    const { page, clock, isSeenElsewhere } = this.#options;
    if (!isSeenElsewhere) return page.until(isVisible);
    while (!page.state.visible && !(await isSeenElsewhere())) {
      const over = new AbortController();
      try {
        await Promise.race([page.until(isVisible, over.signal), clock.sleep(LOOK_PAUSE_MS, over.signal)]);
      } finally {
        over.abort(); // Whichever lost the race ends, and nobody hears of it.
      }
    }
  }

  /** False where somebody came meanwhile. */
  async #sleepUntilDue(): Promise<boolean> {
    const { clock } = this.#options;
    const sleepers = [...this.#waiting];
    const ms = Math.min(...sleepers.map(({ leftMs }) => leftMs));
    if (ms <= 0) return true;
    const beganAtMs = clock.now();
    this.#wake = new AbortController();
    const slept = await clock.sleep(ms, this.#wake.signal).then(
      () => true,
      () => false,
    );
    const passedMs = slept ? ms : Math.min(ms, Math.max(0, clock.now() - beganAtMs));
    for (const sleeper of sleepers) sleeper.leftMs -= passedMs;
    return slept;
  }

  #due(): readonly Waiter[] {
    return [...this.#waiting].filter(({ leftMs, pauseMs }) => leftMs <= pauseMs / 2);
  }

  async #askFor(waiters: readonly Waiter[]): Promise<void> {
    if (waiters.length === 0) return; // All of them were aborted while nobody looked at the page.
    for (const waiter of waiters) this.#asking.add(waiter);
    this.#nobodyLeft = new AbortController();
    try {
      const rids = [...new Set(waiters.map(({ rid }) => rid))];
      const jobs = await this.#options.ask(rids, this.#nobodyLeft.signal);
      for (const { rid, hear } of waiters) hear(jobs.get(rid));
    } catch (error) {
      for (const { fail } of waiters) fail(error);
    }
  }

  #forget(waiter: Waiter): void {
    this.#waiting.delete(waiter);
    if (this.#asking.delete(waiter) && this.#asking.size === 0) this.#nobodyLeft.abort();
  }
}

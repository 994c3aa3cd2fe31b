import type { Job } from './job.ts';

export interface AnnouncerOptions {
  readonly announce: (job: Job, signal: AbortSignal) => Promise<void>;
  /** Keeps that a job has been announced. */
  readonly onDone: (job: Job) => Promise<void>;
  readonly onFault: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Tells others that jobs have ended, each by itself: whoever does not listen holds up nobody. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #running = new Set<Promise<void>>();

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  start(job: Job): void {
    if (job.isAnnounced) return;
    const work = this.#tell(job)
      .catch(this.#options.onFault)
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  /** Resolves when all have ended, which they do when the signal aborts. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #tell(job: Job): Promise<void> {
    const { announce, onDone, signal } = this.#options;
    await announce(job, signal);
    if (!signal.aborted) await onDone({ ...job, isAnnounced: true });
  }
}

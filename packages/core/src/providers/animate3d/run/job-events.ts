import { isKinoraError } from '../../../errors.ts';
import type { Clock } from '../../../http/clock.ts';
import type { ServerEvent } from '../../../http/event-stream.ts';
import type { PagePort, PageState } from '../../../http/page.ts';
import { isTransient, PATIENT, retryDelay } from '../../../http/retry.ts';

export interface JobEventsOptions {
  /**
   * Listens to the gateway until its stream ends.
   *
   * @param lastId - of the event that was heard last.
   */
  readonly open: (lastId: string | undefined, hear: (event: ServerEvent) => void, signal: AbortSignal) => Promise<void>;
  /** A job has ended, or where nothing is named any may have: it is worth asking. */
  readonly hint: (rid: string | undefined) => void;
  readonly clock: Clock;
  /** [0, 1). */
  readonly random: () => number;
  readonly page: PagePort;
}

/** A stream that ends does so with its token: the next one follows soon. */
const PAUSE_MS = 1000;

/**
 * What the gateway says of jobs that end (docs/gateway.md, `/events`). It makes polls come sooner and is needed for
 * nothing: the status is the truth, and a gateway that has no events is polled alone.
 */
export class JobEvents {
  readonly #options: JobEventsOptions;
  #listeners = 0;
  #over = new AbortController();
  #lastId: string | undefined;

  constructor(options: JobEventsOptions) {
    this.#options = options;
  }

  /** Listens for as long as the work lasts, whoever else does. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#listeners++ === 0) {
      this.#over = new AbortController();
      void this.#listen(this.#over.signal).catch(() => undefined); // It ends by an abort, or where there are no events.
    }
    try {
      return await work();
    } finally {
      if (--this.#listeners === 0) this.#over.abort();
    }
  }

  async #listen(over: AbortSignal): Promise<void> {
    const { clock, random, page } = this.#options;
    for (let failures = 0; ;) {
      await page.until(isThere, over);
      try {
        await this.#visit(over);
        failures = 0;
        await clock.sleep(PAUSE_MS, over);
      } catch (error) {
        over.throwIfAborted();
        if (!page.state.online || !page.state.visible) continue;
        if (!isKinoraError(error) || !isTransient(error)) throw error;
        await clock.sleep(PAUSE_MS + retryDelay(PATIENT, ++failures, { random }), over);
      }
    }
  }

  /** One stream, from here to its end: also where nobody looks at the page any more. */
  async #visit(over: AbortSignal): Promise<void> {
    const left = new AbortController();
    const signal = AbortSignal.any([over, left.signal]);
    this.#options.page
      .until((state) => !isThere(state), signal)
      .then(
        () => left.abort(),
        () => undefined, // The stream ended before.
      );
    try {
      await this.#options.open(this.#lastId, (event) => this.#hear(event), signal);
    } finally {
      left.abort();
    }
  }

  #hear({ id, type, data }: ServerEvent): void {
    this.#lastId = id ?? this.#lastId;
    if (type === 'reset') {
      this.#lastId = undefined; // The gateway has begun anew, and its ids with it.
      this.#options.hint(undefined);
    }
    if (type === 'job.completed') this.#options.hint(ridOf(data));
  }
}

function isThere({ online, visible }: PageState): boolean {
  return online && visible;
}

/** Undefined for what is no event of ours: whichever job is meant is asked for then. */
function ridOf(data: string): string | undefined {
  return /"rid"\s*:\s*"([\w-]{1,200})"/.exec(data)?.[1];
}

import type { Clock } from '../../../http/clock.ts';
import type { JobStatus } from '../wire/jobs.ts';

/** Asks the service for several jobs at once. Without those that it does not know. */
export type AskForJobs = (rids: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, JobStatus>>;

export interface PollingTabOptions {
  /** Of the gateway: tabs that share it ask by one of them. */
  readonly name: string;
  readonly ask: AskForJobs;
  readonly clock: Clock;
}

type Message =
  | { readonly kind: 'question'; readonly id: string; readonly rids: readonly string[] }
  | { readonly kind: 'answer'; readonly id: string; readonly jobs: readonly (readonly [string, JobStatus])[] };

/** A tab that has not answered by then is asleep, or has no network: one asks by oneself. */
const SILENCE_MS = 5000;

/**
 * Of all tabs of an origin one asks the service, and the others ask that tab (Web Locks choose it, a BroadcastChannel
 * carries the words). When it is closed the next one that asks takes its place. What it does not know, as jobs of another
 * player, and what it leaves unanswered, a tab asks for by itself. Where the browser has no locks every tab does.
 */
export class PollingTab {
  readonly #options: PollingTabOptions;
  readonly #locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  readonly #questions = new Map<string, (jobs: ReadonlyMap<string, JobStatus>) => void>();
  /** Ids of this tab's questions begin with it: several tabs ask over one channel. */
  readonly #tab = Math.random().toString(36).slice(2);
  #asked = 0;
  #channel: BroadcastChannel | undefined;
  #isChosen = false;

  constructor(options: PollingTabOptions) {
    this.#options = { ...options, name: `kinora:poll:${options.name}` };
  }

  /** @throws what the service answers; the signal's reason. */
  async ask(rids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, JobStatus>> {
    const { ask } = this.#options;
    if (!this.#locks || typeof BroadcastChannel === 'undefined') return ask(rids, signal);
    this.#channel ??= this.#listen();
    if (await this.#isChosenNow(this.#locks)) return ask(rids, signal);
    const heard = await this.#askChosen(this.#channel, rids, signal);
    const open = rids.filter((rid) => !heard.has(rid));
    return open.length === 0 ? heard : new Map([...heard, ...(await ask(open, signal))]);
  }

  /** The lock is held until this tab is gone, however it goes. */
  async #isChosenNow(locks: LockManager): Promise<boolean> {
    if (this.#isChosen) return true;
    return new Promise((resolve) => {
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        this.#isChosen = lock !== null;
        resolve(this.#isChosen);
        return lock ? new Promise(() => {}) : undefined;
      };
      // A browser that refuses locks (a sandboxed frame) lets no tab hear of another either.
      locks.request(this.#options.name, { ifAvailable: true }, hold).catch(() => resolve(true));
    });
  }

  async #askChosen(
    channel: BroadcastChannel,
    rids: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, JobStatus>> {
    const id = `${this.#tab} ${++this.#asked}`;
    const over = new AbortController();
    const answer = new Promise<ReadonlyMap<string, JobStatus>>((resolve) => this.#questions.set(id, resolve));
    try {
      channel.postMessage({ kind: 'question', id, rids } satisfies Message);
      const silence = this.#options.clock.sleep(SILENCE_MS, AbortSignal.any([signal, over.signal]));
      return (await Promise.race([answer, silence])) ?? new Map<string, JobStatus>();
    } finally {
      this.#questions.delete(id);
      over.abort(); // Ends the wait, which nobody hears any more.
    }
  }

  #listen(): BroadcastChannel {
    const channel = new BroadcastChannel(this.#options.name);
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'answer') this.#questions.get(data.id)?.(new Map(data.jobs));
      else if (this.#isChosen) void this.#answer(channel, data.id, data.rids);
    };
    return channel;
  }

  /** A failure is answered as nothing known: who asked meets it by itself, and says it. */
  async #answer(channel: BroadcastChannel, id: string, rids: readonly string[]): Promise<void> {
    const jobs = await this.#options
      .ask(rids, AbortSignal.timeout(SILENCE_MS))
      .catch(() => new Map<string, JobStatus>());
    channel.postMessage({ kind: 'answer', id, jobs: [...jobs] } satisfies Message);
  }
}

/**
 * Time that passes only while everybody sleeps: when nothing else is left to do, the earliest sleeper is woken. An hour
 * of waiting takes no time. Fits `Clock` of core's http room.
 */
export class VirtualClock {
  /** Every sleep that ran to its end, milliseconds, in order. */
  readonly slept: number[] = [];
  readonly #sleepers = new Set<{ readonly at: number; readonly ms: number; wake(): void }>();
  #now: number;

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { at: this.#now + ms, ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort);
      setImmediate(() => this.#wakeNext());
    });
  }

  #wakeNext(): void {
    const [next] = [...this.#sleepers].sort((a, b) => a.at - b.at);
    if (!next) return;
    this.#sleepers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    this.slept.push(next.ms);
    next.wake();
    if (this.#sleepers.size > 0) setImmediate(() => this.#wakeNext());
  }
}

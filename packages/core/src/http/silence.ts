import type { Clock } from './clock.ts';

/** Aborts after a time without a sign of life. */
export class Silence {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #tooLong = new AbortController();
  readonly #over = new AbortController();
  #heardAt: number;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#heardAt = clock.now();
    this.#watch().catch(() => undefined); // It ends by `end()`, and only so.
  }

  get signal(): AbortSignal {
    return this.#tooLong.signal;
  }

  alive(): void {
    this.#heardAt = this.#clock.now();
  }

  end(): void {
    this.#over.abort();
  }

  async #watch(): Promise<void> {
    for (;;) {
      const left = this.#heardAt + this.#timeoutMs - this.#clock.now();
      if (left <= 0) return this.#tooLong.abort();
      await this.#clock.sleep(left, this.#over.signal);
    }
  }
}

import { KinoraError } from '@kinora/core/protocol';

/** A player who has not asked for this many others is forgotten: their bucket has long been full again. */
const MAX_USERS = 10_000;

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Requests of each player within a minute: a bucket that holds a minute's worth and fills evenly. */
export class Rates {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param perMinute - `Infinity` for no limit. */
  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** @throws `service/quota` with `retryAfterSeconds`. */
  take(user: string): void {
    if (this.#perMinute === Number.POSITIVE_INFINITY) return;
    const nowMs = this.#now();
    const { tokens, atMs } = this.#buckets.get(user) ?? { tokens: this.#perMinute, atMs: nowMs };
    // A clock that is put back takes nothing away.
    const minutes = Math.max(0, nowMs - atMs) / 60_000;
    const filled = Math.min(this.#perMinute, tokens + minutes * this.#perMinute);
    if (filled < 1) throw tooMany(this.#perMinute, Math.ceil(((1 - filled) * 60) / this.#perMinute));
    this.#buckets.delete(user); // Who asked last stands last.
    this.#buckets.set(user, { tokens: filled - 1, atMs: nowMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_USERS && oldest !== undefined) this.#buckets.delete(oldest);
  }
}

function tooMany(perMinute: number, retryAfterSeconds: number): KinoraError {
  return new KinoraError('service/quota', `Too many requests: ${perMinute} a minute are allowed`, {
    hint: 'Wait as long as Retry-After says.',
    details: { retryAfterSeconds },
  });
}

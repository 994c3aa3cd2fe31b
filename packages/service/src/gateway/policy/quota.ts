import { KinoraError } from '@kinora/core/protocol';
import type { Change } from '../../records/durable-map.ts';
import { secondsToMidnight } from '../records/records.ts';
import type { GatewayRecord, Records, UsageRecord } from '../records/records.ts';

/** What one player may use in a day, from midnight to midnight UTC. `Infinity` for no limit. */
export interface QuotaLimits {
  readonly jobsPerDay: number;
  /** Of video, all jobs together. */
  readonly secondsPerDay: number;
}

/** Part of a player's day that a job takes. */
export interface Share {
  /** Writes it down, together with what it was taken for. */
  readonly change: Change<GatewayRecord>;
  /** Gives it back: the job was refused. @returns the change to write. */
  giveBack(): Change<GatewayRecord>;
}

/** Keeps players within their day. */
export class Quota {
  readonly #limits: QuotaLimits;
  readonly #records: Records;
  readonly #now: () => number;
  /** What is being written just now counts already: of two requests at once, the second sees the first. */
  readonly #ahead = new Map<string, UsageRecord>();

  constructor(limits: QuotaLimits, records: Records, now: () => number) {
    this.#limits = limits;
    this.#records = records;
    this.#now = now;
  }

  /** @throws `service/quota` with `retryAfterSeconds`, where the day has no room for it. */
  take(user: string, seconds: number): Share {
    const { jobsPerDay, secondsPerDay } = this.#limits;
    const used = this.#used(user);
    const next = { jobs: used.jobs + 1, seconds: used.seconds + seconds };
    if (next.jobs > jobsPerDay) throw this.#spent(`${jobsPerDay} jobs`);
    if (next.seconds > secondsPerDay) throw this.#spent(`${secondsPerDay} seconds of video`);
    return {
      change: this.#put(user, next),
      giveBack: () => {
        const now = this.#used(user);
        return this.#put(user, { jobs: Math.max(0, now.jobs - 1), seconds: Math.max(0, now.seconds - seconds) });
      },
    };
  }

  #used(user: string): UsageRecord {
    return this.#ahead.get(this.#dayOf(user)) ?? this.#records.usage(user);
  }

  #put(user: string, usage: UsageRecord): Change<GatewayRecord> {
    const day = this.#dayOf(user);
    // Of yesterday nothing is asked any more.
    for (const key of this.#ahead.keys()) if (!key.startsWith(`${this.#today()} `)) this.#ahead.delete(key);
    this.#ahead.set(day, usage);
    return this.#records.usageOf(user, usage);
  }

  #dayOf(user: string): string {
    return `${this.#today()} ${user}`;
  }

  #today(): number {
    return Math.floor(this.#now() / (24 * 3_600_000));
  }

  #spent(limit: string): KinoraError {
    return new KinoraError('service/quota', `The day is used up: ${limit} a day are allowed`, {
      hint: 'The next day begins at midnight UTC.',
      details: { retryAfterSeconds: secondsToMidnight(this.#now()) },
    });
  }
}

import { createHash } from 'node:crypto';
import type { Change, DurableMap } from '../../records/durable-map.ts';

/** One record of the gateway, by the beginning of its key. */
export type GatewayRecord = UploadRecord | JobRecord | ModelRecord | SubmissionRecord | UsageRecord;

/** `upload:<hash of the URL>`: who was given the URL, and the file's name as the account knows it. */
export interface UploadRecord {
  readonly user: string;
  readonly name: string;
}

/** `job:<rid>`: whose it is, and what it was reckoned as. */
export interface JobRecord {
  readonly user: string;
  readonly name: string;
  readonly seconds: number;
}

/** `model:<id>`: who uploaded the character. */
export interface ModelRecord {
  readonly user: string;
}

/** `key:<user and idempotency key>`: a job that was asked for, with its rid as soon as that is known. */
export interface SubmissionRecord {
  /** Of the request: a key is good for one. */
  readonly hash: string;
  readonly name: string;
  /** What it was reckoned as. */
  readonly seconds: number;
  /** When it was first sent, and when last; milliseconds since 1970. */
  readonly sinceMs: number;
  readonly triedMs: number;
  readonly rid?: string;
}

/** `use:<user and day>`: what a player has used of their day. */
export interface UsageRecord {
  readonly jobs: number;
  readonly seconds: number;
}

const DAY_MS = 24 * 3_600_000;
/** Sessions of an upload live for a week; so does the wish to repeat a request. */
const WEEK_MS = 8 * DAY_MS;
const YEAR_MS = 400 * DAY_MS;

/** What the gateway has to remember over a restart: what is whose, what was asked for, what was used. */
export class Records {
  readonly #map: DurableMap<GatewayRecord>;
  readonly #now: () => number;

  constructor(map: DurableMap<GatewayRecord>, now: () => number) {
    this.#map = map;
    this.#now = now;
  }

  upload(url: string): UploadRecord | undefined {
    return this.#map.get(uploadKey(url)) as UploadRecord | undefined;
  }

  job(rid: string): JobRecord | undefined {
    return this.#map.get(`job:${rid}`) as JobRecord | undefined;
  }

  model(id: string): ModelRecord | undefined {
    return this.#map.get(`model:${id}`) as ModelRecord | undefined;
  }

  submission(key: string): SubmissionRecord | undefined {
    return this.#map.get(key) as SubmissionRecord | undefined;
  }

  usage(user: string): UsageRecord {
    return (this.#map.get(this.#usageKey(user)) as UsageRecord | undefined) ?? { jobs: 0, seconds: 0 };
  }

  /** Submissions whose answer never came, by their keys. */
  *unanswered(): Generator<readonly [key: string, record: SubmissionRecord]> {
    for (const [key, record] of this.#map.startingWith('key:')) {
      if ((record as SubmissionRecord).rid === undefined) yield [key, record as SubmissionRecord];
    }
  }

  /** All is on disk, or nothing, when this resolves. */
  async keep(...changes: readonly Change<GatewayRecord>[]): Promise<void> {
    await this.#map.change(...changes);
  }

  uploadOf(url: string, record: UploadRecord): Change<GatewayRecord> {
    return [uploadKey(url), record, this.#now() + WEEK_MS];
  }

  jobOf(rid: string, record: JobRecord): Change<GatewayRecord> {
    return [`job:${rid}`, record, this.#now() + YEAR_MS];
  }

  modelOf(id: string, record: ModelRecord | undefined): Change<GatewayRecord> {
    return [`model:${id}`, record];
  }

  submissionOf(key: string, record: SubmissionRecord | undefined): Change<GatewayRecord> {
    return [key, record, this.#now() + WEEK_MS];
  }

  usageOf(user: string, record: UsageRecord): Change<GatewayRecord> {
    return [this.#usageKey(user), record, this.#now() + 2 * DAY_MS];
  }

  #usageKey(user: string): string {
    return `use:${JSON.stringify([user, dayOf(this.#now())])}`;
  }
}

/** @returns the key under which a submission is kept. Keys of two players never meet. */
export function submissionKey(user: string, idempotencyKey: string): string {
  return `key:${JSON.stringify([user, idempotencyKey])}`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Seconds until a player's day begins anew, at midnight UTC. */
export function secondsToMidnight(nowMs: number): number {
  return Math.ceil((DAY_MS - (nowMs % DAY_MS)) / 1000);
}

function dayOf(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS);
}

/** The URL is signed: what lies on disk must not open anything. */
function uploadKey(url: string): string {
  return `upload:${hashOf(url)}`;
}

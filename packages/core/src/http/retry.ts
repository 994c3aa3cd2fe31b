import type { KinoraError } from '../errors.ts';

/** How often a request is repeated, and how long all its waits may be together. */
export interface RetryPolicy {
  /** All attempts, with the first one. */
  readonly attempts: number;
  /** The most that the waits may add up to. Waits and not the time of day: a laptop that slept has not waited. */
  readonly budgetMs: number;
  /** The first wait is at most this long, each next one at most twice the one before. */
  readonly baseMs: number;
  readonly capMs: number;
}

export const ONCE: RetryPolicy = { attempts: 1, budgetMs: 0, baseMs: 0, capMs: 0 };
/** For a person who waits: at most 15 s of waits. */
export const BRIEF: RetryPolicy = { attempts: 4, budgetMs: 15_000, baseMs: 300, capMs: 4000 };
/** For a job that goes on without us: a server that restarts, or a train in a tunnel. At most 15 minutes of waits. */
export const PATIENT: RetryPolicy = {
  attempts: Number.POSITIVE_INFINITY,
  budgetMs: 15 * 60_000,
  baseMs: 500,
  capMs: 10_000,
};

/** A server that asks for longer than this is asked again after this. */
const MAX_RETRY_AFTER_MS = 60_000;

/** What may be otherwise the next time. Of 4xx only these: all others say that the request itself is wrong. */
const TRANSIENT_STATUSES: readonly number[] = [408, 409, 425, 429, 500, 502, 503, 504];

/** True where a repeat of the request may succeed. */
export function isTransient({ code, details }: KinoraError): boolean {
  if (code === 'http/network' || code === 'http/timeout') return true;
  return typeof details['status'] === 'number' && TRANSIENT_STATUSES.includes(details['status']);
}

/**
 * How long to wait before the next attempt: full jitter (AWS, "Exponential backoff and jitter"), on top of what the
 * server asks for, capped.
 *
 * @param failures - how many attempts have failed, from 1.
 */
export function retryDelay(
  { baseMs, capMs }: RetryPolicy,
  failures: number,
  { retryAfterMs, random }: { readonly retryAfterMs?: number | undefined; readonly random: () => number },
): number {
  const jitter = random() * Math.min(capMs, baseMs * 2 ** (failures - 1));
  return Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS) + jitter;
}

/** `Retry-After` as milliseconds from now: seconds, or a date. Undefined for anything else. */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

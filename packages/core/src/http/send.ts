import { isKinoraError } from '../errors.ts';
import type { KinoraError } from '../errors.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { networkError, statusError, timeoutError, unreadableError } from './http-error.ts';
import type { RequestName } from './http-error.ts';
import { isOnline, PageMirror } from './page.ts';
import type { PagePort } from './page.ts';
import { BRIEF, isTransient, retryDelay } from './retry.ts';
import type { RetryPolicy } from './retry.ts';
import { Silence } from './silence.ts';
import { canWatchBytes, sendByXhr } from './xhr.ts';

/** What requests need of the world. */
export interface HttpPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
  /** [0, 1). */
  readonly random: () => number;
  /** Absent: a page that is always online. */
  readonly page?: PagePort;
}

/** One request, and what is made of its answer. */
export interface Call<T> {
  /** What could not be done where it fails, in an error's words: `start the job`. */
  readonly what: string;
  /** Absolute. */
  readonly url: string;
  /** Default GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob;
  /** Default `omit`: nothing that we call needs the page's cookies but a gateway's token. */
  readonly credentials?: RequestCredentials;
  readonly signal?: AbortSignal | undefined;
  /** The longest silence of the server, and between two calls of `Attempt.alive`. Default 30 000 ms. */
  readonly timeoutMs?: number;
  /** Default `BRIEF`. Acts where the verb is idempotent, an `Idempotency-Key` is sent, or `repeatable` says so. */
  readonly retry?: RetryPolicy;
  /** True where a repeat does no harm though the verb does not tell. */
  readonly repeatable?: boolean;
  /** Statuses that are answers, beside the successes. */
  readonly accept?: readonly number[];
  /** Reads the answer: part of the attempt, within its time, and repeated with it. */
  readonly read: (response: Response, attempt: Attempt) => Promise<T> | T;
  /** Hears of the bytes of the body that are out, where the browser tells. Each is a sign of life. */
  readonly onSent?: (bytes: number) => void;
  /** Hears of each failure that is followed by another attempt. */
  readonly onRetry?: ((error: KinoraError, waitMs: number) => void) | undefined;
}

/** What `Call.read` may say of the attempt that it is part of. */
export interface Attempt {
  /** Bytes still come. */
  readonly alive: () => void;
  /** The error of an answer that is not what was asked for. */
  readonly unreadable: (fact: string) => KinoraError;
}

/**
 * Does one request, repeated where that can help.
 *
 * @throws `http/…`, where the last attempt failed; the signal's reason; what `read` throws.
 */
export type Send = <T>(call: Call<T>) => Promise<T>;

const IDEMPOTENT: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];

export function createSend(ports: Partial<HttpPorts> = {}): Send {
  const { fetch = callFetch, clock = systemClock, random = Math.random, page = new PageMirror() } = ports;
  return (call) => sendRepeatedly(call, { fetch, clock, random, page });
}

/** Looked up at each call: a `fetch` that is replaced later is meant. */
function callFetch(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init);
}

async function sendRepeatedly<T>(call: Call<T>, ports: Required<HttpPorts>): Promise<T> {
  const { retry = BRIEF, signal } = call;
  const attempts = mayRepeat(call) ? retry.attempts : 1;
  let waited = 0;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt(call, ports);
    } catch (error) {
      if (attempts === 1 || !isKinoraError(error) || !isTransient(error)) throw error;
      if (error.code === 'http/network' && !ports.page.state.online) {
        failures--; // Nobody refused anything: it counts neither as an attempt nor as a wait.
        call.onRetry?.(error, OFFLINE_MS);
        await untilOnline(ports, signal);
        continue;
      }
      if (failures >= attempts) throw error;
      const { retryAfterMs } = error.details as { retryAfterMs?: number }; // Written by `statusError` alone.
      const waitMs = retryDelay(retry, failures, { retryAfterMs, random: ports.random });
      waited += waitMs;
      if (waited > retry.budgetMs) throw error;
      call.onRetry?.(error, waitMs);
      await ports.clock.sleep(waitMs, signal);
    }
  }
}

/** A machine that knows of no network may reach its own services all the same: those are tried so often. */
const OFFLINE_MS = 30_000;

async function untilOnline({ page, clock }: Required<HttpPorts>, signal: AbortSignal | undefined): Promise<void> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    await Promise.race([page.until(isOnline, either), clock.sleep(OFFLINE_MS, either)]);
  } finally {
    over.abort(); // Whichever lost the race ends, and nobody hears of it.
  }
}

function mayRepeat({ method = 'GET', headers = {}, repeatable = false }: Call<unknown>): boolean {
  return repeatable || IDEMPOTENT.includes(method) || 'Idempotency-Key' in headers;
}

async function attempt<T>(call: Call<T>, { fetch, clock }: HttpPorts): Promise<T> {
  const { url, method = 'GET', headers = {}, body, credentials = 'omit', signal, timeoutMs = 30_000 } = call;
  signal?.throwIfAborted();
  const name = nameOf(call);
  const silence = new Silence(clock, timeoutMs);
  try {
    const either = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
    const init = { method, headers, credentials, signal: either, ...(body !== undefined && { body }) };
    const onSent = (bytes: number): void => {
      silence.alive();
      call.onSent?.(bytes);
    };
    const response = await (call.onSent && canWatchBytes() ? sendByXhr(url, init, onSent) : fetch(url, init));
    if (!response.ok && !call.accept?.includes(response.status)) throw await statusError(name, response, clock.now());
    silence.alive();
    return await call.read(response, {
      alive: () => silence.alive(),
      unreadable: (fact) => unreadableError(name, fact),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (silence.signal.aborted) throw timeoutError(name, timeoutMs);
    if (isKinoraError(error)) throw error;
    throw networkError(name, error);
  } finally {
    silence.end();
  }
}

/** An invalid URL is refused here: the platform's own error would quote it, and its query may be a signature. */
function nameOf({ what, url, method = 'GET' }: Call<unknown>): RequestName {
  if (!URL.canParse(url)) throw unreadableError({ what, method, host: 'the service' }, 'an address that is no URL');
  return { what, method, host: new URL(url).host };
}

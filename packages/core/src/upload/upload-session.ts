import type { KinoraError } from '../errors.ts';
import { ONCE, PATIENT } from '../http/retry.ts';
import type { RetryPolicy } from '../http/retry.ts';
import type { Send } from '../http/send.ts';

/** The resumable protocol of Google Cloud Storage, which Animate 3D uploads speak. */

/** What a server says of a session. */
export type SessionAnswer =
  | { readonly kind: 'done' }
  /** So many bytes are stored, counted from the first. */
  | { readonly kind: 'stored'; readonly bytes: number }
  /** It took something, and does not say (or may not tell this page) how much. */
  | { readonly kind: 'unknown' }
  /** The session is over: another has to begin. */
  | { readonly kind: 'gone' };

export interface SessionContext {
  readonly send: Send;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((error: KinoraError, waitMs: number) => void) | undefined;
}

/** A chunk that is not the last has a multiple of this many bytes. */
export const CHUNK_UNIT_BYTES = 262_144;

/** What is said of a signed URL or a session whose time is over, or which nobody knows. */
export const ENDED: readonly number[] = [403, 404, 410];

/** `fetch` does not tell of bytes that go out, so silence has to last as long as a chunk may take on a slow line. */
const CHUNK_TIMEOUT_MS = 120_000;

/**
 * Where the bytes of a new session go: `hidden` where this page may not read the answer (CORS), `gone` where the signed
 * URL has ended since it was given.
 */
export function startSession(
  signedUrl: string,
  { send, signal, onRetry }: SessionContext,
  retry: RetryPolicy = PATIENT,
): Promise<{ readonly session: string } | 'hidden' | 'gone'> {
  return send({
    what: 'start the upload',
    url: signedUrl,
    method: 'POST',
    headers: { 'x-goog-resumable': 'start' },
    repeatable: true, // A session that is begun twice and used once does no harm.
    accept: ENDED,
    retry,
    signal,
    onRetry,
    read: ({ status, headers }, { unreadable }) => {
      if (ENDED.includes(status)) return 'gone';
      const location = headers.get('Location');
      if (!location) return 'hidden';
      if (!URL.canParse(location, signedUrl)) throw unreadable('a place for the upload that is no URL');
      return { session: new URL(location, signedUrl).href };
    },
  });
}

/** Asks how much is stored; waits for a server that is away. */
export function querySession(
  session: string,
  totalBytes: number,
  context: SessionContext,
  retry: RetryPolicy = PATIENT,
): Promise<SessionAnswer> {
  return put(session, { what: 'ask how far the upload is', range: `bytes */${totalBytes}`, retry }, context);
}

/** Sends bytes once. Whoever hears that it failed asks first what arrived. */
export function sendChunk(
  session: string,
  { offset, bytes, totalBytes }: { offset: number; bytes: Uint8Array<ArrayBuffer>; totalBytes: number },
  context: SessionContext,
): Promise<SessionAnswer> {
  const range = `bytes ${offset}-${offset + bytes.byteLength - 1}/${totalBytes}`;
  return put(session, { what: 'upload the video', range, retry: ONCE, bytes }, context);
}

interface Put {
  readonly what: string;
  readonly range: string;
  readonly retry: RetryPolicy;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

function put(
  session: string,
  { what, range, retry, bytes }: Put,
  { send, signal, onRetry }: SessionContext,
): Promise<SessionAnswer> {
  return send({
    what,
    url: session,
    method: 'PUT',
    headers: { 'Content-Range': range, 'Content-Type': 'application/octet-stream' },
    ...(bytes && { body: bytes, timeoutMs: CHUNK_TIMEOUT_MS }),
    accept: [308, ...ENDED],
    retry,
    signal,
    onRetry,
    read: async (response) => {
      await response.body?.cancel();
      return answerOf(response);
    },
  });
}

function answerOf({ status, headers }: Response): SessionAnswer {
  if (status < 300) return { kind: 'done' };
  if (status !== 308) return { kind: 'gone' };
  const last = /^bytes=0-(\d{1,15})$/.exec(headers.get('Range') ?? '')?.[1];
  return last === undefined ? { kind: 'unknown' } : { kind: 'stored', bytes: Number(last) + 1 };
}

import { isKinoraError, KinoraError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import { isTransient, PATIENT, retryDelay } from '../http/retry.ts';
import type { RetryPolicy } from '../http/retry.ts';
import { FIRST_CHUNK_BYTES, nextChunkBytes } from './chunk-size.ts';
import { querySession, sendChunk } from './upload-session.ts';
import type { SessionAnswer, SessionContext } from './upload-session.ts';

/** Bytes, and the session that takes them. */
export interface Transfer {
  readonly session: string;
  /** True where the session is certainly empty. */
  readonly isNew: boolean;
  /** The bytes of [from, to). */
  readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
}

export interface ChunkOptions extends SessionContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly onBytes?: ((done: number, total: number) => void) | undefined;
}

/** So many chunks in a row may bring nothing forward. */
const MAX_IDLE = 8;
/** After so many, all of the rest goes at once: the server may keep from this page how much it has (§3.3, rung 2). */
const IDLE_BEFORE_ALL_AT_ONCE = 2;

/**
 * Sends what the server does not have yet. `gone` where the session ended on the way.
 *
 * @param firstRetry - how long a server is waited for that has not answered this page at all.
 */
export async function uploadChunks(
  totalBytes: number,
  transfer: Transfer,
  options: ChunkOptions,
  firstRetry: RetryPolicy = PATIENT,
): Promise<'done' | 'gone'> {
  const { clock, random, signal, onBytes } = options;
  let answer: SessionAnswer = transfer.isNew
    ? { kind: 'stored', bytes: 0 }
    : await querySession(transfer.session, totalBytes, options);
  let chunkBytes = FIRST_CHUNK_BYTES;
  let idle = 0;
  let isFirst = true;
  for (;;) {
    if (answer.kind === 'gone') return 'gone';
    if (answer.kind === 'done') {
      onBytes?.(totalBytes, totalBytes);
      return 'done';
    }
    const offset = answer.kind === 'stored' ? Math.min(answer.bytes, totalBytes) : 0;
    onBytes?.(offset, totalBytes);
    const size = idle >= IDLE_BEFORE_ALL_AT_ONCE ? totalBytes : chunkBytes;
    const startedAt = clock.now();
    const retry = isFirst ? firstRetry : PATIENT;
    const sent = await tryChunk(transfer, { offset, size, totalBytes }, options, retry);
    isFirst = false;
    chunkBytes = nextChunkBytes(chunkBytes, sent.error ? Number.POSITIVE_INFINITY : clock.now() - startedAt);
    answer = sent.answer;
    idle = isForward(answer, offset) ? 0 : idle + 1;
    if (idle >= MAX_IDLE) throw stalled(offset, totalBytes, sent.error);
    if (idle > 0) await clock.sleep(retryDelay(PATIENT, idle, { random }), signal);
  }
}

/** What the server has after a chunk. Where its answer was lost, or says nothing of it, it is asked. */
async function tryChunk(
  transfer: Transfer,
  { offset, size, totalBytes }: { offset: number; size: number; totalBytes: number },
  options: ChunkOptions,
  retry: RetryPolicy,
): Promise<{ readonly answer: SessionAnswer; readonly error?: KinoraError }> {
  const bytes = await transfer.read(offset, Math.min(totalBytes, offset + size));
  // All bytes are there, but the server has not said that it is done: asking makes it finish.
  if (bytes.byteLength === 0) return { answer: await querySession(transfer.session, totalBytes, options) };
  try {
    const answer = await sendChunk(transfer.session, { offset, bytes, totalBytes }, options);
    return { answer: answer.kind === 'unknown' ? await querySession(transfer.session, totalBytes, options) : answer };
  } catch (error) {
    if (!isKinoraError(error) || !isTransient(error)) throw error;
    options.onRetry?.(error, 0);
    return { answer: await querySession(transfer.session, totalBytes, options, retry), error };
  }
}

function isForward(answer: SessionAnswer, offset: number): boolean {
  return answer.kind === 'done' || answer.kind === 'gone' || (answer.kind === 'stored' && answer.bytes > offset);
}

function stalled(offset: number, totalBytes: number, cause: KinoraError | undefined): KinoraError {
  return new KinoraError('upload/stalled', `Cannot upload the video: nothing arrives after byte ${offset}`, {
    hint: 'Check the connection, and whether a proxy limits the size of requests.',
    details: { offset, totalBytes },
    ...(cause && { cause }),
  });
}

import { KinoraError } from '@kinora/core/protocol';
import { badRequest, notFound } from '../http/refusal.ts';
import { parseContentRange } from './content-range.ts';
import type { UploadRange } from './content-range.ts';
import type { FileStore } from './file-store.ts';

/** Every chunk but the last is a multiple of this, as Google Cloud Storage has it. */
const CHUNK_BYTES = 256 * 1024;

export interface UploadRequest {
  /** The header `Content-Range`. */
  readonly range: string | undefined;
  /** The header `Content-Length`; undefined for a body of unknown length. */
  readonly length: number | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

export type UploadState =
  { readonly state: 'complete' } | { readonly state: 'incomplete'; readonly bytes: number } | { readonly state: 'gap' };

/**
 * Uploads that survive a lost connection, by the protocol of Google Cloud Storage: a session begins at byte 0, grows with
 * each PUT by what really arrived, and tells on demand how much that is. It lies on disk: a restart loses nothing.
 */
export class ResumableUploads {
  readonly #files: FileStore;
  /** The request that writes each session now. */
  readonly #writers = new Map<string, { readonly controller: AbortController; readonly done: Promise<unknown> }>();

  constructor(files: FileStore) {
    this.#files = files;
  }

  /** @param session - `<key of the file>.<any word>`. */
  start(session: string): Promise<void> {
    return this.#files.startDraft(session);
  }

  /**
   * One PUT to a session.
   *
   * A newer request ends an older one: whoever asks again has given up the connection before, even where its end has not
   * been heard of yet.
   *
   * @throws `service/not-found` for a session that was never begun, or cancelled; `service/bad-request` for a range that
   * cannot be; what the store throws; what the body throws, and then what arrived is kept.
   */
  async put(session: string, request: UploadRequest): Promise<UploadState> {
    await this.#takeOver(session);
    const controller = new AbortController();
    const work = this.#put(session, request, controller.signal);
    const writer = { controller, done: work.catch(() => {}) };
    this.#writers.set(session, writer);
    try {
      return await work;
    } finally {
      if (this.#writers.get(session) === writer) this.#writers.delete(session);
    }
  }

  async cancel(session: string): Promise<void> {
    await this.#takeOver(session);
    await this.#files.deleteDraft(session);
  }

  async #takeOver(session: string): Promise<void> {
    // More than one may be waiting for the same writer: each looks again.
    for (let writer = this.#writers.get(session); writer; writer = this.#writers.get(session)) {
      writer.controller.abort(takenOver());
      await writer.done;
      if (this.#writers.get(session) === writer) this.#writers.delete(session);
    }
  }

  async #put(session: string, request: UploadRequest, signal: AbortSignal): Promise<UploadState> {
    const range = parseContentRange(request.range);
    const stored = await this.#files.draftSize(session);
    if (stored === undefined) {
      // A second request to a finished session is answered like the first: its answer may have been lost.
      if ((await this.#files.size(fileOf(session))) !== undefined) return { state: 'complete' };
      throw notFound('such upload session: it was never begun, or is over');
    }
    if (range.kind === 'query') return this.#stand(session, stored, range.total);
    const first = range.kind === 'part' ? range.first : 0;
    if (first > stored) return { state: 'gap' };
    const total = totalOf(range, request.length);
    if (total !== undefined && total < stored)
      throw badRequest('The file is shorter than what has been uploaded of it');
    const limit = range.kind === 'part' && range.last !== undefined ? range.last + 1 : total;
    await this.#files.appendToDraft(session, unseen(until(signal, request.body), first, stored, limit));
    const bytes = (await this.#files.draftSize(session)) ?? 0;
    // Without a total, a body that came to its end is the whole.
    return this.#stand(session, bytes, total ?? (limit === undefined ? bytes : undefined));
  }

  async #stand(session: string, bytes: number, total: number | undefined): Promise<UploadState> {
    if (bytes !== total) return { state: 'incomplete', bytes };
    await this.#files.finishDraft(session, fileOf(session));
    return { state: 'complete' };
  }
}

function fileOf(session: string): string {
  return session.slice(0, session.lastIndexOf('.'));
}

/** Bytes of the whole file, where the request tells. */
function totalOf(range: Exclude<UploadRange, { kind: 'query' }>, length: number | undefined): number | undefined {
  if (range.kind === 'all') return length;
  const { first, last, total } = range;
  if (last !== undefined && length !== undefined && length !== last - first + 1) {
    throw badRequest('The Content-Range and the Content-Length do not agree');
  }
  const isLast = last === undefined || last + 1 === total;
  if (!isLast && (last - first + 1) % CHUNK_BYTES !== 0) {
    throw badRequest(`Every chunk but the last has to be a multiple of ${CHUNK_BYTES} bytes`);
  }
  if (total !== undefined) return total;
  return last === undefined && length !== undefined ? first + length : undefined;
}

/** What of a body is not stored yet. Bytes that are sent again are passed over, as Google Cloud Storage does. */
async function* unseen(
  body: AsyncIterable<Uint8Array>,
  first: number,
  stored: number,
  limit: number | undefined,
): AsyncGenerator<Uint8Array> {
  let position = first;
  for await (const chunk of body) {
    const fresh = chunk.subarray(Math.max(0, Math.min(chunk.length, stored - position)));
    position += chunk.length;
    if (limit !== undefined && position > limit) throw badRequest('The body is longer than its Content-Range');
    if (fresh.length > 0) yield fresh;
  }
}

/** Passes a body on until the signal aborts, also while nothing comes: a connection can be dead and not know it. */
async function* until(signal: AbortSignal, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  try {
    for (;;) {
      const next = await Promise.race([aborted, chunks.next()]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: it waits for a chunk that may never come, and fails with the connection.
    chunks.return?.().catch(() => {});
  }
}

function takenOver(): KinoraError {
  return new KinoraError('service/conflict', 'A newer request has taken this upload over');
}

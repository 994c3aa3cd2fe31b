import { hashBlob } from '../cache/hash.ts';
import { KinoraError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import { PATIENT } from '../http/retry.ts';
import { uploadChunks } from './upload-chunks.ts';
import type { Transfer } from './upload-chunks.ts';
import { startSession } from './upload-session.ts';
import type { SessionContext } from './upload-session.ts';

/** An upload under way, as it is kept. Who has `session` can write the object: it is forgotten when the job has begun. */
export interface UploadRecord {
  /** The signed URL that the service gave: the job is started by it. */
  readonly url: string;
  readonly session: string;
  readonly sizeBytes: number;
  readonly startedAtMs: number;
}

/** Where uploads under way are kept. `RecordStore` is one. */
export interface UploadStore {
  get(key: string): Promise<UploadRecord | undefined>;
  set(key: string, record: UploadRecord): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface UploadOptions extends SessionContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly store: UploadStore;
  /** Keeps uploads of one service apart from another's. */
  readonly scope: string;
  /** SHA-256 of the blob, where it is known already. */
  readonly hash?: string | undefined;
  /** Asks the service for a signed URL, for a resumable upload or for a single PUT. */
  readonly newUrl: (resumable: boolean) => Promise<string>;
  readonly onBytes?: ((done: number, total: number) => void) | undefined;
}

export interface Uploaded {
  /** The signed URL, unchanged. */
  readonly url: string;
  /** Ends the memory of this upload. Until then the same content is not uploaded again, also after a reload. */
  readonly forget: () => Promise<void>;
}

/** A session lives a week; a day is left for the clock and for the way. */
const SESSION_LIFE_MS = 6 * 24 * 3_600_000;
const MAX_STARTS = 4;
const REGULAR_TIMEOUT_MS = 15 * 60_000;

/**
 * Uploads a video. Goes on where it was after a lost answer, a server's restart and a reload of the page: what is under
 * way is kept under the content's hash, and the server is asked how much it has.
 *
 * @throws `upload/unreadable` where the file changed or is empty, `upload/refused` where sessions end as soon as they
 * begin, `upload/stalled` where nothing arrives; `http/…`; the signal's reason.
 */
export async function upload(blob: Blob, options: UploadOptions): Promise<Uploaded> {
  if (blob.size === 0) throw unreadable('it is empty');
  const key = `${options.scope} ${options.hash ?? (await hash(blob, options.signal))}`;
  const forget = (): Promise<void> => options.store.delete(key);
  for (let starts = 0; starts < MAX_STARTS; starts++) {
    const kept = await options.store.get(key);
    const isFresh = kept?.sizeBytes === blob.size && options.clock.now() - kept.startedAtMs < SESSION_LIFE_MS;
    const record = isFresh ? kept : await start(key, blob.size, options);
    if (!record) return { url: await uploadRegular(blob, options), forget };
    const transfer: Transfer = {
      session: record.session,
      isNew: record !== kept,
      read: (a, b) => readPart(blob, a, b),
    };
    if ((await uploadChunks(blob.size, transfer, options)) === 'done') return { url: record.url, forget };
    await forget();
  }
  throw new KinoraError(
    'upload/refused',
    `Cannot upload the video: ${MAX_STARTS} uploads ended as soon as they began`,
    {
      hint: 'The storage of the service may be full or misconfigured: try again later.',
    },
  );
}

/** Undefined where this page may not read where a session's bytes go: then the whole file goes at once. */
async function start(key: string, sizeBytes: number, options: UploadOptions): Promise<UploadRecord | undefined> {
  const url = await options.newUrl(true);
  const session = await startSession(url, options);
  if (session === undefined) return undefined;
  const record = { url, session, sizeBytes, startedAtMs: options.clock.now() };
  await options.store.set(key, record);
  return record;
}

async function uploadRegular(blob: Blob, { newUrl, send, signal, onRetry, onBytes }: UploadOptions): Promise<string> {
  const url = await newUrl(false);
  onBytes?.(0, blob.size);
  await send({
    what: 'upload the video',
    url,
    method: 'PUT',
    // A blob's own type would be sent else, and the signature may pin this one.
    headers: { 'Content-Type': 'application/octet-stream' },
    body: blob,
    timeoutMs: REGULAR_TIMEOUT_MS,
    retry: PATIENT,
    signal,
    onRetry,
    read: (response) => response.body?.cancel(),
  });
  onBytes?.(blob.size, blob.size);
  return url;
}

async function hash(blob: Blob, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await hashBlob(blob, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw unreadable('it changed or went away', error);
  }
}

async function readPart(blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.slice(from, to).arrayBuffer());
  } catch (error) {
    throw unreadable('it changed or went away', error);
  }
}

function unreadable(fact: string, cause?: unknown): KinoraError {
  return new KinoraError('upload/unreadable', `Cannot read the video: ${fact}`, {
    hint: 'Choose the file again.',
    ...(cause !== undefined && { cause }),
  });
}

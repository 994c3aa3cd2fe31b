import { isKinoraError, KinoraError } from '../errors.ts';
import type { Clock } from '../http/clock.ts';
import { BRIEF, PATIENT } from '../http/retry.ts';
import type { RetryPolicy } from '../http/retry.ts';
import type { Turns } from '../store/turns.ts';
import { hashVideo, readPart, unreadable } from './read-video.ts';
import { uploadChunks } from './upload-chunks.ts';
import { startSession } from './upload-session.ts';
import type { SessionContext } from './upload-session.ts';
import { uploadWhole } from './upload-whole.ts';

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

/**
 * How bytes may go: in a session that this page begins, at once, in a session that the gateway
 * begins and hands over, or through the gateway, which passes them on.
 */
export type UploadWay = 'resumable' | 'regular' | 'handed' | 'proxied';

/** Where one upload goes. */
export interface UploadPlace {
  /** The signed URL: unchanged it is the `url` of the job. */
  readonly url: string;
  /** The session, where it has been begun already. */
  readonly session?: string | undefined;
}

export interface UploadOptions extends SessionContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly store: UploadStore;
  readonly turns: Turns;
  /** Keeps uploads of one service apart from another's. */
  readonly scope: string;
  /** SHA-256 of the blob, where it is known already. */
  readonly hash?: string | undefined;
  /** Those that the service offers. Default: the first two. */
  readonly ways?: readonly UploadWay[];
  /** Asks the service for a place. */
  readonly newPlace: (way: UploadWay) => Promise<UploadPlace>;
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

/**
 * Uploads a video. Goes on where it was after a lost answer, a server's restart and a reload of the page: what is under
 * way is kept under the content's hash, and the server is asked how much it has. Several tabs upload the same content
 * one after the other, which is once.
 *
 * @throws `upload/unreadable` where the file changed or is empty, `upload/refused` where sessions end as soon as they
 * begin, `upload/stalled` where nothing arrives; `http/…`; the signal's reason.
 */
export async function upload(video: Blob, options: UploadOptions): Promise<Uploaded> {
  if (video.size === 0) throw unreadable('it is empty');
  const { hash, scope, signal, store, turns } = options;
  const key = `${scope} ${hash ?? (await hashVideo(video, signal))}`;
  const url = await turns.take(`kinora:upload:${key}`, () => climb(key, video, options), { signal });
  return { url, forget: () => store.delete(key) };
}

/** What one try came to: the job's URL, or the way to try next. */
type Outcome = { readonly url: string } | { readonly next: UploadWay };

/** One video on its way, over however many tries. */
interface Climb {
  readonly key: string;
  readonly video: Blob;
  readonly ways: readonly UploadWay[];
  readonly options: UploadOptions;
}

async function climb(key: string, video: Blob, options: UploadOptions): Promise<string> {
  const { ways = ['resumable', 'regular'], store, clock } = options;
  const whole = { key, video, ways, options };
  let way = ways[0] ?? 'resumable';
  for (let tries = 0; tries < MAX_STARTS + ways.length; tries++) {
    const kept = await store.get(key);
    const isFresh = kept?.sizeBytes === video.size && clock.now() - kept.startedAtMs < SESSION_LIFE_MS;
    const outcome = isFresh ? await goOn(kept, way, whole) : await begin(way, whole);
    if ('url' in outcome) return outcome.url;
    await store.delete(key);
    way = outcome.next;
  }
  throw new KinoraError('upload/refused', 'Cannot upload the video: every upload ended as soon as it began', {
    hint: 'The storage of the service may be full or misconfigured: try again later.',
  });
}

/** Goes on with an upload of before. */
async function goOn({ session, url }: UploadRecord, way: UploadWay, { video, options }: Climb): Promise<Outcome> {
  const transfer = { session, isNew: false, read: partsOf(video) };
  return (await uploadChunks(video.size, transfer, options)) === 'done' ? { url } : { next: way };
}

/** Begins anew by one way. Where this page cannot go it, the next one is tried. */
async function begin(way: UploadWay, whole: Climb): Promise<Outcome> {
  const { ways, video, options } = whole;
  // A storage that this page may not reach at all looks like one that is away: where there is another way, soon enough.
  const detour = DETOURS[way].find((other) => ways.includes(other));
  const retry = detour ? BRIEF : PATIENT;
  const place = await options.newPlace(way);
  try {
    if (way !== 'regular') return await beginSession(place, retry, way, whole);
    const state = await uploadWhole(video, place.url, retry, options);
    return state === 'done' ? { url: place.url } : { next: way };
  } catch (error) {
    if (detour && isKinoraError(error) && error.code === 'http/network') return { next: detour };
    throw error;
  }
}

/** Where to go on when a way turns out to be closed: what a page may not begin or send, the gateway may. */
const DETOURS: Readonly<Record<UploadWay, readonly UploadWay[]>> = {
  resumable: ['handed', 'proxied'],
  regular: ['proxied'],
  handed: ['proxied'],
  proxied: [],
};

async function beginSession(
  { url, session: begun }: UploadPlace,
  retry: RetryPolicy,
  way: UploadWay,
  { key, video, ways, options }: Climb,
): Promise<Outcome> {
  const started = begun === undefined ? await startSession(url, options, retry) : { session: begun };
  if (started === 'gone') return { next: way };
  if (started === 'hidden') return { next: ways[ways.indexOf(way) + 1] ?? 'regular' };
  const { session } = started;
  await options.store.set(key, { url, session, sizeBytes: video.size, startedAtMs: options.clock.now() });
  const transfer = { session, isNew: true, read: partsOf(video) };
  return (await uploadChunks(video.size, transfer, options, retry)) === 'done' ? { url } : { next: way };
}

function partsOf(video: Blob): (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>> {
  return (from, to) => readPart(video, from, to);
}

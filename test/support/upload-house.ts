import { createHash } from 'node:crypto';
import { createSend } from '../../packages/core/src/http/send.ts';
import { Database } from '../../packages/core/src/store/database.ts';
import { RecordStore } from '../../packages/core/src/store/record-store.ts';
import { Turns } from '../../packages/core/src/store/turns.ts';
import { upload } from '../../packages/core/src/upload/upload.ts';
import type { Uploaded, UploadOptions, UploadRecord } from '../../packages/core/src/upload/upload.ts';
import { ResumableStorage } from './resumable-storage.ts';
import type { Fault } from './resumable-storage.ts';
import { startScriptedServer } from './scripted-server.ts';
import type { ScriptedServer, ServerOptions } from './scripted-server.ts';

export const CHUNK_BYTES = 1024 * 1024;
export const videoBytes: Buffer<ArrayBuffer> = Buffer.alloc(1.5 * CHUNK_BYTES + 12_345, 'A man does a few squats. ');
export const video: Blob = new Blob([videoBytes]);

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A page's memory of uploads. Another one on the same factory is the page after a reload. */
export function openUploadStore(): RecordStore<UploadRecord> {
  return new RecordStore<UploadRecord>(new Database('kinora', ['uploads']), 'uploads');
}

/** A storage, and pages that upload to it. */
export interface UploadHouse extends AsyncDisposable {
  readonly storage: ResumableStorage;
  readonly server: ScriptedServer;
  /** The places that were asked for, in order. */
  readonly urls: string[];
  upload(blob?: Blob, change?: Partial<UploadOptions>): Promise<Uploaded>;
}

/** Retries that do not wait: the loops are the real ones, the seconds are not. */
export const hasty = { now: (): number => Date.now(), sleep: (): Promise<void> => Promise.resolve() };

export async function openUploadHouse(
  faults: readonly Fault[] = [],
  options: ServerOptions = {},
): Promise<UploadHouse> {
  const storage = new ResumableStorage();
  storage.faults.push(...faults);
  const server = await startScriptedServer((heard) => storage.handle(heard) ?? { status: 500 }, options);
  const urls: string[] = [];
  const turns = new Turns();
  // Requests have the real clock: a virtual one would take the time of a real socket for silence.
  const send = createSend({ random: () => 0 });
  return {
    storage,
    server,
    urls,
    upload: (blob = video, change = {}) =>
      upload(blob, {
        send,
        clock: hasty,
        random: () => 0,
        store: openUploadStore(),
        turns,
        scope: 'test',
        newPlace: (way) => {
          urls.push(`${server.url}/signed/v${urls.length + 1}?way=${way}&signature=secret`);
          return Promise.resolve({ url: urls.at(-1)! });
        },
        ...change,
      }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

import { animate3d } from '@kinora/core';
import type { Animate3dOptions, JsonValue, Progress, ProviderFile } from '@kinora/core';
import { PageMirror } from '../../packages/core/src/http/page.ts';
import { Animate3dClient } from '../../packages/core/src/providers/animate3d/run/client.ts';
import type { ClientContext } from '../../packages/core/src/providers/animate3d/run/client.ts';
import { Connections } from '../../packages/core/src/providers/animate3d/run/connection.ts';
import { Database } from '../../packages/core/src/store/database.ts';
import { KeptVideos } from '../../packages/core/src/store/kept-videos.ts';
import { RecordStore } from '../../packages/core/src/store/record-store.ts';
import { Turns } from '../../packages/core/src/store/turns.ts';
import type { UploadRecord } from '../../packages/core/src/upload/upload.ts';

export const videoBytes: Buffer<ArrayBuffer> = Buffer.alloc(1_500_000, 'squats ');
export const videoFile: File = new File([videoBytes], 'my squats.mp4', { type: 'video/mp4' });

/** One run of a page, or its going on. */
export interface RunPage {
  readonly heard: Progress[];
  readonly checkpoints: JsonValue[];
  /** What the page's worker knows of the page. */
  readonly page: PageMirror;
  readonly run: (name?: string) => Promise<readonly ProviderFile[]>;
  readonly resume: (checkpoint: JsonValue) => Promise<readonly ProviderFile[]>;
}

export type RunPageOptions = Partial<ClientContext> & { readonly options?: Partial<Animate3dOptions> };

/** A page's core worker: its own memory of tokens, and the browser's memory of uploads. */
export function openRunPage({ url }: { readonly url: string }, { options, ...context }: RunPageOptions = {}): RunPage {
  const heard: Progress[] = [];
  const checkpoints: JsonValue[] = [];
  const { settings } = animate3d({ gateway: `${url}/kinora`, ...options });
  const database = new Database('kinora', ['uploads', 'videos']);
  const page = new PageMirror();
  // Waits pass at once but for the guard against silence, which has to be outlived by a real request.
  const clock = { now: () => Date.now(), sleep: sleepLittle };
  const random = (): number => 0;
  const client = new Animate3dClient(
    settings,
    {
      signal: new AbortController().signal,
      onProgress: (said) => heard.push(said),
      saveCheckpoint: (checkpoint) => {
        checkpoints.push(checkpoint);
        return Promise.resolve();
      },
      ...context,
    },
    {
      clock,
      random,
      page,
      turns: new Turns(),
      uploads: new RecordStore<UploadRecord>(database, 'uploads'),
      videos: new KeptVideos(database),
      connections: new Connections({ fetch: (address, init) => fetch(address, init), clock, random, page }),
    },
  );
  return {
    heard,
    checkpoints,
    page,
    run: (name = 'squats') => client.run(videoFile, { name }),
    resume: (checkpoint) => client.resume(checkpoint),
  };
}

/** No pause between polls is as long as the shortest guard against silence. */
async function sleepLittle(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (ms < 20_000) return new Promise((resolve) => setTimeout(resolve, 1));
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

// One run of the client in a process of its own, for tests that kill it: `node client.mjs FOLDER GATEWAY`. What a browser
// keeps in its storage lies in the folder: whoever starts it again goes on. Each line of its output is a progress.
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { animate3d } from '../../../packages/core/src/providers/animate3d/animate3d.ts';
import { Animate3dClient } from '../../../packages/core/src/providers/animate3d/run/client.ts';
import { Connections } from '../../../packages/core/src/providers/animate3d/run/connection.ts';
import type { JsonValue, ProviderFile } from '../../../packages/core/src/providers/provider.ts';
import { systemClock } from '../../../packages/core/src/http/clock.ts';
import { PageMirror } from '../../../packages/core/src/http/page.ts';
import { Turns } from '../../../packages/core/src/store/turns.ts';
import type { UploadRecord } from '../../../packages/core/src/upload/upload.ts';

const [folder = '', gateway = ''] = process.argv.slice(2);
/** A line that is slow enough to be cut in the middle of an upload. */
const PUT_DELAY_MS = 150;

const place = (name: string): string => join(folder, name.replace(/[^\w.-]/g, '_').slice(-90));

async function keep(name: string, value: unknown): Promise<void> {
  await writeFile(`${place(name)}.new`, JSON.stringify(value));
  await rename(`${place(name)}.new`, place(name));
}

async function kept<T>(name: string): Promise<T | undefined> {
  const text = await readFile(place(name), 'utf8').catch(() => undefined); // Not there yet.
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

const page = new PageMirror();
const ports = { clock: systemClock, random: Math.random, page };
const slowFetch = async (url: string, init: RequestInit): Promise<Response> => {
  if (init.method === 'PUT') await systemClock.sleep(PUT_DELAY_MS);
  return fetch(url, init);
};
const client = new Animate3dClient(
  animate3d({ gateway, formats: ['bvh'] }).settings,
  {
    signal: new AbortController().signal,
    onProgress: (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`),
    saveCheckpoint: (checkpoint) => keep('checkpoint', checkpoint),
  },
  {
    ...ports,
    turns: new Turns(),
    uploads: {
      get: (key) => kept<UploadRecord>(key),
      set: (key, record) => keep(key, record),
      delete: (key) => rm(place(key), { force: true }),
    },
    videos: { keep: () => Promise.resolve(true), get: () => openAsBlob(place('film.mp4')) },
    connections: new Connections({ ...ports, fetch: slowFetch }),
  },
);

const checkpoint = await kept<JsonValue>('checkpoint');
const files: readonly ProviderFile[] =
  checkpoint === undefined
    ? await client.run(await openAsBlob(place('film.mp4')), { name: 'film' })
    : await client.resume(checkpoint);
await keep(
  'result',
  files.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')),
);
process.exit(0); // Nothing of a connection that is kept alive is waited for.

import { readFileSync } from 'node:fs';
import { createKinora, KinoraError } from '@kinora/core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { ScriptedProvider } from '../../../support/providers.ts';

afterEach(() => vi.unstubAllGlobals());

const SECRET = 'hunter2-hunter2';

test('the version is that of the package', async () => {
  const file = new URL('../../../../packages/core/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  const kinora = await createKinora({ thread: 'main' });
  expect((await kinora.doctor()).version).toBe(version);
  kinora.dispose();
});

test('it tells where the core runs, what is kept, what WebAssembly can do, and the last error by its code alone', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  const provider = new ScriptedProvider(() =>
    Promise.reject(new KinoraError('capture/no-person', `Nobody is in "${SECRET}.mp4"`)),
  );
  const kinora = await createKinora({ thread: 'main', provider });
  await kinora.creation.fromVideo(new File([SECRET], `${SECRET}.mp4`)).done.catch(() => undefined);
  const facts = await kinora.doctor();
  expect(facts).toMatchObject({
    thread: { kind: 'main' },
    storage: { kind: 'indexeddb' },
    webAssembly: { isThere: true, simd: true },
    lastError: 'capture/no-person',
  });
  expect(JSON.stringify(facts)).not.toContain(SECRET);
  kinora.dispose();
});

test.each([
  `https://example.com/worker.js?key=${SECRET}`,
  `blob:https://example.com/${SECRET}`,
  `/kinora/worker.js?key=${SECRET}`,
  `worker.js?key=${SECRET}`,
  `//example.com/${SECRET}`,
  `/home/${SECRET}/worker.js`,
  `C:\\Users\\${SECRET}\\worker.js`,
])('the address %s in the reason of the fallback is left out', async (address) => {
  const createWorker = (): Worker => {
    throw new Error(`Failed to load ${address}`);
  };
  const kinora = await createKinora({ createWorker });
  const { thread } = await kinora.doctor();
  expect(thread.kind).toBe('main');
  expect(thread.reason).toContain('Failed to load (address)');
  kinora.dispose();
});

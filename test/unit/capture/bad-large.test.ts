import { local } from '@kinora/capture';
import { createKinora } from '@kinora/core';
import type { Progress } from '@kinora/core';
import { KinoraError } from '@kinora/core/motion';
import { expose } from '@kinora/core/rpc';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import type { CaptureApi } from '../../../packages/capture/src/worker-api.ts';
import { ScriptedProvider } from '../../support/providers.ts';

const signal = new AbortController().signal;
const small = new Blob([new Uint8Array(1000)]);
const large = new Blob([new Uint8Array(17 * 2 ** 20)]);
const tooLong = new KinoraError('capture/too-long', 'The video is too long', { hint: 'Cut it.' });

afterEach(() => vi.unstubAllGlobals());

/** A provider whose worker is the other end of a channel. */
function checked(check: CaptureApi['check']): { provider: ReturnType<typeof local>; asked: number[]; ends: number[] } {
  const asked: number[] = [];
  const ends: number[] = [];
  const createWorker = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const api: Pick<CaptureApi, 'check'> = {
      check(video, options) {
        asked.push(options.maxSeconds);
        return check(video, options);
      },
    };
    expose(api, port2);
    port2.addEventListener('close', () => ends.push(asked.length));
    port2.start();
    return port1 as unknown as Worker; // What local() uses of a worker, a port has as well.
  };
  return { provider: local({ createWorker, maxSeconds: 30 }), asked, ends };
}

test('local() refuses a large video by its container, and lets the worker of that go', async () => {
  const { provider, asked, ends } = checked(() => Promise.reject(tooLong));
  await expect(provider.check!(large, {}, { signal })).rejects.toMatchObject({ code: 'capture/too-long' });
  expect(asked).toEqual([30]);
  await vi.waitUntil(() => ends.length === 1);
});

test('local() starts no worker to check a small video', async () => {
  const { provider, asked } = checked(() => Promise.reject(tooLong));
  await provider.check!(small, {}, { signal });
  expect(asked).toEqual([]);
});

test('local() leaves to the run what is no refusal', async () => {
  const { provider, asked } = checked(() => Promise.reject(new RangeError('out of memory')));
  await provider.check!(large, {}, { signal });
  expect(asked).toEqual([30]);
});

class Checking extends ScriptedProvider {
  readonly check: () => Promise<void>;

  constructor(check: () => Promise<void>) {
    super();
    this.check = check;
  }
}

test('fromVideo() ends where its provider refuses the video, while the rest of it is still being read', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  const provider = new Checking(() => Promise.reject(tooLong));
  const kinora = await createKinora({ thread: 'main', provider });
  const heard: Progress[] = [];
  const process = kinora.creation.fromVideo(large, { onProgress: (step) => heard.push(step) });
  await expect(process.done).rejects.toMatchObject({ code: 'capture/too-long' });
  expect(process.state).toBe('failed');
  expect(heard).toEqual([{ stage: 'hash', progress01: 0 }]);
  expect(provider.runs).toBe(0);
  kinora.dispose();
});

test('fromVideo() runs where a check fails for reasons of its own', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  const provider = new Checking(() => Promise.reject(new Error('no time')));
  const kinora = await createKinora({ thread: 'main', provider });
  await kinora.creation.fromVideo(large).done;
  expect(provider.runs).toBe(1);
  kinora.dispose();
});

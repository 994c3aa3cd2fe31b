import { local } from '@kinora/capture';
import type { Progress, Provider, ProviderFile } from '@kinora/core';
import { afterEach, describe, expect, test } from 'vitest';
import { exactRuntime } from '../../../packages/capture/src/assets.ts';
import { loadRuntime } from '../../../packages/capture/src/litert/load-runtime.ts';
import danceUrl from '../../../packages/performer/sample/dance.mp4?url';
import { makeNobody } from '../../support/make-video.ts';

let provider: Provider;
const workers: Worker[] = [];

/** A provider whose workers the test can lay hands on. */
function watched(): Provider {
  workers.length = 0;
  return local({
    createWorker: () => {
      const worker = new Worker(new URL('../../../packages/capture/src/worker-entry.ts', import.meta.url), {
        type: 'module',
      });
      workers.push(worker);
      return worker;
    },
  });
}

interface Started {
  readonly done: Promise<readonly ProviderFile[]>;
  readonly progress: Progress[];
  /** Resolves with the first progress of which this is true. */
  until(isThere: (progress: Progress) => boolean): Promise<unknown>;
}

function start(video: Blob, signal = new AbortController().signal): Started {
  const progress: Progress[] = [];
  const waiting: ((step: Progress) => void)[] = [];
  const onProgress = (step: Progress): void => {
    progress.push(step);
    for (const look of waiting) look(step);
  };
  const done = provider.run(video, {}, { signal, onProgress, saveCheckpoint: () => Promise.resolve() });
  done.catch(() => {}); // Looked at by the test, later than it may come.
  const until: Started['until'] = (isThere) =>
    Promise.race([done, new Promise<void>((resolve) => waiting.push((step) => isThere(step) && resolve()))]);
  return { done, progress, until };
}

afterEach(() => provider.dispose?.());

describe('local()', () => {
  test('survives a cancel and a dead worker, and refuses a video without a person', async () => {
    provider = watched();
    const video = await makeNobody(12);

    const abort = new AbortController();
    const reason = new Error('changed my mind');
    const cancelled = start(video, abort.signal);
    await cancelled.until(({ frames }) => (frames?.done ?? 0) > 0);
    const heard = cancelled.progress.length;
    abort.abort(reason);
    await expect(cancelled.done).rejects.toBe(reason);

    const killed = start(video);
    await killed.until(({ stage }) => stage === 'load');
    workers[1]!.terminate();
    await expect(killed.done).rejects.toMatchObject({ code: 'capture/failed' });

    const whole = start(video);
    await expect(whole.done).rejects.toMatchObject({ code: 'capture/no-person' });
    expect(workers).toHaveLength(3);
    // A whole run later, the first would have been heard if it still lived.
    expect(cancelled.progress).toHaveLength(heard);
    const shown = whole.progress.map(({ progress01 }) => progress01);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(Math.max(...shown)).toBeLessThan(1);
    expect(whole.progress.find(({ secondsLeft }) => secondsLeft !== undefined)?.frames?.done).toBe(5);
  });

  test('is refused where a worker is', async () => {
    const missing = (): Worker => new Worker('/no-such-worker.js', { type: 'module' });
    const forbidden = (): Worker => {
      throw new DOMException('Refused to create a worker', 'SecurityError');
    };
    for (const createWorker of [missing, forbidden]) {
      provider = local({ createWorker });
      await expect(start(new Blob()).done).rejects.toMatchObject({ code: 'capture/no-worker' });
    }
  });
});

/** Where Vite serves what `kinora assets` would copy from. */
const MODELS = '/node_modules/@mediapipe/pose';

describe('local() in quality heavy', () => {
  test('takes the model from assetBase', async () => {
    provider = local({ quality: 'heavy', assetBase: MODELS });
    const reason = new Error('seen enough');
    const abort = new AbortController();
    const run = start(await (await fetch(danceUrl)).blob(), abort.signal);
    // Past the first frame, in which the person was found, and the heavy model has told where she goes.
    await run.until(({ frames }) => (frames?.done ?? 0) >= 2);
    abort.abort(reason);
    await expect(run.done).rejects.toBe(reason);
  });

  test('refuses to start without one, and says how to get it', async () => {
    provider = local({ quality: 'heavy' });
    await expect(start(await makeNobody(2)).done).rejects.toMatchObject({
      code: 'capture/model-unavailable',
      hint: expect.stringContaining('kinora assets DIR') as string,
    });
  });

  test('refuses another file of that name', async () => {
    const { origin } = globalThis.location;
    provider = local({ quality: 'heavy', assetBase: `${origin}/test/browser/capture/nothing-here` });
    // Vite answers with its page where there is no such file.
    await expect(start(await makeNobody(2)).done).rejects.toMatchObject({
      code: expect.stringMatching(/^capture[/]model-(corrupt|unavailable)$/) as string,
    });
  });
});

describe('loadRuntime()', () => {
  test('says so where its WebAssembly is not there', async () => {
    const wasm = new URL('data:text/plain,nothing');
    await expect(loadRuntime({ ...exactRuntime, wasm })).rejects.toMatchObject({ code: 'capture/wasm' });
  });
});

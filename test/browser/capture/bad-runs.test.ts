import { local } from '@kinora/capture';
import type { Progress, Provider, ProviderFile } from '@kinora/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import danceUrl from '../../../packages/performer/sample/dance.mp4?url';
import { makeVideo } from '../../support/make-video.ts';
import { paddedFilm } from '../../support/padded-film.ts';

/** A third of a second of the sample: every stage in little time. */
const TRIM = [0, 0.3] as const;

let provider: Provider;
let video: Blob;
const tests = new BroadcastChannel('kinora-bad-worker');
const createWorker = (): Worker => new Worker(new URL('./bad-worker.ts', import.meta.url), { type: 'module' });

beforeAll(async () => {
  video = await (await fetch(danceUrl)).blob();
  provider = local({
    quality: 'lite',
    trim: TRIM,
    createWorker,
  });
});
afterAll(() => {
  provider.dispose?.();
  tests.close();
});

interface Started {
  readonly done: Promise<readonly ProviderFile[]>;
  readonly progress: readonly Progress[];
  /** Resolves where a run has come to: a step of its progress, or the fetch of a model. */
  readonly reached: (place: (step: Progress) => boolean) => Promise<void>;
}

function start(signal = new AbortController().signal): Started {
  const progress: Progress[] = [];
  const looks: (() => void)[] = [];
  const onProgress = (step: Progress): void => {
    progress.push(step);
    for (const look of looks) look();
  };
  const done = provider.run(video, {}, { signal, onProgress, saveCheckpoint: () => Promise.resolve() });
  done.catch(() => {}); // Looked at by the test, later than it may come.
  const reached: Started['reached'] = (place) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (progress.some(place)) resolve();
      };
      looks.push(look);
      look();
    });
  return { done, progress, reached };
}

function fetching(): Promise<void> {
  return new Promise((resolve) =>
    tests.addEventListener('message', ({ data }) => data === 'fetching' && resolve(), { once: true }),
  );
}

/**
 * Resolves when no capture worker is left. The system gives a lock back only with the end of who held it. Two seconds are
 * promised, and ten times as much is waited.
 */
async function workersGone(): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  await navigator.locks.request('kinora-bad-worker', { signal }, () => Promise.resolve());
}

const STAGES: readonly (readonly [string, (run: Started) => Promise<void>])[] = [
  ['as it begins', ({ reached }) => reached(({ stage }) => stage === 'load')],
  ['while models are fetched', () => fetching()],
  ['before the first frame', ({ reached }) => reached(({ frames }) => frames?.done === 0)],
  ['in the middle of tracking', ({ reached }) => reached(({ frames }) => frames?.done === 4)],
  ['while it is solved', ({ reached }) => reached(({ stage }) => stage === 'solve')],
];

describe('local() that is ended anywhere', () => {
  test.each([...STAGES, ...STAGES])('cancelled %s: rejects with the reason, and the worker is gone', async (_, at) => {
    const abort = new AbortController();
    const reason = new Error('changed my mind');
    const place = start(abort.signal);
    await at(place);
    const heard = place.progress.length;
    abort.abort(reason);
    await expect(place.done).rejects.toBe(reason);
    await workersGone();
    expect(place.progress).toHaveLength(heard);
  });

  test('whose worker dies without a word: says so, and what helps', async () => {
    const run = start();
    await run.reached(({ frames }) => frames?.done === 2);
    tests.postMessage('die');
    await expect(run.done).rejects.toMatchObject({
      code: 'capture/failed',
      hint: expect.stringContaining('out of memory') as string,
    });
    await workersGone();
  });

  test('captures the next video all the same', async () => {
    const { done, progress } = start();
    expect((await done).map(({ format }) => format)).toEqual(['glb', 'bvh']);
    expect(progress.at(-1)).toEqual({ stage: 'done', progress01: 1 });
  });
});

test('ten minutes of a large file are refused by their container, before any of it is hashed', async () => {
  const film = await makeVideo({ times: [0, 600], paint: () => [0, 0, 0] });
  const large = new Blob([paddedFilm(new Uint8Array(await film.arrayBuffer()), 17 * 2 ** 20, 1)]);
  const { signal } = new AbortController();
  provider.dispose?.(); // Its worker rests with its models, and is not the one that is meant.
  const refused = local({ createWorker }).check!(large, {}, { signal });
  await expect(refused).rejects.toMatchObject({ code: 'capture/too-long', details: { maxSeconds: 60 } });
  await workersGone();
});

import { local } from '@kinora/capture';
import type { LocalOptions } from '@kinora/capture';
import type { MotionParams, Progress, Provider, ProviderFile } from '@kinora/core';
import { KinoraError } from '@kinora/core/motion';
import { expose } from '@kinora/core/rpc';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CaptureApi } from '../../../packages/capture/src/worker-api.ts';

type Capture = CaptureApi['capture'];

const GLB: ProviderFile = { name: 'walk.glb', format: 'glb', bytes: new Uint8Array([1, 2, 3]) };

/** A provider whose worker is the other end of a channel, and does what the test says. */
function withWorker(capture: Capture, options: LocalOptions = {}): { provider: Provider; starts: () => number } {
  let starts = 0;
  const createWorker = (): Worker => {
    starts++;
    const { port1, port2 } = new MessageChannel();
    expose({ capture }, port2);
    port2.start();
    return port1 as unknown as Worker; // What local() uses of a worker, a port has as well.
  };
  return { provider: local({ createWorker, ...options }), starts: () => starts };
}

function run(
  provider: Provider,
  { video = new Blob(), params = {}, signal = new AbortController().signal, progress = [] }: Partial<Run> = {},
): Promise<readonly ProviderFile[]> {
  const onProgress = (step: Progress): void => void progress.push(step);
  return provider.run(video, params, { signal, onProgress, saveCheckpoint: () => Promise.resolve() });
}

interface Run {
  readonly video: Blob;
  readonly params: MotionParams;
  readonly signal: AbortSignal;
  readonly progress: Progress[];
}

let current: Provider | undefined;
afterEach(() => {
  current?.dispose?.();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('local()', () => {
  test('gives the files and is done exactly once', async () => {
    const { provider } = withWorker((_video, { onProgress }) => {
      onProgress({ stage: 'track', progress01: 0.5 });
      return Promise.resolve([GLB]);
    });
    current = provider;
    const progress: Progress[] = [];
    expect(await run(provider, { progress })).toEqual([GLB]);
    expect(progress).toEqual([
      { stage: 'track', progress01: 0.5 },
      { stage: 'done', progress01: 1 },
    ]);
  });

  test.each([
    ['as it is asked', new File([], 'a.mp4'), { name: 'walk' }, 'walk'],
    ['after the file', new File([], 'my.walk.mp4'), {}, 'my.walk'],
    ['somehow', new Blob(), {}, 'capture'],
  ])('names the motion %s', async (_how, video, params, expected) => {
    const names: string[] = [];
    const { provider } = withWorker((_video, { name }) => {
      names.push(name);
      return Promise.resolve([GLB]);
    });
    current = provider;
    await run(provider, { video, params });
    expect(names).toEqual([expected]);
  });

  test.each([
    ['what was asked for', { quality: 'lite' }, { quality: 'heavy' }, 'heavy'],
    ['its own quality', { quality: 'lite' }, {}, 'lite'],
    ['full, where nobody says otherwise', {}, {}, 'full'],
  ] as const)('captures in %s', async (_what, options, params, expected) => {
    const seen: string[] = [];
    const { provider } = withWorker((_video, { quality }) => {
      seen.push(quality);
      return Promise.resolve([GLB]);
    }, options);
    current = provider;
    await run(provider, { params });
    expect(seen).toEqual([expected]);
  });

  test('tells its worker whom to follow, and refuses a point outside the picture', async () => {
    const seen: unknown[] = [];
    const { provider } = withWorker((_video, { person }) => {
      seen.push(person);
      return Promise.resolve([GLB]);
    });
    current = provider;
    const person = { time: 0.5, x: 0.25, y: 0.6 };
    await run(provider, { params: { person } });
    expect(seen).toEqual([person]);
    await expect(run(provider, { params: { person: { ...person, x: 250 } } })).rejects.toThrow(RangeError);
  });

  test('asks for hands and a face where a run does, and else as it was made', async () => {
    const seen: unknown[] = [];
    const { provider } = withWorker(
      (_video, { hands, face }) => {
        seen.push([hands, face]);
        return Promise.resolve([GLB]);
      },
      { hands: true },
    );
    current = provider;
    for (const params of [{}, { hands: false, face: true }]) await run(provider, { params });
    expect(seen).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('has another version for each quality of its own, so that no cache takes one for the other', () => {
    const versions = (['lite', 'full', 'heavy'] as const).map((quality) => local({ quality }).version);
    expect(new Set(versions).size).toBe(3);
    expect(local().version).toBe(local({ quality: 'full' }).version);
  });

  test('tells its worker what to look at and how to finish it, and has a version of its own by that', async () => {
    const tuning = {
      trim: [1, 2],
      crop: [0, 0, 0.5, 1],
      slowness: 2,
      feet: 'grounding',
      smoothing: 0.5,
      fieldOfView: 0.6,
    } as const;
    const seen: unknown[] = [];
    const capture: Capture = (_video, { trim, crop, slowness, feet, smoothing, fieldOfView }) => {
      seen.push({ trim, crop, slowness, feet, smoothing, fieldOfView });
      return Promise.resolve([GLB]);
    };
    const { provider } = withWorker(capture, tuning);
    current = provider;
    await run(provider);
    expect(seen).toEqual([tuning]);
    expect(provider.version).not.toBe(local().version);
    expect(provider.version).not.toBe(local({ ...tuning, feet: 'never' }).version);
    expect(provider.version).not.toBe(local({ ...tuning, fieldOfView: 0.7 }).version);
    expect(() => local({ slowness: 9 })).toThrow(RangeError);
  });

  test('tells its worker where the models are that are not shipped, as a folder', async () => {
    vi.stubGlobal('location', new URL('https://game.example/play/index.html'));
    for (const [assetBase, expected] of [
      ['models', 'https://game.example/play/models/'],
      ['/models/', 'https://game.example/models/'],
      [new URL('https://cdn.example/kinora'), 'https://cdn.example/kinora/'],
    ] as const) {
      const seen: unknown[] = [];
      const { provider } = withWorker(
        (_video, options) => {
          seen.push(options.assetBase);
          return Promise.resolve([GLB]);
        },
        { assetBase },
      );
      await run(provider);
      provider.dispose?.();
      expect(seen).toEqual([expected]);
    }
  });

  test('refuses a quality that does not exist', async () => {
    const quality = 'best' as 'heavy';
    expect(() => local({ quality })).toThrow(RangeError);
    const { provider } = withWorker(() => Promise.resolve([GLB]));
    current = provider;
    await expect(run(provider, { params: { quality } })).rejects.toThrow(RangeError);
  });

  test('keeps its worker for the next run, and lets it go when it is idle', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { provider, starts } = withWorker(() => Promise.resolve([GLB]), { idleMs: 5000 });
    current = provider;
    await run(provider);
    vi.advanceTimersByTime(4999);
    await run(provider);
    expect(starts()).toBe(1);
    vi.advanceTimersByTime(5000);
    await run(provider);
    expect(starts()).toBe(2);
  });

  test('lets one run wait for another', async () => {
    let atOnce = 0;
    const { provider } = withWorker(async () => {
      expect(++atOnce).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      return [GLB];
    });
    current = provider;
    expect(await Promise.all([run(provider), run(provider), run(provider)])).toHaveLength(3);
  });

  test('rejects at once with the reason of an abort, also while it waits for its turn', async () => {
    const { provider } = withWorker(() => new Promise(() => {}));
    current = provider;
    const [first, second] = [new AbortController(), new AbortController()];
    const running = run(provider, { signal: first.signal });
    const waiting = run(provider, { signal: second.signal });
    const reason = new Error('enough');
    second.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    first.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect(run(provider, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('hands on what the worker refuses, and starts another afterwards', async () => {
    const refusal = new KinoraError('capture/too-long', 'The video is too long', { hint: 'Cut it.' });
    const { provider, starts } = withWorker(() => Promise.reject(refusal));
    current = provider;
    for (let i = 0; i < 2; i++) {
      await expect(run(provider)).rejects.toMatchObject({ code: 'capture/too-long', hint: 'Cut it.' });
    }
    expect(starts()).toBe(2);
  });

  test('gives a code to what nobody foresaw', async () => {
    const { provider } = withWorker(() => Promise.reject(new RangeError('Array buffer allocation failed')));
    current = provider;
    await expect(run(provider)).rejects.toMatchObject({
      code: 'capture/failed',
      message: expect.stringContaining('Array buffer allocation failed') as string,
    });
  });

  test('is refused where a worker never answers', async () => {
    const { port1 } = new MessageChannel();
    const provider = local({ createWorker: () => port1 as unknown as Worker, startTimeoutMs: 10 });
    current = provider;
    await expect(run(provider)).rejects.toMatchObject({ code: 'capture/no-worker' });
  });

  test('is refused where there are no workers', async () => {
    // Node has no Worker of its own.
    const provider = local();
    current = provider;
    await expect(run(provider)).rejects.toMatchObject({ code: 'capture/no-worker' });
  });

  test('says what it can', () => {
    expect(local({ maxSeconds: 20 }).capabilities).toMatchObject({ formats: ['glb', 'bvh'], maxSeconds: 20 });
    expect(() => local({ maxSeconds: NaN })).toThrow(RangeError);
  });
});

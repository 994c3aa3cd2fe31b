import { createKinora } from '@kinora/core';
import type { Kinora, KinoraOptions, Progress } from '@kinora/core';
import { writeBvh } from '@kinora/core/motion';
import { connect } from '@kinora/core/rpc';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CoreApi } from '../../../packages/core/src/worker/contract.ts';
import { spawnCoreWorker } from '../../../packages/core/src/spawn.ts';
import { fbxText } from '../../support/fbx-text.ts';
import { endlessWork, isOrderly, ScriptedProvider, tinyClip } from '../../support/providers.ts';

const open: Kinora[] = [];
const video = new Blob([new Uint8Array(200_000).fill(3)], { type: 'video/mp4' });

function deleteDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('kinora');
    request.onsuccess = (): void => resolve();
    request.onerror = (): void => reject(request.error!);
  });
}

async function openPage(options: KinoraOptions = {}): Promise<Kinora> {
  const kinora = await createKinora(options);
  open.push(kinora);
  return kinora;
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );
}

beforeEach(deleteDatabase);
afterEach(() => {
  for (const kinora of open.splice(0)) kinora.dispose();
});

describe('the core worker', () => {
  test('starts by itself, parses and keeps; the next page finds it', async () => {
    const provider = new ScriptedProvider();
    const first = await openPage({ provider });
    expect(first).toMatchObject({ thread: 'worker', fallbackReason: undefined, storage: { kind: 'indexeddb' } });
    const heard: Progress[] = [];
    const clip = await first.creation.fromVideo(video, { name: 'kept', onProgress: (p) => heard.push(p) }).clip();
    expect(clip.rotations).toBeInstanceOf(Float32Array);
    expect(isOrderly(heard)).toBe(true);
    first.dispose();

    const second = await openPage({ provider, thread: 'worker' });
    const [record] = await second.processes.list();
    expect(record).toMatchObject({ name: 'kept', state: 'done' });
    expect(await second.processes.get(record!.id).clip()).toEqual(clip);
    await second.creation.fromVideo(video).done;
    expect(provider.runs).toBe(1);
  });

  test('keeps the codes of its errors', async () => {
    const kinora = await openPage();
    const error = await caught(kinora.animations.load(new Blob(['MOTION']), 'broken.bvh'));
    expect(error).toMatchObject({ name: 'KinoraError', code: expect.stringMatching(/^formats\//) as unknown });
  });

  test('reads FBX, which the page has no reader for', async () => {
    const kinora = await openPage({ thread: 'worker' });
    const [clip] = await kinora.animations.load(
      fbxText({
        limbs: [{ name: 'Hips' }],
        stacks: { Turn: [[{ limb: 'Hips', property: 'Lcl Rotation', channel: 'Y', keys: [[0, 0], [1, 90]] }]] }, // prettier-ignore
      }),
      'turn.fbx',
    );
    expect(clip).toMatchObject({ name: 'Turn', frames: 31 });
  });

  test('falls back to the page when its file is missing, and says why', async () => {
    const createWorker = (): Worker => new Worker('/no-such-file.js', { type: 'module' });
    const kinora = await openPage({ createWorker });
    expect(kinora.thread).toBe('main');
    expect(kinora.fallbackReason).toMatch(/404 or CSP/);
    const [clip] = await kinora.animations.load(writeBvh(tinyClip()), 'tiny.bvh');
    expect(clip?.frames).toBe(4);
    await expect(createKinora({ createWorker, thread: 'worker' })).rejects.toMatchObject({ code: 'worker/start' });
  });

  test('falls back when starting a worker throws', async () => {
    const createWorker = (): Worker => {
      throw new DOMException('refused by the policy', 'SecurityError');
    };
    expect((await openPage({ createWorker })).fallbackReason).toMatch(/refused by the policy/);
  });

  test('is started again when it died, and the work goes on', async () => {
    const workers: Worker[] = [];
    const createWorker = (): Worker => {
      const worker = spawnCoreWorker();
      workers.push(worker);
      return worker;
    };
    const kinora = await openPage({ createWorker });
    const loading = kinora.animations.load(writeBvh(tinyClip()), 'tiny.bvh');
    workers[0]!.terminate();
    expect(await loading).toHaveLength(1);
    expect(workers).toHaveLength(2);
    expect(kinora.thread).toBe('worker');
  });

  test('a call to a terminated worker rejects', async () => {
    const worker = spawnCoreWorker();
    const remote = await connect<CoreApi>(worker);
    const call = caught(remote.hash(new Blob([new Uint8Array(1e6)])));
    worker.terminate();
    expect(await call).toMatchObject({ code: 'rpc/dead' });
  });

  test('hashing stops when it is aborted', async () => {
    const remote = await connect<CoreApi>(spawnCoreWorker());
    const controller = new AbortController();
    const call = caught(remote.hash(new Blob([new Uint8Array(5e6)]), { signal: controller.signal }));
    controller.abort('enough');
    expect(await call).toBe('enough');
    remote.close();
  });
});

/** A worker whose script is the given text. */
function workerOf(script: string): Worker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(url);
}

describe('connect() to a real worker', () => {
  test('that throws while it loads says what it threw', async () => {
    const error = await caught(connect(workerOf(`throw new Error('boom')`), { name: 'test worker' }));
    expect(error).toMatchObject({
      code: 'rpc/dead',
      message: expect.stringMatching(/test worker failed: .*boom/) as unknown,
    });
  });

  test('that never answers times out', async () => {
    const error = await caught(connect(workerOf(''), { timeoutMs: 50 }));
    expect(error).toMatchObject({ code: 'rpc/timeout' });
  });

  test('that throws later rejects the call under way', async () => {
    const script = `postMessage({ kinora: 'ready' }); onmessage = ({ data }) => { if (data.type) throw new Error('later'); };`;
    const remote = await connect<{ work(): void }>(workerOf(script));
    expect(await caught(remote.work())).toMatchObject({
      code: 'rpc/dead',
      message: expect.stringMatching(/later/) as unknown,
    });
  });

  test('that closes itself is found by the heartbeat', async () => {
    const script = `postMessage({ kinora: 'ready' }); onmessage = ({ data }) => { if (data.type) close(); };`;
    const remote = await connect<{ work(): void }>(workerOf(script), { heartbeatMs: 30 });
    expect(await caught(remote.work())).toMatchObject({ code: 'rpc/dead' });
  });
});

describe('storage of the browser', () => {
  test('deleted while open: the animation plays all the same, and the page is told', async () => {
    const kinora = await openPage({ provider: new ScriptedProvider() });
    const before = kinora.creation.fromVideo(video);
    await before.done;
    const told = new Promise((resolve) => kinora.onStorage(resolve));
    await deleteDatabase();
    expect(await told).toMatchObject({ kind: 'memory' });
    expect((await before.clip()).frames).toBe(4);
    const after = kinora.creation.fromVideo(new Blob(['another']));
    expect((await after.clip()).frames).toBe(4);
    expect(await kinora.processes.list()).toHaveLength(2);
  });

  test('a process that runs in another tab is not taken for a dead one', async () => {
    const { work, begun } = endlessWork();
    const first = await openPage({ provider: new ScriptedProvider(work) });
    const process = first.creation.fromVideo(video);
    await begun;
    const second = await openPage();
    expect(await second.processes.list()).toMatchObject([{ id: process.id, state: 'running' }]);
    await expect(second.processes.get(process.id).clip()).rejects.toMatchObject({ code: 'runtime/elsewhere' });
    first.dispose();
    await process.done.catch(() => undefined);
    await vi.waitFor(async () => expect((await second.processes.list())[0]?.state).not.toBe('running'));
  });

  test('two pages put and evict at once without harm', async () => {
    const pages = await Promise.all([
      openPage({ provider: new ScriptedProvider() }),
      openPage({ provider: new ScriptedProvider() }),
    ]);
    await Promise.all(
      pages.flatMap((page, i) => [0, 1, 2].map((n) => page.creation.fromVideo(new Blob([`${i}-${n}`])).clip())),
    );
    expect(await pages[0].processes.list()).toHaveLength(6);
  });
});

import { animate3d, createKinora } from '@kinora/core';
import type { Kinora, KinoraOptions, Process, Progress } from '@kinora/core';
import { expose } from '@kinora/core/rpc';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHost } from '../../../../packages/core/src/worker/host.ts';
import { isOrderly, ScriptedProvider } from '../../../support/providers.ts';
import { progress, ScriptedGateway, SUCCESS } from '../../../support/scripted-gateway.ts';
import type { Poll } from '../../../support/scripted-gateway.ts';
import { TabLocks } from '../../../support/tab-locks.ts';

const video = new Blob([new Uint8Array(400_000).fill(5)], { type: 'video/mp4' });
const open: Kinora[] = [];

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => {
  for (const kinora of open.splice(0)) kinora.dispose();
  vi.unstubAllGlobals();
});

/** The host behind rpc, as in a worker: only what can be cloned crosses. Node has no Worker; a port is the same to rpc. */
function createWorker(): Worker {
  const { port1, port2 } = new MessageChannel();
  expose(createHost(), port2);
  const near = Object.assign(port1, {
    terminate: () => {
      port1.close();
      port2.close();
    },
  });
  near.start();
  port2.start();
  return near as unknown as Worker; // What rpc uses of a worker, this has.
}

async function openPage(options: KinoraOptions): Promise<Kinora> {
  const kinora = await createKinora({ thread: 'worker', createWorker, ...options });
  open.push(kinora);
  return kinora;
}

/** Resolves at the first progress of a stage. */
function reaches(process: Process, stage: Progress['stage']): Promise<Progress> {
  return new Promise((resolve) => process.onProgress((said) => said.stage === stage && resolve(said)));
}

describe.each<[string, KinoraOptions]>([
  ['in the core worker', {}],
  ['on the page, in the fallback', { thread: 'main' }],
])('createKinora({ provider: animate3d(…) }) %s', (_where, where) => {
  test('makes an animation of a video, with progress', async () => {
    const gateway = new ScriptedGateway();
    await using server = await gateway.start();
    const kinora = await openPage({ ...where, provider: animate3d({ gateway: `${server.url}/kinora` }) });
    const heard: Progress[] = [];
    const process = kinora.creation.fromVideo(video, { name: 'squats', onProgress: (said) => heard.push(said) });
    expect(await process.clip()).toMatchObject({ name: 'squats', frames: 4 });
    expect(process.record).toMatchObject({ provider: 'animate3d', state: 'done', files: [{ name: 'squats.bvh' }] });
    expect(isOrderly(heard)).toBe(true);
    const stages = heard.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
    expect(stages).toEqual(['hash', 'upload', 'queue', 'track', 'download', 'parse', 'done']);
  });

  test('the same video is answered from what is kept; other parameters are another job', async () => {
    const gateway = new ScriptedGateway();
    gateway.polls = [SUCCESS];
    await using server = await gateway.start();
    const url = `${server.url}/kinora`;
    const first = await openPage({ ...where, provider: animate3d({ gateway: url }) });
    await first.creation.fromVideo(video).done;
    await first.creation.fromVideo(video).done;
    expect(gateway.jobs.size).toBe(1);
    const second = await openPage({ ...where, provider: animate3d({ gateway: url, sim: true }) });
    await second.creation.fromVideo(video).done;
    expect(gateway.jobs.size).toBe(2);
  });

  test('cancel() ends it at once', async () => {
    const gateway = new ScriptedGateway();
    gateway.polls = [progress(1)];
    await using server = await gateway.start();
    const kinora = await openPage({ ...where, provider: animate3d({ gateway: `${server.url}/kinora` }) });
    const process = kinora.creation.fromVideo(video);
    await reaches(process, 'track');
    process.cancel();
    await expect(process.done).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a failed job keeps its code', async () => {
    const gateway = new ScriptedGateway();
    gateway.polls = [{ status: 'FAILURE', details: { exc_message: '513' } }];
    await using server = await gateway.start();
    const kinora = await openPage({ ...where, provider: animate3d({ gateway: `${server.url}/kinora` }) });
    const process = kinora.creation.fromVideo(video);
    await expect(process.clip()).rejects.toMatchObject({ code: 'animate3d/no-person', details: { jobCode: 513 } });
    expect(process.record.error?.code).toBe('animate3d/no-person');
  });

  test('the page’s own getToken is asked on the page', async () => {
    const gateway = new ScriptedGateway();
    gateway.valid.add('of-the-page');
    gateway.polls = [SUCCESS];
    await using server = await gateway.start();
    const getToken = vi.fn(() => Promise.resolve({ token: 'of-the-page', expiresInSeconds: 60 }));
    const provider = animate3d({ gateway: `${server.url}/kinora`, getToken });
    const kinora = await openPage({ ...where, provider });
    await kinora.creation.fromVideo(video).done;
    expect(getToken).toHaveBeenCalledTimes(1);
    expect(gateway.tokens).toBe(0);
  });

  test('a run whose page went away goes on by itself: one upload, one job', async () => {
    const gateway = new ScriptedGateway();
    gateway.polls = [progress(3)];
    await using server = await gateway.start();
    const provider = animate3d({ gateway: `${server.url}/kinora` });
    const first = await openPage({ ...where, provider });
    const { id } = first.creation.fromVideo(video, { name: 'long' });
    await reaches(first.processes.get(id), 'track');
    first.dispose();

    gateway.polls = [progress(6), SUCCESS] satisfies Poll[];
    gateway.polled = 0;
    const second = await openPage({ ...where, provider });
    const process = second.processes.get(id);
    expect(process.state).toBe('running');
    const heard: Progress[] = [];
    process.onProgress((said) => heard.push(said));
    expect(await process.clip()).toMatchObject({ name: 'long', frames: 4 });
    expect(process.state).toBe('done');
    expect(isOrderly(heard)).toBe(true);
    expect(gateway.jobs.size).toBe(1);
    expect(gateway.storage.received).toBe(video.size);

    const third = await openPage({ ...where, provider });
    expect((await third.processes.list()).map(({ state }) => state)).toEqual(['done']);
    expect((await third.processes.get(id).clip()).frames).toBe(4);
  });
});

test('a worker that dies in the middle of a job is started again, and goes on with the same job', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const workers: Worker[] = [];
  const kinora = await openPage({
    provider: animate3d({ gateway: `${server.url}/kinora` }),
    createWorker: () => workers[workers.push(createWorker()) - 1]!,
  });
  const heard: Progress[] = [];
  const process = kinora.creation.fromVideo(video, { onProgress: (said) => heard.push(said) });
  await reaches(process, 'track');
  gateway.polls = [SUCCESS];
  workers[0]!.dispatchEvent(new Event('error'));
  expect((await process.clip()).frames).toBe(4);
  expect(workers).toHaveLength(2);
  expect(gateway.jobs.size).toBe(1);
  expect(gateway.storage.received).toBe(video.size);
  expect(isOrderly(heard)).toBe(true);
});

describe('a run of an earlier page', () => {
  test.each<[string, (url: string) => KinoraOptions]>([
    ['another provider', () => ({ provider: new ScriptedProvider() })],
    ['no provider', () => ({})],
    ['another gateway', (url) => ({ provider: animate3d({ gateway: `${url}/elsewhere` }) })],
  ])('is failed, not lost, where this page has %s', async (_what, options) => {
    const gateway = new ScriptedGateway();
    gateway.polls = [progress(3)];
    await using server = await gateway.start();
    const first = await openPage({ provider: animate3d({ gateway: `${server.url}/kinora` }) });
    const { id } = first.creation.fromVideo(video);
    await reaches(first.processes.get(id), 'track');
    first.dispose();
    const second = await openPage(options(server.url));
    expect(await second.processes.list()).toMatchObject([{ id, error: { code: 'runtime/interrupted' } }]);
  });

  test('is left to the tab that runs it, and taken over when that one is closed', async () => {
    const locks = new TabLocks();
    const gateway = new ScriptedGateway();
    gateway.polls = [progress(3)];
    await using server = await gateway.start();
    const provider = animate3d({ gateway: `${server.url}/kinora` });
    vi.stubGlobal('navigator', { locks });
    const first = await openPage({ provider });
    const { id, done } = first.creation.fromVideo(video);
    const ended = done.catch(() => undefined);
    await reaches(first.processes.get(id), 'track');

    const second = await openPage({ provider });
    expect(second.processes.get(id).state).toBe('running');
    const taken = new Promise<void>((resolve) => {
      second.processes.onChange(([record]) => record?.state === 'done' && resolve());
    });
    gateway.polls = [SUCCESS];
    first.dispose();
    await ended;
    await taken;
    expect((await second.processes.get(id).clip()).frames).toBe(4);
    expect(gateway.jobs.size).toBe(1);
  });
});

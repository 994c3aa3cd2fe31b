import { animate3d, createKinora } from '@kinora/core';
import type { Kinora, PageState, PageWatch, Process, Progress } from '@kinora/core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progress, ScriptedGateway, SUCCESS } from '../../../support/scripted-gateway.ts';
import { TabLocks } from '../../../support/tab-locks.ts';

const video = new Blob([new Uint8Array(400_000).fill(5)], { type: 'video/mp4' });
const open: Kinora[] = [];

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('navigator', { locks: new TabLocks(), onLine: true });
});
afterEach(() => {
  for (const kinora of open.splice(0)) kinora.dispose();
  vi.unstubAllGlobals();
});

async function openTab(url: string, page?: PageWatch): Promise<Kinora> {
  const provider = animate3d({ gateway: `${url}/kinora` });
  const kinora = await createKinora({ thread: 'main', provider, ...(page && { page }) });
  open.push(kinora);
  return kinora;
}

/** A tab that can be put into the background. */
class Background implements PageWatch {
  state: PageState = { online: true, visible: true };
  #tell: (state: PageState) => void = () => {};

  watch(listener: (state: PageState) => void): () => void {
    this.#tell = listener;
    return () => {};
  }

  show(visible: boolean): void {
    this.state = { online: true, visible };
    this.#tell(this.state);
  }
}

function hears(process: Process, isIt: (said: Progress) => boolean): Promise<void> {
  return new Promise((resolve) => process.onProgress((said) => isIt(said) && resolve()));
}

const isElsewhere = ({ message = '' }: Progress): boolean => message.includes('another tab');

test('several tabs with the same video: one polls, and the others have its result', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const [first, second] = [await openTab(server.url), await openTab(server.url)];
  const leader = first.creation.fromVideo(video);
  await hears(leader, ({ stage }) => stage === 'track');
  const follower = second.creation.fromVideo(video, { name: 'mine' });
  await hears(follower, isElsewhere);
  gateway.polls = [SUCCESS];
  expect((await leader.clip()).frames).toBe(4);
  expect(await follower.clip()).toMatchObject({ name: 'mine', frames: 4 });
  expect(gateway.jobs.size).toBe(1);
  expect(gateway.storage.received).toBe(video.size);
});

test('the tab that polls goes to the background: it goes on for the one that is looked at', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const background = new Background();
  const first = await openTab(server.url, background);
  const leader = first.creation.fromVideo(video);
  await hears(leader, ({ stage }) => stage === 'track');
  const second = await openTab(server.url, new Background());
  const follower = second.creation.fromVideo(video);
  await hears(follower, isElsewhere);
  background.show(false);
  gateway.polls = [SUCCESS];
  expect((await follower.clip()).frames).toBe(4);
  expect(gateway.jobs.size).toBe(1);
});

test('the tab that polls is closed: another one goes on with its job, and asks for no second', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const first = await openTab(server.url);
  const leader = first.creation.fromVideo(video);
  await hears(leader, ({ stage }) => stage === 'track');
  const second = await openTab(server.url);
  const follower = second.creation.fromVideo(video);
  await hears(follower, isElsewhere);
  gateway.polls = [SUCCESS];
  first.dispose();
  expect((await follower.clip()).frames).toBe(4);
  expect(gateway.jobs.size).toBe(1);
  expect(gateway.storage.received).toBe(video.size);
  await vi.waitFor(() => expect(second.processes.get(leader.id).state).toBe('done'));
});

test('a run that was lost with its tab begins anew where the video is here', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const first = await openTab(server.url);
  const leader = first.creation.fromVideo(video);
  await hears(leader, ({ stage }) => stage === 'track');
  const second = await openTab(server.url);
  const follower = second.creation.fromVideo(video);
  await hears(follower, isElsewhere);
  // Five times by the tab that asks for both, and each time by the one whose job it is.
  gateway.polls = [...Array.from({ length: 10 }, () => 'unknown' as const), SUCCESS];
  gateway.polled = 0;
  first.dispose();
  expect((await follower.clip()).frames).toBe(4);
  expect(gateway.jobs.size).toBe(2);
}, 30_000);

test('who gives up the wait is cancelled at once, and the other goes on', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const page = await openTab(server.url);
  const leader = page.creation.fromVideo(video);
  await hears(leader, ({ stage }) => stage === 'track');
  const follower = page.creation.fromVideo(video);
  await hears(follower, isElsewhere);
  follower.cancel();
  await expect(follower.done).rejects.toMatchObject({ name: 'AbortError' });
  gateway.polls = [SUCCESS];
  expect((await leader.clip()).frames).toBe(4);
});

test('a tab that is opened meanwhile waits for the run of the other one, and has its result', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const first = await openTab(server.url);
  const { id, done } = first.creation.fromVideo(video, { name: 'long' });
  await hears(first.processes.get(id), ({ stage }) => stage === 'track');
  const second = await openTab(server.url);
  const seen = second.processes.get(id);
  expect(seen.state).toBe('running');
  await hears(seen, isElsewhere);
  const { polled } = gateway;
  gateway.polls = [SUCCESS];
  await done;
  expect(await seen.clip()).toMatchObject({ name: 'long', frames: 4 });
  expect(gateway.polled - polled).toBeLessThanOrEqual(2);
  expect(gateway.jobs.size).toBe(1);
});

test('a run that fails in another tab fails here with the same code', async () => {
  const gateway = new ScriptedGateway();
  gateway.polls = [progress(3)];
  await using server = await gateway.start();
  const first = await openTab(server.url);
  const process = first.creation.fromVideo(video);
  await hears(process, ({ stage }) => stage === 'track');
  const second = await openTab(server.url);
  const seen = second.processes.get(process.id);
  gateway.polls = [{ status: 'FAILURE', details: { exc_message: '513' } }];
  await expect(process.done).rejects.toMatchObject({ code: 'animate3d/no-person' });
  await expect(seen.clip()).rejects.toMatchObject({ code: 'animate3d/no-person' });
});

import { createHash } from 'node:crypto';
import { animate3d, createKinora, KinoraError } from '@kinora/core';
import type { Animate3dOptions, Kinora, Process, Progress } from '@kinora/core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { handCapture } from '../support/hand-capture.ts';
import type { HandCapture } from '../support/hand-capture.ts';
import { isOrderly } from '../support/providers.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';

/** The client of `animate3d()` and the embedded service, over real sockets. Only the capture is played. */
const bytes = new Uint8Array(1_700_000).map((_, i) => (i * 31) % 251);
const video = new File([bytes], 'my squats.mp4', { type: 'video/mp4' });

const pages: Kinora[] = [];
let capture: HandCapture;
let service: TestService;
let port: number;

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  capture = handCapture();
  service = await openService({ captureVideo: capture.captureVideo });
  port = Number(new URL(service.url).port);
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.dispose();
  vi.unstubAllGlobals();
  await service.close();
});

/** A page. After a reload another one finds what this one kept. */
async function openPage(options: Partial<Animate3dOptions> = {}): Promise<Kinora> {
  const provider = animate3d({ gateway: `http://127.0.0.1:${port}/kinora`, ...options });
  const page = await createKinora({ thread: 'main', provider });
  pages.push(page);
  return page;
}

async function listed(): Promise<number> {
  const { token } = (await (await fetch(`${service.url}/kinora/token`, { method: 'POST' })).json()) as {
    token: string;
  };
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${service.url}/kinora/v1/list`, { headers });
  return ((await answer.json()) as { list: unknown[] }).list.length;
}

function reaches(process: Process, stage: Progress['stage']): Promise<void> {
  return new Promise((resolve) => process.onProgress((said) => said.stage === stage && resolve()));
}

describe('the client and the service', () => {
  test('a video becomes an animation, byte for byte on the way there, in order on the way back', async () => {
    const page = await openPage();
    const heard: Progress[] = [];
    const process = page.creation.fromVideo(video, { onProgress: (said) => heard.push(said) });
    await capture.whenBegun(1);
    capture.progress(0.5);
    await reaches(process, 'track');
    capture.finish();
    const clip = await process.clip();
    expect(clip.name).toBe('my squats');
    expect(process.files.map(({ name }) => name)).toEqual(['my squats.glb', 'my squats.bvh']);
    expect(isOrderly(heard)).toBe(true);
    expect(await listed()).toBe(1);
  });

  test('a service that is restarted in the middle of a job is waited for: one upload, one job', async () => {
    const page = await openPage();
    const heard: Progress[] = [];
    const process = page.creation.fromVideo(video, { onProgress: (said) => heard.push(said) });
    await capture.whenBegun(1);
    await service.restart({ port });
    await capture.whenBegun(2);
    capture.finish();
    await process.done;
    expect(isOrderly(heard)).toBe(true);
    expect(await listed()).toBe(1);
    expect(await service.draftSizes()).toEqual([]);
  });

  test('a service that is restarted in the middle of an upload gets the rest of it', async () => {
    const page = await openPage();
    capture.finish();
    let restarted: Promise<void> | undefined;
    const uploads: string[] = [];
    const send = globalThis.fetch;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      if (init.method === 'PUT') uploads.push(url);
      return send(url, init);
    });
    const process = page.creation.fromVideo(video, {
      onProgress: ({ stage, bytes: sent }) => {
        if (stage === 'upload' && sent && sent.done > 0) restarted ??= service.restart({ port });
      },
    });
    await process.done;
    await restarted;
    expect(new Set(uploads).size).toBe(1);
    expect(await listed()).toBe(1);
  });

  test('a page that is reloaded in the middle of a job has it go on by itself', async () => {
    const first = await openPage();
    const { id } = first.creation.fromVideo(video, { name: 'dance' });
    await capture.whenBegun(1);
    await reaches(first.processes.get(id), 'track');
    first.dispose();
    const second = await openPage();
    capture.finish();
    expect((await second.processes.get(id).clip()).name).toBe('dance');
    expect(await listed()).toBe(1);
    expect(capture.begun).toHaveLength(1);
  });

  test('what the capture says comes back with its meaning', async () => {
    const page = await openPage();
    const process = page.creation.fromVideo(video);
    await capture.whenBegun(1);
    capture.fail(new KinoraError('capture/no-person', 'Nobody is in this video', { hint: 'Show yourself.' }));
    await expect(process.clip()).rejects.toMatchObject({
      code: 'animate3d/no-person',
      details: { jobCode: 513, mayRetry: false },
    });
  });

  test('a run has its own say in fingers and face, and what was made without them is not taken for it', async () => {
    const page = await openPage({ trackFace: true });
    capture.finish();
    await page.creation.fromVideo(video).done;
    await page.creation.fromVideo(video, { hands: true, face: false }).done;
    expect(capture.asked).toMatchObject([
      { hands: false, face: true },
      { hands: true, face: false },
    ]);
  });

  test('a parameter that the service does not take is a failed job with the service’s own sentence', async () => {
    const page = await openPage({ upperBodyOnly: true });
    const error = await page.creation.fromVideo(video).done.then(
      () => expect.fail('it did not fail'),
      (reason: unknown) => reason as KinoraError,
    );
    expect(error.code).toBe('animate3d/bad-request');
    expect(String(error.details['serviceMessage'])).toMatch(/"upperBodyOnly" cannot be followed/);
    expect(capture.begun).toHaveLength(0);
  });

  test('nothing that a person may see or that stays behind holds the token or a signature', async () => {
    const tokens: string[] = [];
    const send = globalThis.fetch;
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      const answer = await send(url, init);
      if (url.endsWith('/token')) tokens.push(((await answer.clone().json()) as { token: string }).token);
      return answer;
    });
    const page = await openPage();
    const heard: Progress[] = [];
    const process = page.creation.fromVideo(video, { onProgress: (said) => heard.push(said) });
    capture.finish();
    await process.done;
    expect(tokens).toHaveLength(1);
    const said = JSON.stringify([heard, await page.processes.list(), service.log]);
    expect(said).not.toContain(tokens[0]);
    expect(said).not.toMatch(/[?&](signature|sig|token|expires)=/i);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(process.record.videoHash);
  });
});

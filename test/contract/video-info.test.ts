import { readFile } from 'node:fs/promises';
import { probeVideo } from '@kinora/capture/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../support/animate3d-caller.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { openApp, VIDEO_FACTS } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const sample = new URL('../../packages/performer/sample/dance.mp4', import.meta.url);

describe('POST /videoInfo', () => {
  let app: TestApp;
  let caller: Animate3DCaller;
  beforeAll(async () => {
    app = await openApp({ probeVideo });
    caller = app.caller();
  });
  afterAll(() => app.close());

  const ask = (url: string): Promise<Response> => caller.post('/videoInfo', { url });

  test('tells what the container of a real video says', async () => {
    const film = new Uint8Array(await readFile(sample));
    const info = (await (await ask(await caller.upload(film))).json()) as Record<string, unknown>;
    const { width, height, fps, duration, codec } = await probeVideo(sample.pathname);
    expect(info).toMatchObject({ width, height, rotation: 0, size: film.length });
    expect(info['fps']).toBeCloseTo(fps, 2);
    expect(info['duration']).toBeCloseTo(duration, 2);
    expect([info['codec'], codec]).toEqual([codec === 'avc' ? 'h264' : codec, codec]);
  });

  test('called before bytes exist is answered by 404', async () => {
    expect(await refusal(await ask(await caller.uploadUrl('a.mp4')))).toBe('404 service/not-found');
  });

  test('what is no video is refused', async () => {
    expect(await refusal(await ask(await caller.upload(new Uint8Array(5000).fill(7))))).toBe('400 service/bad-request');
    expect(await refusal(await ask(await caller.upload(new Uint8Array())))).toBe('400 service/bad-request');
  });

  test.each(['https://elsewhere.example/a.mp4', 'http://127.0.0.1/storage/put/a/b', 'file:///etc/passwd'])(
    '%s is no upload of ours',
    async (url) => expect(await refusal(await ask(url))).toBe('400 service/bad-request'),
  );

  test.each([
    [0, 1080, 1920],
    [90, 1920, 1080],
    [180, 1080, 1920],
    [270, 1920, 1080],
  ])('rotation flag %i: width and height are as they lie in the file', async (rotation, width, height) => {
    await app.reopen({ probeVideo: () => Promise.resolve({ ...VIDEO_FACTS, rotation }) });
    const info = await ask(await caller.upload(new Uint8Array(100)));
    expect(await info.json()).toMatchObject({ rotation, width, height, codec: 'h264' });
  });
});

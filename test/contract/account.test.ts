import { captureInChild } from '@kinora/capture/node';
import { writeBasicAuthorization } from '@kinora/core/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { refusal } from '../support/animate3d-caller.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { NO_MODELS, openApp, VIDEO_FACTS } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import type { OpenHouseOptions } from '@kinora/service';

const film = new Uint8Array(5000).fill(7);
const account = { clientId: '1a2b', clientSecret: '3c4d' };
const DAY_MS = 86_400_000;

let app: TestApp;
let nowMs = Date.UTC(2026, 0, 1);
afterEach(() => app.close());

async function open(options: Partial<OpenHouseOptions> = {}): Promise<Animate3DCaller> {
  app = await openApp({ ...account, now: () => nowMs, ...options });
  return app.signedIn();
}

async function done(caller: Animate3DCaller, ...params: readonly string[]): Promise<{ rid: string; code: unknown }> {
  const rid = await caller.process(await caller.upload(film), params);
  return { rid, code: (await caller.ended(rid)).details!.exc_type };
}

const credits = async (caller: Animate3DCaller): Promise<number> =>
  ((await caller.json('/account/creditBalance')) as { credits: number }).credits;

describe('sessions', () => {
  test('end when the operator says so, and a new one goes on', async () => {
    const caller = await open({ sessionLifeMs: 60_000 });
    nowMs += 59_999;
    expect((await caller.get('/list')).status).toBe(200);
    nowMs += 1;
    expect(await refusal(await caller.get('/list'))).toBe('401 service/not-signed-in');
    expect((await (await app.signedIn()).get('/list')).status).toBe(200);
  });

  test('all endpoints ask for one', async () => {
    await open();
    const stranger = app.caller();
    for (const path of [
      ...['/upload?name=a.mp4', '/status/a', '/download/a', '/list', '/list/SUCCESS', '/account/creditBalance'],
      ...['/account/minutesBalance', '/character/getModelUploadUrl', '/character/listModels', '/pesave/getUrls/a'],
      ...['/webhook_endpoints', '/webhook_endpoints/a'],
    ]) {
      expect(await refusal(await stranger.get(path)), path).toBe('401 service/not-signed-in');
    }
    for (const path of [
      '/process',
      '/videoInfo',
      '/character/storeModel',
      '/webhook_endpoints',
      '/webhook_endpoints/a',
    ]) {
      expect(await refusal(await stranger.post(path, {})), path).toBe('401 service/not-signed-in');
    }
    for (const path of ['/character/deleteModel/a', '/webhook_endpoints/a']) {
      expect(await refusal(await stranger.delete(path)), path).toBe('401 service/not-signed-in');
    }
  });

  test('many log-ins at once give many sessions, all good', async () => {
    await open();
    const callers = await Promise.all(Array.from({ length: 10 }, () => app.signedIn()));
    expect(new Set(await Promise.all(callers.map(async (each) => (await each.get('/list')).status)))).toEqual(
      new Set([200]),
    );
  });

  test('credentials beyond ASCII, and a secret with colons', async () => {
    const strange = { clientId: 'kliënt', clientSecret: 'gehéim:nis: 秘密' };
    await open(strange);
    const headers = { Authorization: writeBasicAuthorization(strange) };
    expect((await app.request('/session/auth', { headers })).status).toBe(200);
  });

  test('jobs of a player are that player’s and the account’s', async () => {
    const caller = await open();
    const [anna, ben] = [await app.signedIn('anna'), await app.signedIn('ben')];
    const { rid } = await done(anna);
    expect([(await anna.list()).count, (await ben.list()).count, (await caller.list()).count]).toEqual([1, 0, 1]);
    expect((await ben.status(rid)).count).toBe(0);
    expect(await refusal(await ben.post('/process', { rid, processor: 'video2anim', params: [] }))).toBe(
      '404 service/not-found',
    );
    expect(await refusal(await ben.get(`/pesave/getUrls/${rid}`))).toBe('404 service/not-found');
  });
});

describe('credits', () => {
  test('decrement per second of trimmed video', async () => {
    const caller = await open({ credits: 100 });
    expect(await credits(caller)).toBe(100);
    await done(caller);
    expect(await credits(caller)).toBe(100 - VIDEO_FACTS.duration);
    await done(caller, 'trim=0.5,1.25');
    expect(await credits(caller)).toBe(100 - VIDEO_FACTS.duration - 0.75);
    await done(caller, 'trim=1,9');
    expect(await credits(caller)).toBe(100 - VIDEO_FACTS.duration - 1.75);
    expect(await caller.json('/account/minutesBalance')).toEqual({ minutes: 1.6 });
  });

  test('101 failure when there are too few, before anything is captured', async () => {
    const caller = await open({ credits: 3 });
    expect((await done(caller)).code).toBeUndefined();
    expect(await done(caller)).toMatchObject({ code: '101' });
    expect(app.capture.begun).toHaveLength(1);
    expect(await credits(caller)).toBe(1);
    expect((await done(caller, 'trim=0,1')).code).toBeUndefined();
    expect(await credits(caller)).toBe(0);
  });

  test('face and hands cost extra', async () => {
    const caller = await open({ credits: 3.5, assets: NO_MODELS, captureVideo: captureInChild });
    // 2 s cost 2, with one extra 3, with both 4. What has no models then costs nothing, for it fails.
    expect((await done(caller, 'trackFace=1')).code).toBe('701');
    expect((await done(caller, 'trackHand=1')).code).toBe('1301');
    expect((await done(caller, 'trackFace=1', 'trackHand=1')).code).toBe('101');
    expect(await credits(caller)).toBe(3.5);
  });

  test('a face that no file could hold is neither captured nor paid for', async () => {
    const caller = await open({ credits: 100, assets: NO_MODELS });
    expect((await done(caller, 'trackFace=1', 'formats=bvh')).code).toBeUndefined();
    expect(app.capture.asked.at(-1)).toMatchObject({ face: false });
    expect(await credits(caller)).toBe(100 - VIDEO_FACTS.duration);
    expect((await done(caller, 'trackFace=1', 'formats=bvh,glb')).code).toBeUndefined();
    expect(app.capture.asked.at(-1)).toMatchObject({ face: true });
    expect(await credits(caller)).toBe(100 - 2.5 * VIDEO_FACTS.duration);
  });

  test('a job that fails costs nothing', async () => {
    const caller = await open({ credits: 100, captureVideo: () => Promise.reject(new Error('broken')) });
    expect((await done(caller)).code).toBe('507');
    expect(await credits(caller)).toBe(100);
  });

  test('what was spent outlives restarts, and the jobs that cost it', async () => {
    const caller = await open({ credits: 100, maxFinishedJobs: 1 });
    await done(caller);
    await done(caller);
    await app.reopen();
    await done(await app.signedIn());
    expect((await (await app.signedIn()).list()).count).toBe(1);
    expect(await credits(await app.signedIn())).toBe(100 - 3 * VIDEO_FACTS.duration);
    await app.reopen();
    expect(await credits(await app.signedIn())).toBe(100 - 3 * VIDEO_FACTS.duration);
  });
});

test('jobs are purged after the retention period, with their files', async () => {
  const caller = await open({ retentionDays: 10, sessionLifeMs: 100 * DAY_MS });
  const { rid } = await done(caller);
  const [link] = (await caller.download(rid)).links;
  nowMs += 10 * DAY_MS - 1;
  expect((await caller.list()).count).toBe(1);
  nowMs += 1;
  expect([(await caller.list()).count, (await caller.status(rid)).count]).toEqual([0, 0]);
  expect(await refusal(await caller.post('/process', { rid, processor: 'video2anim', params: [] }))).toBe(
    '404 service/not-found',
  );
  await app.reopen();
  await expect.poll(() => app.house.files.size(`${rid}.glb`)).toBeUndefined();
  expect((await app.request(link!.input!.replace('http://localhost', ''))).status).not.toBe(200);
});

test('the links of the pose editor: null until something was written, then what was written', async () => {
  const caller = await open();
  const { rid } = await done(caller);
  interface Urls {
    modifiedVersionReadUrl: string | null;
    modifiedVersionWriteUrl: string;
  }
  const urls = async (): Promise<Urls> => ((await caller.json(`/pesave/getUrls/${rid}`)) as [Urls])[0];
  const before = await urls();
  expect(before.modifiedVersionReadUrl).toBeNull();
  const path = (url: string): string => url.replace('http://localhost', '');
  await app.request(path(before.modifiedVersionWriteUrl), { method: 'PUT', body: film });
  const { modifiedVersionReadUrl } = await urls();
  const read = new Uint8Array(await (await app.request(path(modifiedVersionReadUrl!))).arrayBuffer());
  expect(Buffer.compare(read, film)).toBe(0);
  const { rid: failed } = await done(caller, 'formats=fbx');
  expect(await refusal(await caller.get(`/pesave/getUrls/${failed}`))).toBe('400 service/bad-request');
});

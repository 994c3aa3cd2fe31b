import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeBasicAuthorization } from '@kinora/core/protocol';
import { refusal } from '../support/animate3d-caller.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { APP_URL, openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { glbOf } from '../support/glb-builder.ts';

const film = new Uint8Array(5000).fill(7);
const account = { clientId: '1a2b', clientSecret: '3c4d' };
const HOUR_MS = 3_600_000;

let app: TestApp;
let caller: Animate3DCaller;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 1);
  app = await openApp({ ...account, now: () => nowMs, sessionLifeMs: 1000 * HOUR_MS });
  caller = await app.signedIn();
});
afterEach(() => app.close());

const at = (url: string, init?: RequestInit): Promise<Response> => app.request(url.slice(APP_URL.length), init);

async function finished(): Promise<string> {
  const rid = await caller.process(await caller.upload(film));
  await caller.ended(rid);
  return rid;
}

describe('origins', () => {
  test('a null origin (sandboxed iframe) is refused', async () => {
    for (const Origin of ['null', 'https://elsewhere.example', 'http://localhost:8080.elsewhere.example']) {
      expect(await refusal(await app.request('/list', { headers: { Origin } }))).toBe('403 service/forbidden');
    }
  });

  test('the documented origins for work on one’s own machine are let in, with credentials and never by a star', async () => {
    for (const Origin of ['http://localhost:8080', 'http://localhost:8180']) {
      const { headers } = await app.request('/session/auth', {
        method: 'OPTIONS',
        headers: { Origin, 'Access-Control-Request-Method': 'GET' },
      });
      expect(headers.get('Access-Control-Allow-Origin')).toBe(Origin);
      expect(headers.get('Access-Control-Allow-Credentials')).toBe('true');
    }
  });
});

describe('x-useruid', () => {
  test.each([
    ['with a space', 'anna b'],
    ['too long', 'a'.repeat(201)],
  ])('%s opens no session, least of all one of the account', async (_what, user) => {
    const headers = { Authorization: writeBasicAuthorization(account), 'x-useruid': user };
    const response = await app.request('/session/auth', { headers });
    expect(response.headers.get('Set-Cookie')).toBeNull();
    expect(await refusal(response)).toBe('400 service/bad-request');
  });
});

describe('links', () => {
  test('URL expiry between start and PUT: the start ends with the link, the session goes on for a week', async () => {
    const url = await caller.uploadUrl('a.mp4', 1);
    const session = (await at(url, { method: 'POST' })).headers.get('Location')!;
    nowMs += HOUR_MS;
    expect(await refusal(await at(url, { method: 'POST' }))).toBe('403 service/forbidden');
    nowMs += 167 * HOUR_MS - 1;
    expect((await at(session, { method: 'PUT', body: film })).status).toBe(200);
    nowMs += 1;
    expect(await refusal(await at(session, { method: 'PUT', body: film }))).toBe('403 service/forbidden');
  });

  test('expired URL of a result is refused, and the next download gives another', async () => {
    const rid = await finished();
    const link = async (): Promise<string> => (await caller.download(rid)).links[0]!.urls![0]!.files[0]!['bvh']!;
    const old = await link();
    nowMs += HOUR_MS;
    expect(await refusal(await at(old))).toBe('403 service/forbidden');
    expect((await at(await link())).status).toBe(200);
  });

  test('206/partial answers, and 416 behind the end', async () => {
    const rid = await finished();
    const url = (await caller.download(rid)).links[0]!.input!;
    const part = await at(url, { headers: { Range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('Content-Range'), (await part.arrayBuffer()).byteLength]).toEqual([
      206,
      'bytes 10-19/5000',
      10,
    ]);
    expect((await at(url, { headers: { Range: 'bytes=5000-' } })).status).toBe(416);
  });

  test('no name of a file breaks out of a header', async () => {
    const url = await caller.upload(film, 'a"; filename="b.html;ä.mp4');
    const rid = await caller.process(url);
    await caller.ended(rid);
    const response = await at((await caller.download(rid)).links[0]!.input!);
    expect(response.headers.get('Content-Disposition')).toBe(
      "attachment; filename*=UTF-8''a%22%3B%20filename%3D%22b.html%3B%C3%A4.mp4",
    );
    expect(response.headers.get('Content-Type')).toBe('application/octet-stream');
  });

  test.each([
    ['a character', async () => ({ url: await modelLink() })],
    [
      'an edited pose',
      async () => ({
        url: ((await caller.json(`/pesave/getUrls/${await finished()}`)) as [{ modifiedVersionWriteUrl: string }])[0]
          .modifiedVersionWriteUrl,
      }),
    ],
  ])('the link of %s is none of a video', async (_what, make) => {
    expect(
      await refusal(await caller.post('/process', { ...(await make()), processor: 'video2anim', params: [] })),
    ).toBe('400 service/bad-request');
  });
});

describe('status', () => {
  test('duplicates are answered once, in any order, and unknown rids not at all', async () => {
    const [a, b] = [await finished(), await finished()];
    const { count, status } = await caller.status(b, a, b, 'unknown', a);
    expect([count, status.map(({ rid }) => rid)]).toEqual([2, [b, a]]);
  });

  test('a missing rid is no endpoint', async () => {
    for (const path of ['/status', '/status/', '/download/']) expect((await caller.get(path)).status, path).toBe(404);
  });

  test('more rids than fit into one question are refused', async () => {
    const rids = Array.from({ length: 101 }, (_, i) => `rid${i}`).join(',');
    expect(await refusal(await caller.get(`/status/${rids}`))).toBe('400 service/bad-request');
  });
});

describe('characters', () => {
  test('a huge list comes whole', async () => {
    const model = { name: 'knight', modelKey: 'a.model', createdMs: 0, changedMs: 0 };
    await Promise.all(Array.from({ length: 1500 }, (_, i) => app.house.records.keepModel({ ...model, id: `id${i}` })));
    expect(await caller.json('/character/listModels')).toHaveLength(1500);
  });

  test.each([
    [
      'a glTF with external buffers',
      new TextEncoder().encode('{"asset":{"version":"2.0"},"buffers":[{"uri":"a.bin","byteLength":4}]}'),
    ],
    ['a GLB with external buffers', glbOf({ buffers: [{ uri: 'http://127.0.0.1/a.bin', byteLength: 4 }] })],
  ])('%s (must be self-contained) fails the job by 901', async (_what, bytes) => {
    const modelUrl = await modelLink(bytes);
    const { modelId } = (await (await caller.post('/character/storeModel', { modelUrl })).json()) as {
      modelId: string;
    };
    const { details } = await caller.ended(await caller.process(await caller.upload(film), [`model=${modelId}`]));
    expect(details!.exc_type).toBe('901');
  });
});

async function modelLink(bytes: Uint8Array<ArrayBuffer> = film): Promise<string> {
  const links = await caller.json('/character/getModelUploadUrl?resumable=0');
  const { modelUrl } = links as { modelUrl: string };
  await at(modelUrl, { method: 'PUT', body: bytes });
  return modelUrl;
}

test('rerun of failed/purged job is refused', async () => {
  const failed = await caller.process(await caller.upload(film), ['formats=fbx']);
  await caller.ended(failed);
  const rerun = async (rid: string): Promise<string> =>
    refusal(await caller.post('/process', { rid, processor: 'video2anim', params: [] }));
  expect(await rerun(failed)).toBe('400 service/bad-request');
  expect(await rerun('purged')).toBe('404 service/not-found');
});

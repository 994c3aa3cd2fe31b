import { afterEach, describe, expect, test } from 'vitest';
import type { ChooseFault, Fault } from '@kinora/service';
import { Animate3DCaller } from '../support/animate3d-caller.ts';
import { openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { handCapture } from '../support/hand-capture.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';

const CHUNK = 256 * 1024;
const film = new Uint8Array(3 * CHUNK).map((_, i) => (i * 7) % 253);

/** Lets the first so many requests of a kind go wrong. */
function first(method: string, path: RegExp, fault: Fault, count = 1): ChooseFault {
  let left = count;
  return (request) => (request.method === method && path.test(request.path) && left-- > 0 ? fault : undefined);
}

describe('without a socket', () => {
  let app: TestApp;
  afterEach(() => app.close());

  test.each([
    [{ kind: 'status', status: 503 }, 503, '{"message":"Asked to answer 503"}'],
    [{ kind: 'status', status: 429, retryAfterSeconds: 7, body: 'text' }, 429, 'Asked to answer 429'],
    [{ kind: 'status', status: 410, body: 'empty' }, 410, ''],
    [{ kind: 'status', status: 502, body: 'html' }, 502, '<html><body><h1>502</h1></body></html>'],
    [{ kind: 'status', status: 401 }, 401, '{"message":"Asked to answer 401"}'],
  ] as const)('%j is answered once, and then the truth', async (fault, status, body) => {
    app = await openApp({ faults: first('GET', /^\/list/, fault) });
    const response = await app.request('/list');
    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(response.headers.get('Retry-After')).toBe('retryAfterSeconds' in fault ? '7' : null);
    expect((await app.request('/list')).status).toBe(200);
  });

  test('a slow answer waits for whom the test says', async () => {
    let go = (): void => {};
    const until = new Promise<void>((resolve) => (go = resolve));
    app = await openApp({ faults: first('GET', /^\/list/, { kind: 'slow', until }) });
    let isAnswered = false;
    const answer = app.request('/list').finally(() => (isAnswered = true));
    await app.request('/account/creditBalance');
    expect(isAnswered).toBe(false);
    go();
    expect((await answer).status).toBe(200);
  });

  test('a lost answer is no lost job', async () => {
    app = await openApp({ faults: first('POST', /^\/process/, { kind: 'lost-answer' }) });
    const caller = app.caller();
    const url = await caller.upload(film);
    const body = { url, processor: 'video2anim', params: [] };
    const key = { 'Idempotency-Key': 'once' };
    expect((await caller.post('/process', body, key)).status).toBe(502);
    expect((await caller.post('/process', body, key)).status).toBe(200);
    expect((await caller.list()).count).toBe(1);
  });

  test('308 without Range', async () => {
    app = await openApp({ faults: first('PUT', /session/, { kind: 'without-header', name: 'Range' }) });
    const url = await app.caller().uploadUrl('a.mp4', 1);
    const start = await app.request(url.replace('http://localhost', ''), { method: 'POST' });
    const session = start.headers.get('Location')!.replace('http://localhost', '');
    const headers = { 'Content-Range': `bytes 0-${CHUNK - 1}/${film.length}` };
    const put = await app.request(session, { method: 'PUT', body: film.slice(0, CHUNK), headers });
    expect([put.status, put.headers.get('Range')]).toEqual([308, null]);
    const asked = await app.request(session, { method: 'PUT', headers: { 'Content-Range': `bytes */${film.length}` } });
    expect([asked.status, asked.headers.get('Range')]).toEqual([308, `bytes=0-${CHUNK - 1}`]);
  });
});

describe('on a socket', () => {
  let service: TestService;
  afterEach(() => service.close());

  const open = async (faults: ChooseFault): Promise<Animate3DCaller> => {
    const capture = handCapture();
    capture.finish();
    service = await openService({ captureVideo: capture.captureVideo, faults });
    return new Animate3DCaller(service.url);
  };

  test('drop after K bytes of an upload keeps those bytes, and the rest may follow', async () => {
    const caller = await open(first('PUT', /session/, { kind: 'cut', afterBytes: CHUNK + 5 }));
    const url = await caller.uploadUrl('a.mp4', 1);
    const session = (await fetch(url, { method: 'POST' })).headers.get('Location')!;
    await expect(fetch(session, { method: 'PUT', body: film })).rejects.toThrow();
    const asked = await fetch(session, { method: 'PUT', headers: { 'Content-Range': `bytes */${film.length}` } });
    expect([asked.status, asked.headers.get('Range')]).toEqual([308, `bytes=0-${CHUNK + 4}`]);
    const range = `bytes ${CHUNK + 5}-${film.length - 1}/${film.length}`;
    const rest = await fetch(session, {
      method: 'PUT',
      body: film.slice(CHUNK + 5),
      headers: { 'Content-Range': range },
    });
    expect(rest.status).toBe(200);
    expect(Buffer.compare(await service.fileBehind(url), film)).toBe(0);
  });

  test('drop after K bytes of a download', async () => {
    const caller = await open(first('GET', /^\/storage\/get/, { kind: 'cut', afterBytes: 1000 }));
    const rid = await caller.process(await caller.upload(film));
    await caller.ended(rid);
    const { input } = (await caller.download(rid)).links[0]!;
    await expect(fetch(input!).then((response) => response.arrayBuffer())).rejects.toThrow();
    expect((await (await fetch(input!)).arrayBuffer()).byteLength).toBe(film.length);
  });

  test('lost answers of /process are lost connections', async () => {
    const caller = await open(first('POST', /^\/process/, { kind: 'lost-answer' }));
    const url = await caller.upload(film);
    await expect(caller.process(url)).rejects.toThrow();
    expect((await caller.list()).count).toBe(1);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readDownloadAnswer } from '@kinora/core/protocol';
import { createAnimate3dApi, groupResult, linksOf } from '@kinora/core/animate3d';
import { mintToken, startGateway } from '@kinora/service';
import { Animate3DCaller, refusal } from '../support/animate3d-caller.ts';
import { FakeAccount } from '../support/fake-account.ts';
import { handCapture } from '../support/hand-capture.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import type { Said, ScriptedServer } from '../support/scripted-server.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';
import { openTestGateway, TOKEN_KEY } from '../support/test-gateway.ts';
import type { TestGateway, TestPage } from '../support/test-gateway.ts';

describe('a gateway before the embedded service as its account', () => {
  const credentials = { clientId: 'account-id', clientSecret: 'account: sécret' };
  const film = new Uint8Array(700_000).map((_, i) => i % 251);
  let service: TestService;
  let gateway: TestGateway;
  let page: TestPage;
  beforeAll(async () => {
    const capture = handCapture();
    capture.finish();
    service = await openService({ ...credentials, captureVideo: capture.captureVideo });
    gateway = await openTestGateway({
      account: { host: service.url, ...credentials },
      fetch: (url, init) => fetch(url, init),
    });
    page = gateway.page('anna');
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await service.close();
  });

  test('carries a video to its motion by the published wire, and one session serves all', async () => {
    const api = createAnimate3dApi(
      {
        gateway: 'http://localhost/kinora',
        getToken: () => Promise.resolve(mintToken('anna', { keys: [TOKEN_KEY] })),
      },
      { fetch: (url, init) => (url.startsWith('http://localhost/') ? gateway.ask(url, init) : fetch(url, init)) },
    );
    const url = await api.videos.upload(new File([film], 'dance.mp4'));
    expect(Buffer.compare(await service.fileBehind(url), film)).toBe(0);
    const { rid } = await api.jobs.start(url, { formats: ['glb'] }, { idempotencyKey: 'one' });
    expect((await api.jobs.start(url, { formats: ['glb'] }, { idempotencyKey: 'one' })).rid).toBe(rid);
    let status: string | undefined;
    while (status !== 'SUCCESS') {
      status = (await api.jobs.status(rid))?.status;
      expect(status).not.toBe('FAILURE');
    }
    const links = (await api.jobs.links(rid))!;
    expect(links.name).toBe('dance.mp4');
    const { glb } = linksOf(groupResult(links).items[0]!);
    expect(glb).toMatch(/^http:\/\/localhost\/kinora\/files\//);
    expect(new TextDecoder().decode((await api.download(glb!)).subarray(0, 4))).toBe('glTF');
    expect((await api.jobs.list()).map((job) => job.rid)).toEqual([rid]);
    expect(service.log.filter((line) => line.includes('/session/auth'))).toHaveLength(1);
    expect(service.log.filter((line) => line.startsWith('POST /process'))).toHaveLength(1);
  });

  test('begins a resumable upload for a page, and passes its bytes on', async () => {
    const url = await page.upload('proxied.mp4');
    const started = await page.post('/upload/start', { url });
    const { session, proxy } = (await started.json()) as { session: string; proxy: string };
    expect(session).toMatch(new RegExp(`^${service.url}/storage/session/`));
    const put = (from: number, to: number): Promise<Response> =>
      gateway.ask(proxy, {
        method: 'PUT',
        headers: { 'Content-Range': `bytes ${from}-${to - 1}/${film.length}`, 'Content-Length': String(to - from) },
        body: film.subarray(from, to),
      });
    const half = await put(0, 524_288);
    expect([half.status, half.headers.get('Range')]).toEqual([308, 'bytes=0-524287']);
    const query = { 'Content-Range': `bytes */${film.length}`, 'Content-Length': '0' };
    expect((await gateway.ask(proxy, { method: 'PUT', headers: query })).headers.get('Range')).toBe('bytes=0-524287');
    expect((await put(524_288, film.length)).status).toBe(200);
    expect(Buffer.compare(await service.fileBehind(url), film)).toBe(0);
  });

  test('goes on with an upload where its line broke, over sockets', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kinora-gateway-'));
    const running = await startGateway({
      account: { host: service.url, ...credentials },
      dataDir,
      tokenKeys: [TOKEN_KEY],
    });
    const { token } = mintToken('anna', { keys: [TOKEN_KEY] });
    const caller = new Animate3DCaller(`${running.url}/kinora/v1`, { Authorization: `Bearer ${token}` });
    const url = await caller.uploadUrl('broken.mp4', 1);
    const { proxy } = (await (await caller.post('/upload/start', { url })).json()) as { proxy: string };
    const broken = new AbortController();
    const half = new ReadableStream({ start: (controller) => controller.enqueue(film.slice(0, 300_000)) });
    const headers = { 'Content-Range': `bytes 0-524287/${film.length}`, 'Content-Length': '524288' };
    // Node asks for `duplex` with a body that streams, and its types lack it.
    const put: RequestInit & { duplex: 'half' } = { method: 'PUT', headers, body: half, duplex: 'half' };
    const stalled = fetch(proxy, { ...put, signal: broken.signal });
    await expect.poll(async () => Math.max(...(await service.draftSizes()))).toBe(300_000);
    broken.abort();
    await expect(stalled).rejects.toThrow();
    const query = { method: 'PUT', headers: { 'Content-Range': `bytes */${film.length}` } };
    // The storage lets go of the broken piece in its own time.
    await expect.poll(async () => (await fetch(proxy, query)).headers.get('Range')).toBe('bytes=0-299999');
    const range = { 'Content-Range': `bytes 300000-${film.length - 1}/${film.length}` };
    expect((await fetch(proxy, { method: 'PUT', headers: range, body: film.slice(300_000) })).status).toBe(200);
    expect(Buffer.compare(await service.fileBehind(url), film)).toBe(0);
    await running.close();
    await rm(dataDir, { recursive: true });
  });

  test('keeps the account’s secret out of whatever is said, kept and logged', async () => {
    await page.get('/list');
    const said = [...gateway.log, ...service.log, await gateway.stored()].join('\n');
    for (const secret of [
      credentials.clientSecret,
      'dmsess',
      'signature',
      encodeURIComponent(credentials.clientSecret),
    ]) {
      expect(said).not.toContain(secret);
    }
  });
});

describe('results', () => {
  let storage: ScriptedServer;
  let said: Said;
  let gateway: TestGateway;
  let page: TestPage;
  let nowMs: number;
  let rid: string;
  beforeEach(async () => {
    nowMs = Date.now();
    said = { body: 'glTF and more' };
    storage = await startScriptedServer(() => said);
    const fake = new FakeAccount({ host: storage.url });
    fake.results = {
      motion: { glb: `${storage.url}/a.glb?X-Signature=secret`, bvh: 'https://elsewhere.example/a.bvh' },
    };
    gateway = await openTestGateway({ fake, now: () => nowMs });
    page = gateway.page('anna');
    rid = await page.start(await page.upload());
    fake.jobs.get(rid)!.status = 'SUCCESS';
  });
  afterEach(async () => {
    await gateway[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  });

  async function linkTo(type: string): Promise<string> {
    const answer = await (await page.get(`/download/${rid}`)).text();
    // Nothing in it opens the account's storage.
    expect(answer).not.toContain('X-Signature');
    const [link] = readDownloadAnswer(JSON.parse(answer)).links;
    return type === 'input' ? link!.input! : link!.urls![0]!.files[0]![type]!;
  }

  test('come with the headers that a page needs, as bytes to keep and nothing to show', async () => {
    said = { body: '<script>', headers: { 'Content-Type': 'text/html', 'Set-Cookie': 'a=b', 'X-Goog-Meta': 'x' } };
    const response = await gateway.ask(await linkTo('glb'), { headers: { Origin: 'http://localhost:8080' } });
    expect(await response.text()).toBe('<script>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:8080',
      'cross-origin-resource-policy': 'cross-origin',
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''motion.glb",
      'content-length': '8',
      'x-content-type-options': 'nosniff',
    });
    for (const name of ['set-cookie', 'x-goog-meta']) expect(response.headers.has(name)).toBe(false);
    expect(storage.requests[0]!.headers['authorization']).toBeUndefined();
    expect(storage.requests[0]!.headers['cookie']).toBeUndefined();
  });

  test('come in parts where a part is asked for', async () => {
    said = { status: 206, body: 'glTF', headers: { 'Content-Range': 'bytes 0-3/13' } };
    const response = await gateway.ask(await linkTo('glb'), { headers: { Range: 'bytes=0-3' } });
    expect([response.status, response.headers.get('Content-Range')]).toEqual([206, 'bytes 0-3/13']);
    expect(storage.requests[0]!.headers['range']).toBe('bytes=0-3');
  });

  test('are the video itself too', async () => {
    expect((await gateway.ask(await linkTo('input'))).status).toBe(200);
    expect(storage.requests[0]!.path).toBe('/input');
  });

  test('are asked for anew each time: a link of the account that has ended does no harm', async () => {
    const link = await linkTo('glb');
    gateway.account.results = { motion: { glb: `${storage.url}/fresh.glb` } };
    await gateway.ask(link);
    expect(storage.requests[0]!.path).toBe('/fresh.glb');
  });

  test.each([
    ['has ended', (link: string) => ((nowMs += 3_600_000), link)],
    ['names another file', (link: string) => link.replace('/glb/', '/bvh/')],
    ['names another job', (link: string) => link.replace(rid, 'rid-2')],
    ['claims more time', (link: string) => link.replace(/expires=\d/, 'expires=9')],
    ['has no signature', (link: string) => link.replace(/signature=.*/, '')],
  ])('are not given to a link that %s', async (_what, change) => {
    expect(await refusal(await gateway.ask(change(await linkTo('glb'))))).toBe('403 service/forbidden');
    expect(storage.requests).toHaveLength(0);
  });

  test('are fetched from the hosts of the account alone, and the operator is told which one is missing', async () => {
    expect(await refusal(await gateway.ask(await linkTo('bvh')))).toBe('502 service/upstream');
    expect(gateway.log.join('\n')).toContain('elsewhere.example, which is not among the hosts of KINORA_LINK_HOSTS');
  });

  test.each([403, 404, 500])('that the storage answers with %d are not there', async (status) => {
    said = { status, body: 'The secret of the bucket' };
    const response = await gateway.ask(await linkTo('glb'));
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('bucket');
  });

  test('that are gone are 404', async () => {
    const link = await linkTo('glb');
    gateway.account.results = {};
    expect(await refusal(await gateway.ask(link))).toBe('404 service/not-found');
  });
});

test('a result is passed on as it comes, and never held whole', async () => {
  let finish = (): void => {};
  const server = createServer((_request, response) => {
    response.write('first');
    finish = () => response.end('last');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake = new FakeAccount({ host });
  fake.results = { motion: { glb: `${host}/a.glb` } };
  await using gateway = await openTestGateway({ fake });
  const page = gateway.page('anna');
  const rid = await page.start(await page.upload());
  fake.jobs.get(rid)!.status = 'SUCCESS';
  const { links } = readDownloadAnswer(await (await page.get(`/download/${rid}`)).json());
  const reader = (await gateway.ask(links[0]!.urls![0]!.files[0]!['glb']!)).body!.getReader();
  const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
  expect(decode((await reader.read()).value)).toBe('first');
  finish();
  expect(decode((await reader.read()).value)).toBe('last');
  server.closeAllConnections();
  server.close();
});

describe('the bytes of an upload through the gateway', () => {
  test.each([
    ['to where no upload is', (proxy: string) => proxy.replace('session', 'elsewhere'), {}, '403 service/forbidden'],
    [
      'to another host',
      (proxy: string) => proxy.replace(/to=[^&]+/, 'to=https%3A%2F%2Fevil.example%2F'),
      {},
      '403 service/forbidden',
    ],
    ['without a length', (proxy: string) => proxy, { 'Content-Length': undefined }, '400 service/bad-request'],
    ['that are too many', (proxy: string) => proxy, { 'Content-Length': '999999999999' }, '413 service/too-large'],
    [
      'of a file that is too large',
      (proxy: string) => proxy,
      { 'Content-Range': 'bytes 0-3/999999999999' },
      '413 service/too-large',
    ],
    ['of a part that cannot be', (proxy: string) => proxy, { 'Content-Range': 'bytes x' }, '400 service/bad-request'],
  ])('%s are refused', async (_what, change, headers, expected) => {
    await using storage = await startScriptedServer(({ headers: { host } }) => ({
      status: 201,
      headers: { Location: `http://${host}/session/1` },
    }));
    await using gateway = await openTestGateway({ fake: new FakeAccount({ host: storage.url }) });
    const page = gateway.page('anna');
    const started = await page.post('/upload/start', { url: await page.upload() }, { Origin: 'http://localhost:8080' });
    const { proxy } = (await started.json()) as { proxy: string };
    expect(storage.requests[0]!.headers).toMatchObject({
      'x-goog-resumable': 'start',
      origin: 'http://localhost:8080',
    });
    const sent = Object.entries({ 'Content-Length': '4', ...headers }).filter(([, value]) => value !== undefined);
    const response = await gateway.ask(change(proxy), {
      method: 'PUT',
      headers: sent as [string, string][],
      body: 'abcd',
    });
    expect(await refusal(response)).toBe(expected);
    expect(storage.requests).toHaveLength(1);
  });

  test('cannot be begun where the storage refuses, or gives no place', async () => {
    let said: Said = { status: 403 };
    await using storage = await startScriptedServer(() => said);
    await using gateway = await openTestGateway({ fake: new FakeAccount({ host: storage.url }) });
    const page = gateway.page('anna');
    const url = await page.upload();
    for (const answer of [
      { status: 403 },
      { status: 201 },
      { status: 302, headers: { Location: 'http://169.254.169.254/' } },
    ]) {
      said = answer;
      expect(await refusal(await page.post('/upload/start', { url }))).toBe('502 service/upstream');
    }
  });
});

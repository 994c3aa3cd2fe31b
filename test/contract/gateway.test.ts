import { readGatewayToken, writeBasicAuthorization } from '@kinora/core/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Animate3DCaller, refusal } from '../support/animate3d-caller.ts';
import { handCapture } from '../support/hand-capture.ts';
import type { HandCapture } from '../support/hand-capture.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';

const film = new Uint8Array(100);
const account = { clientId: '1a2b', clientSecret: '3c4d' };

let capture: HandCapture;
let service: TestService;
beforeEach(async () => {
  capture = handCapture();
  service = await openService({ captureVideo: capture.captureVideo, ...account });
});
afterEach(() => service.close());

const asBackEnd = { Authorization: writeBasicAuthorization(account) };
const askForToken = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${service.url}/kinora/token`, { method: 'POST', headers });

async function pageOf(user: string): Promise<Animate3DCaller> {
  const response = await askForToken({ ...asBackEnd, 'x-useruid': user });
  const { token } = readGatewayToken(await response.json());
  return new Animate3DCaller(`${service.url}/kinora/v1`, { Authorization: `Bearer ${token}` });
}

describe('POST /kinora/token', () => {
  test('gives the back end a token of some minutes for its player, and no cache keeps it', async () => {
    const response = await askForToken({ ...asBackEnd, 'x-useruid': 'anna' });
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const { token, expiresInSeconds } = readGatewayToken(await response.json());
    expect(token).not.toContain(account.clientSecret);
    expect(expiresInSeconds).toBe(300);
  });

  test('gives a page nothing where there is an account: it cannot name itself', async () => {
    expect(await refusal(await askForToken())).toBe('401 service/not-signed-in');
    expect(await refusal(await askForToken({ 'x-useruid': 'anna' }))).toBe('401 service/not-signed-in');
  });

  test('gives any page of this machine a token for one nameless player where there is no account', async () => {
    await using local = disposable(await openService());
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${local.service.url}/kinora/token`, { method: 'POST', headers });
    expect((await ask({})).status).toBe(200);
    expect(await refusal(await ask({ 'x-useruid': 'anna' }))).toBe('401 service/not-signed-in');
    expect(await refusal(await ask({ Origin: 'https://elsewhere.example' }))).toBe('403 service/forbidden');
  });

  test('gives a page of another origin nothing', async () => {
    const headers = { ...asBackEnd, 'x-useruid': 'anna', Origin: 'https://elsewhere.example' };
    expect(await refusal(await askForToken(headers))).toBe('403 service/forbidden');
  });

  test('gives nothing to whom a foreign name has led here', async () => {
    const { port } = new URL(service.url);
    // `fetch` lets nobody set Host: a name that resolves to this machine is what an attacker would use.
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const asked = request({ port, method: 'POST', path: '/kinora/token', headers: { Host: 'evil.example' } });
      asked.on('response', (response) => resolve(response.statusCode)).on('error', reject);
      asked.end();
    });
    expect(status).toBe(403);
  });
});

function disposable(opened: TestService): { service: TestService; [Symbol.asyncDispose]: () => Promise<void> } {
  return { service: opened, [Symbol.asyncDispose]: () => opened.close() };
}

describe('a service that others can reach', () => {
  beforeEach(() => service.restart({ host: '0.0.0.0' }));
  const reachable = (path: string, init: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${new URL(service.url).port}${path}`, init);

  test('gives a token to the account alone, and for a player whom it names', async () => {
    expect(await refusal(await reachable('/kinora/token', { method: 'POST' }))).toBe('401 service/not-signed-in');
    const nameless = await reachable('/kinora/token', { method: 'POST', headers: asBackEnd });
    expect(await refusal(nameless)).toBe('400 service/bad-request');
    const headers = { ...asBackEnd, 'x-useruid': 'anna' };
    const response = await reachable('/kinora/token', { method: 'POST', headers });
    expect(readGatewayToken(await response.json()).expiresInSeconds).toBe(300);
  });
});

describe('/kinora/v1', () => {
  test('carries a video to its motion', async () => {
    capture.finish();
    const page = await pageOf('anna');
    const rid = await page.process(await page.upload(film), ['formats=glb']);
    expect((await page.ended(rid)).status).toBe('SUCCESS');
    const [link] = (await page.download(rid)).links;
    expect((await fetch(link!.urls![0]!.files[0]!['glb']!)).status).toBe(200);
  });

  test('tells a page that listens when its job has ended', async () => {
    const page = await pageOf('anna');
    const events = (await page.get('/events')).body!.getReader();
    capture.finish();
    const rid = await page.process(await page.upload(film), ['formats=glb']);
    let heard = '';
    while (!heard.includes('data: ')) heard += new TextDecoder().decode((await events.read()).value);
    expect(heard).toContain(`event: job.completed\ndata: {"rid":"${rid}","status":"`);
    await events.cancel();
  });

  test.each(['', 'Bearer abc.def', 'Bearer ', writeBasicAuthorization(account)])(
    'lets nobody in with the authorization "%s"',
    async (Authorization) => {
      const page = new Animate3DCaller(`${service.url}/kinora/v1`, { Authorization });
      expect(await refusal(await page.get('/list'))).toBe('401 service/not-signed-in');
    },
  );

  test('takes no session for a token, and no token for a session', async () => {
    const auth = await fetch(`${service.url}/session/auth`, {
      headers: { Authorization: writeBasicAuthorization(account) },
    });
    const session = decodeURIComponent(/dmsess=([^;]+)/.exec(auth.headers.get('Set-Cookie')!)![1]!).slice(2);
    const { token } = readGatewayToken(await (await askForToken({ ...asBackEnd, 'x-useruid': 'anna' })).json());
    const asToken = new Animate3DCaller(`${service.url}/kinora/v1`, { Authorization: `Bearer ${session}` });
    const asSession = new Animate3DCaller(service.url, { Cookie: `dmsess=${encodeURIComponent(`s:${token}`)}` });
    for (const caller of [asToken, asSession]) expect((await caller.get('/list')).status).toBe(401);
  });

  test('answers a repeated request with the job that it began, also behind a restart', async () => {
    const page = await pageOf('anna');
    const url = await page.upload(film);
    const key = { 'Idempotency-Key': 'a-key-of-this-job' };
    const [first, second] = await Promise.all([page.process(url, [], key), page.process(url, [], key)]);
    expect(second).toBe(first);
    await service.restart({ port: Number(new URL(service.url).port) });
    expect(await page.process(url, [], key)).toBe(first);
    expect((await page.list()).list).toHaveLength(1);
    expect(await page.process(url)).not.toBe(first);
    const other = await page.post('/process', { url, processor: 'video2anim', params: ['formats=bvh'] }, key);
    expect(await refusal(other)).toBe('422 service/conflict');
  });

  test('shows a player their own jobs alone', async () => {
    const [anna, ben] = [await pageOf('anna'), await pageOf('ben')];
    const rid = await anna.process(await anna.upload(film));
    expect((await anna.list()).list).toHaveLength(1);
    expect((await ben.list()).list).toEqual([]);
    expect(await refusal(await ben.get(`/status/${rid}`))).toBe('404 service/not-found');
    expect(await refusal(await ben.get(`/download/${rid}`))).toBe('404 service/not-found');
    expect((await ben.post('/process', { rid, processor: 'video2anim', params: [] })).status).toBe(404);
  });
});

import { request } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJsonBody } from '../../packages/service/src/http/json-body.ts';
import { listen } from '../../packages/service/src/http/listen.ts';
import { answerError } from '../../packages/service/src/http/refusal.ts';
import { refusal } from '../support/animate3d-caller.ts';
import { openTestGateway } from '../support/test-gateway.ts';
import type { TestGateway, TestPage } from '../support/test-gateway.ts';

let gateway: TestGateway;
let anna: TestPage;
let ben: TestPage;
let url: string;
let rid: string;
beforeAll(async () => {
  const none = Number.POSITIVE_INFINITY;
  gateway = await openTestGateway({
    modelHosts: ['models.example', '*.avatars.example'],
    limits: { requestsPerMinute: none, jobsPerDay: none, secondsPerDay: none, maxUploadBytes: 1000 },
  });
  [anna, ben] = [gateway.page('anna'), gateway.page('ben')];
  url = await anna.upload();
  rid = await anna.start(url, 'first');
});
afterAll(() => gateway[Symbol.asyncDispose]());

const video2anim = { processor: 'video2anim', params: [] };

describe('another player’s things', () => {
  test.each([
    ['the status of a job', () => ben.get(`/status/${rid}`)],
    ['the result of a job', () => ben.get(`/download/${rid}`)],
    ['the pose edits of a job', () => ben.get(`/pesave/getUrls/${rid}`)],
    ['a rerun of a job', () => ben.post('/process', { ...video2anim, rid })],
    ['the persons of a job', () => ben.post('/process', { ...video2anim, rid_mp_detection: rid })],
    ['a job of an upload', () => ben.post('/process', { ...video2anim, url })],
    ['the facts of an upload', () => ben.post('/videoInfo', { url })],
    ['the start of an upload', () => ben.post('/upload/start', { url })],
  ])('%s is not there: 404, as if it had never been', async (_what, ask) => {
    expect(await refusal(await ask())).toBe('404 service/not-found');
  });

  test('a job that does not exist is told from another’s by nothing', async () => {
    const [foreign, unknown] = [await ben.get(`/status/${rid}`), await ben.get('/status/rid-999')];
    expect(await foreign.text()).toBe(await unknown.text());
  });

  test('are left out of a batch and of the list', async () => {
    const own = await ben.start(await ben.upload());
    const batch = (await (await ben.get(`/status/${rid},${own},${own}`)).json()) as { status: { rid: string }[] };
    expect(batch.status.map((job) => job.rid)).toEqual([own]);
    const { list } = (await (await ben.get('/list')).json()) as { list: { rid: string }[] };
    expect(list.map((job) => job.rid)).toEqual([own]);
  });

  test('a character is neither seen, used, changed nor deleted by another', async () => {
    const place = await anna.get('/character/getModelUploadUrl?modelExt=glb');
    const { modelUrl } = (await place.json()) as { modelUrl: string };
    expect(await refusal(await ben.post('/character/storeModel', { modelUrl }))).toBe('400 service/outside-url');
    const stored = await anna.post('/character/storeModel', { modelUrl, modelName: 'Knight' });
    const { modelId } = (await stored.json()) as { modelId: string };
    const names = async (page: TestPage): Promise<string[]> =>
      ((await (await page.get('/character/listModels')).json()) as { name: string }[]).map(({ name }) => name);
    expect([await names(anna), await names(ben)]).toEqual([['Knight'], []]);
    expect((await ben.post('/character/storeModel', { modelId, modelName: 'Mine' })).status).toBe(404);
    expect((await ben.send(`/character/deleteModel/${modelId}`, { method: 'DELETE' })).status).toBe(404);
    const own = await ben.upload();
    for (const param of [`model=${modelId}`, `models=[{"trackingId":"001","modelId":"${modelId}"}]`]) {
      expect(await ben.start(own, undefined, [param])).toBe('404 service/not-found');
    }
    expect(await (await anna.send(`/character/deleteModel/${modelId}`, { method: 'DELETE' })).json()).toEqual({
      count: 1,
    });
  });

  test('a character that no player uploaded is everybody’s to use and nobody’s to delete', async () => {
    gateway.account.models.set('stock', { id: 'stock', name: 'Stock' });
    expect(await ben.start(await ben.upload(), undefined, ['model=stock'])).toMatch(/^rid-/);
    expect((await ben.send('/character/deleteModel/stock', { method: 'DELETE' })).status).toBe(404);
    expect(gateway.account.models.has('stock')).toBe(true);
  });
});

describe('the account’s own', () => {
  test.each([
    ['GET', '/webhook_endpoints'],
    ['POST', '/webhook_endpoints'],
    ['GET', '/webhook_endpoints/1'],
    ['POST', '/webhook_endpoints/1'],
    ['DELETE', '/webhook_endpoints/1'],
    ['GET', '/session/auth'],
  ])('%s %s is not exposed to pages', async (method, path) => {
    expect((await anna.send(path, { method })).status).toBe(404);
    expect((await gateway.ask(path, { method })).status).toBe(404);
  });

  test('the balance is shown where the operator wants it alone', async () => {
    expect(await refusal(await anna.get('/account/creditBalance'))).toBe('403 service/forbidden');
    await using open = await openTestGateway({ showsBalance: true });
    expect(await (await open.page('anna').get('/account/creditBalance')).json()).toEqual({ credits: 12.5 });
    expect((await open.page('anna').get('/account/minutesBalance')).status).toBe(404);
  });
});

describe('what a page may ask of a job', () => {
  test.each([
    ['render.sbs=0', '403 service/forbidden'],
    ['formats=mp4', '403 service/forbidden'],
    ['formats=glb,exe', '403 service/forbidden'],
    ['priority=high', '403 service/forbidden'],
    ['__proto__=1', '403 service/forbidden'],
    ['trim=5,1', '400 animate3d/parameter'],
    ['crop=0,0,2,2', '400 animate3d/parameter'],
    ['sim=yes', '400 animate3d/parameter'],
    ['poseFilteringStrength=1e-7', '400 animate3d/parameter'],
    ['poseEstimation.footLockingMode=sometimes', '400 animate3d/parameter'],
    ['models={"trackingId":"001"}', '400 animate3d/parameter'],
    ['models=[', '400 animate3d/parameter'],
    ['no equals sign', '403 service/forbidden'],
    [`config=${'a'.repeat(5000)}`, '400 animate3d/parameter'],
    ['config=a\r\nb', '400 animate3d/parameter'],
  ])('%.60s is refused before the account hears of it', async (param, expected) => {
    const before = gateway.account.asked('/process');
    expect(await anna.start(url, undefined, [param])).toBe(expected);
    expect(gateway.account.asked('/process')).toBe(before);
  });

  test('a parameter that is given twice is refused: the other one might count', async () => {
    const twice = [
      ['trim=0,1', 'trim=0,9'],
      ['trim=0,1', 'poseEstimation.trim=0,9'],
    ];
    for (const params of twice) expect(await anna.start(url, undefined, params)).toBe('400 animate3d/parameter');
  });

  test('an operator may allow more', async () => {
    await using open = await openTestGateway({ jobRules: { params: ['formats', 'render.sbs'], formats: ['mp4'] } });
    const page = open.page('anna');
    expect(await page.start(await page.upload(), undefined, ['formats=mp4', 'render.sbs=0'])).toBe('rid-1');
    expect(await page.start(await page.upload(), undefined, ['trackHand=1'])).toBe('403 service/forbidden');
  });
});

describe('paths and names', () => {
  test.each([
    '/status/..%2f..%2fsession%2fauth',
    '/status/%2e%2e%2flist',
    '/status/../../../etc/passwd',
    '/download/..%5c..%5cfile',
    '/status/rid-1%00',
    '/status/rid-1%0d%0aX-Injected:%201',
    '/status/%',
    '/pesave/getUrls/..%2f..%2faccount%2fcreditBalance',
    '/character/deleteModel/..%2f..%2fwebhook_endpoints',
    '//status/rid-1',
  ])('%s leads nowhere', async (path) => {
    const before = gateway.account.requests.length;
    const method = path.includes('delete') ? 'DELETE' : 'GET';
    expect([400, 404]).toContain((await ben.send(path, { method })).status);
    expect(gateway.account.requests).toHaveLength(before);
  });

  test.each([
    ['../../etc/passwd.mp4', 400],
    ['a/b.mp4', 400],
    ['a\\b.mp4', 400],
    ['a\r\nSet-Cookie: x.mp4', 400],
    ['a\u0000.mp4', 400],
    ['..', 400],
    ['.mp4', 400],
    ['no-ending', 400],
    ['', 400],
    [`${'a'.repeat(300)}.mp4`, 400],
    ['with spaces and ünïcödé 踊り.mp4', 200],
    ['two.dots.MP4', 200],
  ])('a file called %.40j is answered with %d', async (name, status) => {
    expect((await anna.get(`/upload?name=${encodeURIComponent(name)}`)).status).toBe(status);
  });

  test.each(['', 'a b', 'ä', 'k'.repeat(201)])('an idempotency key %.12j cannot be read', async (key) => {
    const body = { ...video2anim, url };
    // A header of letters beyond Latin-1 cannot even be sent.
    const refused = await anna.post('/process', body, { 'Idempotency-Key': key });
    expect(await refusal(refused)).toBe('400 service/bad-request');
  });

  test('no answer carries a header that a page has put into it', async () => {
    const response = await anna.get('/upload?name=a.mp4%0d%0aX-Injected:1', { 'Last-Event-ID': '1' });
    expect(response.headers.has('X-Injected')).toBe(false);
    const session = await gateway.ask('/kinora/bytes?to=https://x/%0d%0aX-Injected:1&expires=9e15&signature=x', {
      method: 'PUT',
    });
    expect(await refusal(session)).toBe('403 service/forbidden');
  });
});

describe('a body', () => {
  test.each([
    ['is too large', JSON.stringify({ url, more: 'a'.repeat(70_000) }), '413 service/too-large'],
    ['is no JSON', '{"url":', '400 service/bad-request'],
    ['is empty', '', '400 service/bad-request'],
    ['is a list', '[]', '400 animate3d/protocol'],
    ['names no source', '{"processor":"video2anim","params":[]}', '400 animate3d/protocol'],
    [
      'names two sources',
      '{"url":"https://a.example/","rid":"r","processor":"video2anim","params":[]}',
      '400 animate3d/protocol',
    ],
    ['nests without end', '['.repeat(30_000), '400 service/bad-request'],
    [
      'has too many parameters',
      JSON.stringify({ ...video2anim, rid: 'r', params: Array(65).fill('a=b') }),
      '400 animate3d/protocol',
    ],
  ])('that %s is refused', async (_what, body, expected) => {
    expect(await refusal(await anna.send('/process', { method: 'POST', body }))).toBe(expected);
  });

  test('without a length is counted as it comes, and cut off', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array((sent += 1) > 0 ? 10_000 : 0).fill(32)),
    });
    const init = { method: 'POST', body: endless, duplex: 'half' };
    expect(await refusal(await anna.send('/process', init))).toBe('413 service/too-large');
    expect(sent).toBeLessThan(20);
  });

  test('that comes too slowly is given up', async () => {
    const app = new Hono();
    app.post('/', async (context) => context.json(await readJsonBody(context, { timeoutMs: 20 })));
    app.onError((error, context) => answerError(context, error, () => {}));
    const drip = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([123])) });
    const response = await app.request('/', { method: 'POST', body: drip, duplex: 'half' } as RequestInit);
    expect(await refusal(response)).toBe('408 service/slow');
  });

  test.each([
    ['fileSize=1001', '413 service/too-large'],
    ['fileSize=0', '400 service/bad-request'],
    ['fileSize=-1', '400 animate3d/protocol'],
    ['fileSize=1e99', '400 animate3d/protocol'],
  ])('of an upload with %s is refused before it is sent', async (query, expected) => {
    expect(await refusal(await anna.get(`/upload?name=a.mp4&${query}`))).toBe(expected);
  });
});

describe('modelUrl', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.169.254/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::1]/',
    'https://2130706433/',
    'https://localhost/',
    'https://10.0.0.1/model.glb',
    'file:///etc/passwd',
    'gopher://models.example/',
    'http://models.example/model.glb',
    'https://models.example:8443/model.glb',
    'https://models.example@evil.example/',
    'https://evil.example/models.example',
    'https://avatars.example/model.glb',
    'https://storage.googleapis.com/somebody-elses-bucket/model.glb',
    'https://account.example/bucket/model-999?X-Signature=guess',
  ])('%s is refused', async (modelUrl) => {
    const before = gateway.account.asked('/character/storeModel');
    for (const body of [{ modelUrl }, { modelUrl: 'https://models.example/a.glb', thumbUrl: modelUrl }]) {
      expect(await refusal(await anna.post('/character/storeModel', body))).toBe('400 service/outside-url');
    }
    expect(gateway.account.asked('/character/storeModel')).toBe(before);
  });

  test.each(['https://models.example/a.glb', 'https://eu.avatars.example/a.glb?v=1'])(
    '%s is of a host that the operator allows',
    async (modelUrl) => {
      expect((await anna.post('/character/storeModel', { modelUrl })).status).toBe(200);
    },
  );

  test('neither modelUrl nor modelId is refused', async () => {
    expect(await refusal(await anna.post('/character/storeModel', { modelName: 'x' }))).toBe('400 animate3d/protocol');
  });
});

describe('origins', () => {
  const from = (origin: string, path = '/list'): Promise<Response> => anna.get(path, { Origin: origin });

  test.each(['http://localhost:8080', 'http://localhost:8180', 'http://localhost'])(
    'pages of %s are let in, and workers of theirs, which send the same',
    async (origin) => {
      const response = await from(origin);
      expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([200, origin]);
      expect(response.headers.get('Access-Control-Expose-Headers')).toMatch(/Location.*Range.*Retry-After/);
    },
  );

  test.each([
    'null',
    'http://localhost:8081',
    'https://localhost:8080',
    'http://evil.example',
    'file://',
    '',
    'blob:x',
  ])('the origin "%s" is refused and told nothing', async (origin) => {
    const response = await from(origin);
    expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false);
    expect(await refusal(response)).toBe('403 service/forbidden');
  });

  test('a preflight of a known origin is answered, without a star', async () => {
    const headers = {
      Origin: 'http://localhost:8180',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key,last-event-id',
    };
    const response = await gateway.ask('/kinora/v1/process', { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:8180');
    expect(response.headers.get('Access-Control-Allow-Headers')).toMatch(/idempotency-key/i);
  });

  test('an operator names the game’s own, and then the defaults are gone', async () => {
    await using own = await openTestGateway({
      origins: ['https://game.example'],
      publicOrigin: 'https://api.game.example',
    });
    const ask = async (origin: string): Promise<number> =>
      (await own.page('anna').get('/list', { Origin: origin })).status;
    expect([await ask('https://game.example'), await ask('http://localhost:8080')]).toEqual([200, 403]);
    // A proxy in front hands the public name on; any other name was pointed here by somebody (DNS rebinding).
    expect((await own.ask('http://api.game.example/kinora/token', { method: 'POST' })).status).toBe(401);
    expect((await own.ask('http://evil.example/kinora/token', { method: 'POST' })).status).toBe(403);
  });
});

describe('the secret', () => {
  test('is in no log, no answer, no error and no file, nor is anything that opens something', async () => {
    const { account, log } = gateway;
    const token = 'x.y.z-a-token-that-is-wrong';
    account.next('/list', new Response(account.credentials.clientSecret, { status: 403 }));
    account.next('/upload', Response.json({ url: 7 }));
    account.next('/process', new Response(`no ${account.credentials.clientSecret}`, { status: 500 }));
    const own = await anna.upload().catch(() => '');
    const answers = [
      await anna.get('/list'),
      await anna.get('/upload?name=private-video.mp4'),
      await anna.post('/process', { ...video2anim, url: own || url }),
      await gateway.ask('/kinora/v1/list', { headers: { Authorization: `Bearer ${token}` } }),
      await gateway.ask('/kinora/token', { method: 'POST', headers: { Authorization: 'Basic Z3Vlc3M6Z3Vlc3M=' } }),
    ];
    const told = (
      await Promise.all(answers.map(async (each) => `${JSON.stringify([...each.headers])} ${await each.text()}`))
    ).join('\n');
    const { clientId, clientSecret } = account.credentials;
    const forms = [clientSecret, encodeURIComponent(clientSecret), Buffer.from(clientSecret).toString('base64')];
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const lines = log.join('\n');
    for (const secret of [...forms, clientId, basic, 'session-1', 'Z3Vlc3M6']) {
      for (const place of [told, lines, await gateway.stored()]) expect(place).not.toContain(secret);
    }
    for (const secret of ['X-Signature', token, 'private-video', 'dance.mp4']) expect(lines).not.toContain(secret);
    // What was uploaded is remembered by a hash of its URL: the records open nothing.
    expect(await gateway.stored()).not.toContain('X-Signature');
  });

  test('is not in what a fault of our own says', async () => {
    const { account, log } = gateway;
    account.next(
      '/process',
      new Response(new ReadableStream({ start: (c) => c.error(new Error(account.credentials.clientSecret)) })),
    );
    const response = await anna.post('/process', { ...video2anim, url: await anna.upload() });
    expect(response.status).toBe(502);
    expect(`${await response.text()} ${log.join('\n')}`).not.toContain(account.credentials.clientSecret);
  });
});

describe('over a socket', () => {
  test('header lines that are smuggled in, and a length that lies, end with the connection', async () => {
    const app = new Hono();
    app.all('*', (context) => context.text('in'));
    const server = await listen(app, 0, '127.0.0.1');
    const raw = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
        let heard = '';
        socket.on('data', (data) => (heard += data.toString())).on('close', () => resolve(heard));
      });
    const twoLengths =
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    const bareReturn = 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\rX-B: c\r\n\r\n';
    for (const text of [twoLengths, bareReturn]) expect(await raw(text)).toMatch(/^HTTP\/1\.1 400/);
    await server.close(() => Promise.resolve());
  });

  test('a client of Node cannot send a header with a line in it, whoever it got it from', () => {
    expect(() => request({ headers: { 'x-useruid': 'anna\r\nX-B: c' } })).toThrow(TypeError);
  });
});

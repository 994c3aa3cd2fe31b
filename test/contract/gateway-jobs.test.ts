import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../support/animate3d-caller.ts';
import { FakeAccount } from '../support/fake-account.ts';
import { openTestGateway } from '../support/test-gateway.ts';
import type { TestGateway, TestPage } from '../support/test-gateway.ts';

const START = Date.now();
let nowMs: number;
let gateway: TestGateway;
let account: FakeAccount;
let anna: TestPage;
let ben: TestPage;

const now = (): number => nowMs;

async function open(options: Parameters<typeof openTestGateway>[0] = {}): Promise<void> {
  nowMs = START;
  gateway = await openTestGateway({ fake: new FakeAccount({ now }), now, ...options });
  ({ account } = gateway);
  [anna, ben] = [gateway.page('anna'), gateway.page('ben')];
}
beforeEach(() => open());
afterEach(() => gateway[Symbol.asyncDispose]());

/** A gateway of other limits. */
async function reopen(options: Parameters<typeof openTestGateway>[0]): Promise<void> {
  await gateway[Symbol.asyncDispose]();
  await open(options);
}

describe('one job for one key', () => {
  test('a duplicate submit is answered with the job that the first one began', async () => {
    const url = await anna.upload();
    const rids = await Promise.all([anna.start(url, 'k'), anna.start(url, 'k')]);
    expect([...rids, await anna.start(url, 'k')]).toEqual(['rid-1', 'rid-1', 'rid-1']);
    expect([account.asked('/process'), account.asked('/videoInfo')]).toEqual([1, 1]);
  });

  test('also behind a restart', async () => {
    const url = await anna.upload();
    await anna.start(url, 'k');
    await gateway.restart();
    expect(await anna.start(url, 'k')).toBe('rid-1');
    expect(account.asked('/process')).toBe(1);
  });

  test('a key with another body is refused, and so is one that is under way', async () => {
    const url = await anna.upload();
    const both = await Promise.all([anna.start(url, 'k'), anna.start(url, 'k', ['formats=glb'])]);
    expect(both).toEqual(['rid-1', '422 service/conflict']);
    expect(await anna.start(await anna.upload(), 'k')).toBe('422 service/conflict');
    expect(account.asked('/process')).toBe(1);
  });

  test('keys of two players are two keys', async () => {
    expect(await anna.start(await anna.upload(), 'k')).toBe('rid-1');
    expect(await ben.start(await ben.upload(), 'k')).toBe('rid-2');
  });

  test('an answer that was lost is looked for by file name and ctime before anything is sent again', async () => {
    const url = await anna.upload();
    account.next('/process', 'lost answer');
    expect(await anna.start(url, 'k')).toBe('502 service/upstream');
    expect(await anna.start(url, 'k')).toBe('rid-1');
    expect([account.asked('/process'), account.asked('/list')]).toEqual([1, 1]);
  });

  test('a crash between the request and its answer begins nothing twice', async () => {
    const url = await anna.upload();
    account.next('/process', 'lost answer');
    await anna.start(url, 'k');
    await gateway.restart();
    nowMs += 60_000;
    expect(await anna.start(url, 'k')).toBe('rid-1');
    expect(account.asked('/process')).toBe(1);
  });

  test('a request that never arrived is sent again, but not before the list has had time to show it', async () => {
    const url = await anna.upload();
    account.next('/process', 'unreachable');
    expect(await anna.start(url, 'k')).toBe('502 service/upstream');
    const early = await anna.post('/process', { url, processor: 'video2anim', params: [] }, { 'Idempotency-Key': 'k' });
    expect(early.headers.get('Retry-After')).toBe('15');
    expect(await refusal(early)).toBe('502 service/upstream');
    nowMs += 15_000;
    expect(await anna.start(url, 'k')).toBe('rid-1');
    expect(account.asked('/process')).toBe(2);
  });

  test('a job of the same name that another program began is never taken for it', async () => {
    const url = await anna.upload('dance.mp4');
    account.next('/process', 'unreachable');
    await anna.start(url, 'k');
    account.jobs.set('foreign', { rid: 'foreign', fileName: 'dance.mp4', status: 'SUCCESS', ctime: nowMs, params: [] });
    nowMs += 15_000;
    expect(await anna.start(url, 'k')).toBe('rid-2');
  });

  test('two lost answers for one upload are not told apart by a guess', async () => {
    const url = await anna.upload();
    account.next('/process', 'lost answer', 'unreachable');
    await anna.start(url, 'one');
    await anna.start(url, 'two', ['formats=glb']);
    expect(await anna.start(url, 'one')).toBe('422 service/conflict');
    expect(account.asked('/process')).toBe(2);
  });

  test('what the account refuses is forgotten: the same key may be sent again', async () => {
    const url = await anna.upload();
    account.next('/process', new Response('{"message":"no"}', { status: 400 }));
    expect(await anna.start(url, 'k')).toBe('400 service/bad-request');
    expect(await anna.start(url, 'k')).toBe('rid-1');
  });

  test('a rerun gets the rid that the account gives, and it is the same player’s', async () => {
    const rid = await anna.start(await anna.upload());
    account.jobs.get(rid)!.status = 'SUCCESS';
    const again = await anna.post('/process', { rid, processor: 'video2anim', params: ['formats=bvh'] });
    expect(await again.json()).toEqual({ rid: 'rid-2' });
    expect((await anna.get('/status/rid-2')).status).toBe(200);
    expect((await ben.get('/status/rid-2')).status).toBe(404);
  });

  test('several persons keep the rid of their detection, and a lost answer is seen by its state', async () => {
    const rid = await anna.start(await anna.upload(), 'detect', ['pipeline=mp_detection']);
    account.jobs.get(rid)!.status = 'SUCCESS';
    const wish = {
      rid_mp_detection: rid,
      processor: 'video2anim',
      params: ['models=[{"trackingId":"001","modelId":"m"}]'],
    };
    account.next('/process', 'lost answer');
    expect((await anna.post('/process', wish, { 'Idempotency-Key': 'animate' })).status).toBe(502);
    const answer = await anna.post('/process', wish, { 'Idempotency-Key': 'animate' });
    expect(await answer.json()).toEqual({ rid });
    expect(account.asked('/process')).toBe(2);
  });

  test('names come back as the page gave them, though the account has them with a mark', async () => {
    const rid = await anna.start(await anna.upload('Tänze an der Côte.mp4'));
    expect(account.jobs.get(rid)!.fileName).toMatch(/^Tänze an der Côte~k[0-9a-f]{12}\.mp4$/);
    account.jobs.get(rid)!.status = 'SUCCESS';
    const { list } = (await (await anna.get('/list')).json()) as { list: { fileName: string }[] };
    const { status } = (await (await anna.get(`/status/${rid}`)).json()) as { status: { details: { in: string } }[] };
    const { links } = (await (await anna.get(`/download/${rid}`)).json()) as { links: { name: string }[] };
    const names = [list[0]!.fileName, status[0]!.details.in, links[0]!.name];
    expect(new Set(names)).toEqual(new Set(['Tänze an der Côte.mp4']));
  });
});

describe('what a player may use', () => {
  test('jobs of a day: 429 until midnight', async () => {
    await reopen({ limits: { jobsPerDay: 2 } });
    const url = await anna.upload();
    await Promise.all([anna.start(url, 'a'), anna.start(url, 'b')]);
    const refused = await anna.post('/process', { url, processor: 'video2anim', params: [] });
    expect(Number(refused.headers.get('Retry-After'))).toBe(Math.ceil((86_400_000 - (START % 86_400_000)) / 1000));
    expect(await refusal(refused)).toBe('429 service/quota');
    expect(await ben.start(await ben.upload())).toBe('rid-3');
    // What was begun stays reachable, and a repeat of it costs nothing.
    expect(await anna.start(url, 'a')).toBe('rid-1');
  });

  test('also of requests at once, and behind a restart', async () => {
    await reopen({ limits: { jobsPerDay: 2 } });
    const url = await anna.upload();
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((key) => anna.start(url, key)));
    expect(all.filter((answer) => answer === '429 service/quota')).toHaveLength(2);
    await gateway.restart();
    expect(await anna.start(url, 'e')).toBe('429 service/quota');
  });

  test('seconds of video of a day, as the account measures them, of the part that is asked for', async () => {
    await reopen({ limits: { secondsPerDay: 12 } });
    const url = await anna.upload();
    expect(await anna.start(url, 'all')).toBe('rid-1');
    expect(await anna.start(url, 'again')).toBe('429 service/quota');
    expect(await anna.start(url, 'part', ['trim=3,4.5'])).toBe('rid-2');
  });

  test('a job that the account refuses costs nothing', async () => {
    await reopen({ limits: { jobsPerDay: 1 } });
    const url = await anna.upload();
    account.next('/process', new Response('', { status: 400 }));
    expect(await anna.start(url, 'k')).toBe('400 service/bad-request');
    expect(await anna.start(url, 'k')).toBe('rid-1');
  });

  test('the length of one video', async () => {
    await reopen({ limits: { maxSeconds: 9 } });
    const url = await anna.upload();
    expect(await anna.start(url)).toBe('413 service/too-large');
    expect(await anna.start(url, 'k', ['trim=0,5'])).toBe('rid-1');
  });

  test('requests of a minute: 429 with Retry-After, each player for themselves', async () => {
    await reopen({ limits: { requestsPerMinute: 2 } });
    await anna.get('/list');
    await anna.get('/list');
    const refused = await anna.get('/list');
    expect(refused.headers.get('Retry-After')).toBe('30');
    expect(await refusal(refused)).toBe('429 service/quota');
    expect((await ben.get('/list')).status).toBe(200);
    nowMs += 30_000;
    expect((await anna.get('/list')).status).toBe(200);
  });
});

describe('the account behind the gateway', () => {
  test('is logged in to once, however many ask at once', async () => {
    await Promise.all([anna.get('/list'), ben.get('/list'), anna.upload()]);
    expect(account.logins).toBe(1);
  });

  test('is logged in to again where its session has ended, once for parallel 401s', async () => {
    await anna.get('/list');
    account.sessions.clear();
    const answers = await Promise.all([anna.get('/list'), ben.get('/list')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(account.logins).toBe(2);
  });

  test.each(['with: a colon', 'pässwört ключ 鍵', 'a%20b+c/d='])(
    'is opened by a secret such as "%s"',
    async (clientSecret) => {
      const fake = new FakeAccount({ now, credentials: { clientId: 'fake-client-id', clientSecret } });
      await reopen({ fake });
      expect((await anna.get('/list')).status).toBe(200);
    },
  );

  test('knows of no player: one session without x-useruid serves all, and what is whose the gateway knows', async () => {
    await Promise.all([anna.get('/list'), ben.get('/list')]);
    expect(account.requests.map(({ headers }) => headers.get('x-useruid'))).toEqual([null, null, null]);
  });

  test('that refuses the secret is no loop of logins, and no news for a page', async () => {
    await reopen({ account: { host: account.host, clientId: 'fake-client-id', clientSecret: 'wrong-secret' } });
    expect(await refusal(await anna.get('/list'))).toBe('502 service/upstream');
    expect(account.asked('/session/auth')).toBe(1);
    expect(gateway.log.join('\n')).toMatch(/account: .*401/);
  });

  test.each([
    ['an HTML error page', new Response('<html>Sign in</html>', { status: 200 }), '502 service/upstream'],
    ['an empty body', new Response('', { status: 200 }), '502 service/upstream'],
    ['502 from a proxy', new Response('<html>Bad Gateway</html>', { status: 502 }), '502 service/upstream'],
    ['429', new Response('', { status: 429, headers: { 'Retry-After': '7' } }), '429 service/busy'],
    ['no credits', new Response('{"message":"pay"}', { status: 402 }), '402 service/no-credits'],
    ['a body of text', new Response('bad params', { status: 422 }), '400 service/bad-request'],
    [
      'a redirect to a login',
      new Response('', { status: 302, headers: { Location: '/login' } }),
      '502 service/upstream',
    ],
  ])('answering with %s is told without its words', async (_what, answer, expected) => {
    const url = await anna.upload();
    account.next('/process', answer);
    expect(await anna.start(url)).toBe(expected);
  });
});

import type { GatewayToken } from '@kinora/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../packages/core/src/http/clock.ts';
import { PageMirror } from '../../packages/core/src/http/page.ts';
import { Connections } from '../../packages/core/src/providers/animate3d/run/connection.ts';
import { EventHub } from '../../packages/service/src/gateway/events/event-hub.ts';
import { eventStream } from '../../packages/service/src/gateway/events/event-stream.ts';
import { WebhookReceiver } from '../../packages/service/src/gateway/events/webhook.ts';
import { mintToken } from '../../packages/service/src/gateway/mint-token.ts';
import { DurableMap } from '../../packages/service/src/records/durable-map.ts';
import { Records } from '../../packages/service/src/gateway/records/records.ts';
import type { Upstream } from '../../packages/service/src/gateway/upstream/upstream.ts';
import { refusal } from '../support/animate3d-caller.ts';
import { FakeAccount } from '../support/fake-account.ts';
import { openTestGateway, TOKEN_KEY } from '../support/test-gateway.ts';
import type { TestGateway, TestPage } from '../support/test-gateway.ts';

let nowMs: number;
let gateway: TestGateway;
let account: FakeAccount;
let anna: TestPage;
beforeEach(async () => {
  nowMs = Date.now();
  gateway = await openTestGateway({ fake: new FakeAccount({ now: () => nowMs }), now: () => nowMs });
  ({ account } = gateway);
  anna = gateway.page('anna');
});
afterEach(() => gateway[Symbol.asyncDispose]());

const completed = (taskId: string, status = 'success'): unknown => ({
  eventType: 'job.completed',
  data: { taskId, status },
});

const deliver = (body: unknown, signature = account.credentials.clientId): Promise<Response> =>
  gateway.ask('/kinora/webhook', {
    method: 'POST',
    headers: { 'X-DeepMotion-Signature': signature },
    body: JSON.stringify(body),
  });

/** What a page hears, piece by piece. */
class Ear {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  text = '';

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** All up to and with the next text of this kind. */
  async until(part: string): Promise<string> {
    while (!this.text.includes(part)) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`The stream ended with ${this.text}`);
      this.text += new TextDecoder().decode(value);
    }
    return this.text;
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function listen(page: TestPage, lastId?: string): Promise<Ear> {
  const response = await page.get('/events', lastId === undefined ? {} : { 'Last-Event-ID': lastId });
  expect(response.headers.get('Content-Type')).toBe('text/event-stream');
  return new Ear(response.body!);
}

/** Whatever was set off has run. */
const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 20));

async function finishedJob(page: TestPage = anna): Promise<string> {
  const rid = await page.start(await page.upload());
  account.jobs.get(rid)!.status = 'SUCCESS';
  return rid;
}

describe('a webhook of the account', () => {
  test('is confirmed by the status, and then told to the player alone', async () => {
    const rid = await finishedJob();
    const [ear, other] = [await listen(anna), await listen(gateway.page('ben'))];
    expect((await deliver(completed(rid))).status).toBe(204);
    expect(await ear.until('data: ')).toMatch(
      new RegExp(`retry: \\d+\n\nid: \\d+\nevent: job.completed\ndata: {"rid":"${rid}","status":"SUCCESS"}\n\n$`),
    );
    expect(other.text).not.toContain(rid);
    await Promise.all([ear.close(), other.close()]);
  });

  test.each(['', 'guess', 'fake-client-i', 'fake-client-id2', 'FAKE-CLIENT-ID'])(
    'with the signature "%s" is a spoof: nothing is asked',
    async (signature) => {
      const rid = await finishedJob();
      expect(await refusal(await deliver(completed(rid), signature))).toBe('401 service/not-signed-in');
      expect(account.asked('/status')).toBe(0);
    },
  );

  test('proves nothing: who knows the client id cannot end a job that runs', async () => {
    const rid = await anna.start(await anna.upload());
    const ear = await listen(anna);
    await deliver(completed(rid));
    await settled();
    expect(account.asked('/status')).toBe(1);
    // Nor can they say how it ended.
    account.jobs.get(rid)!.status = 'SUCCESS';
    nowMs += 3000;
    await deliver(completed(rid, 'failure'));
    expect(await ear.until('data: ')).toContain('"status":"SUCCESS"');
    await ear.close();
  });

  test('that is replayed or delivered twice is told once, and asked once', async () => {
    const rid = await finishedJob();
    const ear = await listen(anna);
    await Promise.all([deliver(completed(rid)), deliver(completed(rid))]);
    await ear.until('data: ');
    for (let i = 0; i < 5; i++) {
      nowMs += 60_000;
      await deliver(completed(rid));
    }
    const next = await finishedJob();
    await deliver(completed(next));
    expect((await ear.until(next)).match(/event: job/g)).toHaveLength(2);
    expect(account.asked('/status')).toBe(2);
    await ear.close();
  });

  test('of an unknown job is ignored, and of another kind too', async () => {
    for (const body of [
      completed('unknown'),
      { eventType: 'job.started', data: { taskId: 'x' } },
      { eventType: 'new' },
    ]) {
      expect((await deliver(body)).status).toBe(204);
    }
    await settled();
    expect(account.asked('/status')).toBe(0);
  });

  test.each([[null], [{}], [{ eventType: 7 }], [{ eventType: 'job.completed', data: { taskId: '../x' } }], ['text']])(
    'with the body %j is refused',
    async (body) => {
      expect((await deliver(body)).status).toBe(400);
    },
  );

  test('that is too large is refused', async () => {
    const body = { ...(completed('x') as object), more: 'a'.repeat(20_000) };
    expect(await refusal(await deliver(body))).toBe('413 service/too-large');
  });

  test('before our records know the rid is kept, and counts when they do', async () => {
    const url = await anna.upload();
    const ear = await listen(anna);
    await deliver(completed('rid-1'));
    await settled();
    expect(account.asked('/status')).toBe(0);
    account.next('/process', Response.json({ rid: 'rid-1' }));
    account.jobs.set('rid-1', { rid: 'rid-1', fileName: 'x', status: 'SUCCESS', ctime: nowMs, params: [] });
    await anna.start(url);
    expect(await ear.until('data: ')).toContain('rid-1');
    await ear.close();
  });

  test('of the second phase of several persons is told again, though it is the same rid', async () => {
    const rid = await anna.start(await anna.upload(), 'a', ['pipeline=mp_detection']);
    const ear = await listen(anna);
    account.jobs.get(rid)!.status = 'SUCCESS';
    await deliver(completed(rid));
    await ear.until('data: ');
    const params = ['models=[{"trackingId":"001","modelId":"m"}]'];
    await anna.post('/process', { rid_mp_detection: rid, processor: 'video2anim', params });
    account.jobs.get(rid)!.status = 'SUCCESS';
    nowMs += 3000;
    await deliver(completed(rid));
    await settled();
    expect((await ear.until('"SUCCESS"}\n\nid: ')).match(/event: job/g)).toHaveLength(2);
    expect(account.asked('/status')).toBe(2);
    await ear.close();
  });

  test('that cannot be confirmed is logged, and may come again', async () => {
    const rid = await finishedJob();
    const ear = await listen(anna);
    account.next('/status', new Response('', { status: 400 }));
    await deliver(completed(rid));
    await settled();
    expect(gateway.log.at(-1)).toContain('webhook: a job could not be confirmed');
    await deliver(completed(rid));
    expect(await ear.until('data: ')).toContain(rid);
    await ear.close();
  });
});

test('an event that comes right behind a false one is not lost', async () => {
  let status = 'PROGRESS';
  let asked = 0;
  const hub = new EventHub(Date.now);
  const records = new Records(DurableMap.inMemory(), Date.now);
  await records.keep(records.jobOf('rid', { user: 'anna', name: 'a.mp4', seconds: 1 }));
  const upstream = {
    status: () => {
      asked++;
      return Promise.resolve([{ rid: 'rid', status }]);
    },
  } as unknown as Upstream; // It is asked for nothing else.
  const webhooks = new WebhookReceiver({
    hub,
    records,
    upstream,
    clientId: 'id',
    now: Date.now,
    log: () => {},
    pauseMs: 20,
  });
  await webhooks.heard('rid');
  status = 'SUCCESS';
  const told = new Promise((resolve) => hub.listen('anna', undefined, resolve));
  await Promise.all(Array.from({ length: 5 }, () => webhooks.heard('rid')));
  expect(await told).toMatchObject({ data: { rid: 'rid', status: 'SUCCESS' } });
  expect(asked).toBe(2);
});

describe('GET /kinora/v1/events', () => {
  test('makes a page ask at once, which would else wait for its next poll', async () => {
    const rid = await finishedJob();
    const opened: (string | null)[] = [];
    const fetch = (url: string, init: RequestInit): Promise<Response> => {
      if (url.endsWith('/events')) opened.push(new Headers(init.headers).get('Last-Event-ID'));
      return gateway.ask(url, init);
    };
    const ports = { fetch, clock: systemClock, random: () => 0, page: new PageMirror() };
    const connection = new Connections(ports).to('http://localhost/kinora', true);
    const { signal } = new AbortController();
    const getToken = (): Promise<GatewayToken> => Promise.resolve(mintToken('anna', { keys: [TOKEN_KEY] }));
    const status = await connection.carry({ signal, getToken, onRetry: () => {} }, () =>
      connection.events.during(async () => {
        const told = connection.poller.after(3_600_000, rid, signal);
        await vi.waitFor(() => expect(opened).toEqual([null]));
        await settled();
        await deliver(completed(rid));
        return told;
      }),
    );
    expect(status).toMatchObject({ rid, status: 'SUCCESS' });
    // The webhook's own question, and that of the page.
    expect(account.asked('/status')).toBe(2);
  });

  test('replays what a page missed behind the event that it names', async () => {
    const first = await finishedJob();
    const ear = await listen(anna);
    await deliver(completed(first));
    const id = /id: (\d+)/.exec(await ear.until('data: '))![1]!;
    await ear.close();
    const second = await finishedJob();
    await deliver(completed(second));
    await settled();
    const again = await listen(anna, id);
    const text = await again.until(second);
    expect(text).not.toContain(first);
    await again.close();
  });

  test('says reset where it does not know what a page missed, as behind a restart', async () => {
    const before = String(nowMs + 5);
    nowMs += 60_000;
    await gateway.restart();
    const ear = await listen(anna, before);
    expect(await ear.until('reset')).toContain('event: reset\ndata: {}\n\n');
    await ear.close();
  });

  test('begins with nothing for a page that begins, and for one that names what is no id', async () => {
    for (const id of [undefined, 'x', '-1', '9'.repeat(30)]) {
      const ear = await listen(anna, id);
      expect(await ear.until('\n\n')).toMatch(/^retry: \d+\n\n$/);
      await ear.close();
    }
  });

  test('lets only so many pages of one player listen', async () => {
    const ears = await Promise.all(Array.from({ length: 8 }, () => listen(anna)));
    expect(await refusal(await anna.get('/events'))).toBe('429 service/busy');
    await ears.pop()!.close();
    ears.push(await listen(anna));
    await Promise.all(ears.map((ear) => ear.close()));
  });

  test('beats while nothing happens, and ends with its token', async () => {
    const hub = new EventHub(() => nowMs);
    const ear = new Ear(eventStream({ hub, user: 'anna', lastEventId: undefined, lifeMs: 60, heartbeatMs: 5 }));
    expect(await ear.until(':\n\n')).toContain(':\n\n');
    await expect(ear.until('never')).rejects.toThrow('The stream ended');
  });

  test('lets go of a page that does not read', () => {
    const hub = new EventHub(() => nowMs);
    eventStream({ hub, user: 'anna', lastEventId: undefined, lifeMs: 60_000 });
    for (let i = 0; i < 300; i++) hub.publish('anna', 'job.completed', { rid: `r${i}`, status: 'SUCCESS' });
    const free = Array.from({ length: 8 }, () => hub.listen('anna', undefined, () => {}));
    expect(free.every((listener) => listener !== undefined)).toBe(true);
  });

  test('keeps the last hundred events of a player, and says so where one is asked for that is older', () => {
    const hub = new EventHub(() => nowMs);
    for (let i = 0; i < 150; i++) hub.publish('anna', 'job.completed', { rid: `r${i}`, status: 'SUCCESS' });
    const { missed } = hub.listen('anna', nowMs + 100, () => {})!;
    expect(missed?.map(({ data }) => data.rid).at(0)).toBe('r100');
    expect(hub.listen('anna', nowMs + 1, () => {})!.missed).toBeUndefined();
  });
});

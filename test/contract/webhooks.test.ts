import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Records } from '@kinora/service';
import type { Job } from '@kinora/service';
import { deliverEvents } from '../../packages/service/src/animate3d/webhooks/deliver-events.ts';
import type { DeliveryOptions } from '../../packages/service/src/animate3d/webhooks/deliver-events.ts';
import { refusal } from '../support/animate3d-caller.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import type { WebhookReceiver } from '../support/webhook-receiver.ts';

const account = { clientId: '1a2b', clientSecret: '3c4d' };
const HOOK = { url: 'https://hooks.game.example/kinora', events: ['job.completed'] };
const film = new Uint8Array(5000).fill(7);

describe('/webhook_endpoints', () => {
  let app: TestApp;
  let caller: Animate3DCaller;
  beforeEach(async () => {
    app = await openApp({ ...account, outsideHosts: ['*.game.example'] });
    caller = await app.signedIn();
  });
  afterEach(() => app.close());

  const create = async (body: unknown = HOOK): Promise<{ id: string }> =>
    (await (await caller.post('/webhook_endpoints', body)).json()) as { id: string };

  test('update is POST', async () => {
    const { id } = await create();
    const other = { url: 'https://b.game.example/x', events: ['job.completed', 'other'] };
    expect(await (await caller.post(`/webhook_endpoints/${id}`, other)).json()).toEqual({
      id,
      object: 'webhook_endpoint',
      ...other,
    });
    expect(await caller.json(`/webhook_endpoints/${id}`)).toMatchObject(other);
    for (const method of ['PUT', 'PATCH']) {
      expect((await app.request(`/webhook_endpoints/${id}`, { method })).status).toBeGreaterThanOrEqual(400);
    }
  });

  test('unknown event names are kept, and never happen', async () => {
    const { id } = await create({ ...HOOK, events: ['job.begun', 'job.*'] });
    expect(await caller.json(`/webhook_endpoints/${id}`)).toMatchObject({ events: ['job.begun', 'job.*'] });
  });

  test('all are listed, outlive a restart, and are gone when they are deleted', async () => {
    const [a, b] = [await create(), await create()];
    await app.reopen();
    expect(await caller.json('/webhook_endpoints')).toMatchObject({
      count: 2,
      endpoints: [{ id: a.id }, { id: b.id }],
    });
    await caller.delete(`/webhook_endpoints/${a.id}`);
    expect(await refusal(await caller.get(`/webhook_endpoints/${a.id}`))).toBe('404 service/not-found');
    expect(await refusal(await caller.delete(`/webhook_endpoints/${a.id}`))).toBe('404 service/not-found');
    expect(await caller.json('/webhook_endpoints')).toMatchObject({ count: 1 });
  });

  test.each([
    ['no url', { events: [] }, '400 animate3d/protocol'],
    ['no events', { url: HOOK.url }, '400 animate3d/protocol'],
    ['what is no url', { ...HOOK, url: 'hook' }, '400 animate3d/protocol'],
    ['a host that is not on the list', { ...HOOK, url: 'https://elsewhere.example/' }, '400 service/outside-url'],
    ['this machine', { ...HOOK, url: 'http://127.0.0.1:9/' }, '400 service/outside-url'],
    ['a name and a password', { ...HOOK, url: 'https://a:b@x.game.example/' }, '400 service/outside-url'],
  ])('%s is refused', async (_what, body, expected) => {
    expect(await refusal(await caller.post('/webhook_endpoints', body))).toBe(expected);
  });

  test('a session of a player has no part in them', async () => {
    const anna = await app.signedIn('anna');
    expect(await refusal(await anna.get('/webhook_endpoints'))).toBe('403 service/forbidden');
    expect(await refusal(await anna.post('/webhook_endpoints', HOOK))).toBe('403 service/forbidden');
  });
});

describe('job.completed', () => {
  let receiver: WebhookReceiver;
  let app: TestApp | undefined;
  beforeEach(async () => (receiver = await startWebhookReceiver()));
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await receiver.close();
  });

  async function openFor(options: Parameters<typeof openApp>[0] = {}): Promise<Animate3DCaller> {
    app = await openApp({ ...account, trustedOrigins: [receiver.origin], ...options });
    const caller = await app.signedIn();
    await caller.post('/webhook_endpoints', { url: `${receiver.origin}/hook`, events: ['job.completed'] });
    return caller;
  }

  test('is delivered with the client id for a signature, for success and for failure', async () => {
    const caller = await openFor();
    const good = await caller.process(await caller.upload(film));
    const bad = await caller.process(await caller.upload(film), ['formats=fbx']);
    await expect.poll(() => receiver.deliveries).toHaveLength(2);
    expect(receiver.deliveries.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        { eventType: 'job.completed', data: { taskId: good, status: 'success' } },
        { eventType: 'job.completed', data: { taskId: bad, status: 'failure' } },
      ]),
    );
    expect(receiver.deliveries.map(({ headers }) => headers['x-deepmotion-signature'])).toEqual(['1a2b', '1a2b']);
    expect(receiver.deliveries[0]!.headers['content-type']).toBe('application/json');
  });

  test('wrong signature and duplicate delivery, where a test asks for them', async () => {
    const caller = await openFor({ dialect: { webhookSignature: 'spoofed', webhookCopies: 3 } });
    await caller.process(await caller.upload(film));
    await expect.poll(() => receiver.deliveries).toHaveLength(3);
    expect(new Set(receiver.deliveries.map(({ headers }) => headers['x-deepmotion-signature']))).toEqual(
      new Set(['spoofed']),
    );
  });

  test('is not delivered again after a restart', async () => {
    const caller = await openFor();
    const rid = await caller.process(await caller.upload(film));
    await expect.poll(() => app!.house.jobs.get(rid)?.isAnnounced).toBe(true);
    await app!.reopen();
    await app!.reopen();
    expect(receiver.deliveries).toHaveLength(1);
  });
});

describe('deliveries', () => {
  const job = { rid: 'abc', state: 'done' } as Job;
  let receiver: WebhookReceiver;
  afterEach(() => receiver.close());

  /** Delivers to a receiver with these answers. @returns the waits in between. */
  async function deliver(answers: readonly number[], change: Partial<DeliveryOptions> = {}): Promise<number[]> {
    receiver = await startWebhookReceiver(answers);
    const records = Records.inMemory();
    await records.keepWebhook({ id: 'a', url: receiver.origin, events: ['job.completed'] });
    await records.keepWebhook({ id: 'b', url: receiver.origin, events: ['other'] });
    const waits: number[] = [];
    const sleep = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
    const outside = { hosts: [], trustedOrigins: [receiver.origin] };
    const tell = deliverEvents({ records, account, outside, log: () => {}, sleep, ...change });
    await tell(job, new AbortController().signal);
    return waits;
  }

  test('are tried again, later and later, until a 2xx', async () => {
    const waits = await deliver([500, 503, 404, 204]);
    expect(receiver.deliveries).toHaveLength(4);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits).toHaveLength(3);
  });

  test('are given up in the end', async () => {
    await deliver(Array.from({ length: 50 }, () => 500));
    expect(receiver.deliveries).toHaveLength(7);
  });

  test('end at once where the receiver is gone for good', async () => {
    expect(await deliver([410])).toEqual([]);
    expect(receiver.deliveries).toHaveLength(1);
  });

  test('lead nowhere that is no longer allowed, and that is no failure of the job', async () => {
    const waits = await deliver([], { outside: { hosts: [] } });
    expect([receiver.deliveries.length, waits.length]).toEqual([0, 6]);
  });

  test('follow no redirect', async () => {
    await deliver([302]);
    expect(receiver.deliveries).toHaveLength(2);
  });
});

import { createAnimate3dApi } from '@kinora/core/animate3d';
import { readWebhookEvent, readWebhookList } from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';
import { ScriptedAccount } from '../../../../support/scripted-account.ts';

const HOOK = {
  id: 'w1',
  object: 'webhook_endpoint',
  url: 'https://game.test/hook',
  events: ['job.completed'],
} as const;

describe('webhooks', () => {
  test('are created, read, listed, updated and deleted', async () => {
    const service = new ScriptedAccount()
      .on('/webhook_endpoints', HOOK, { count: 1, endpoints: [HOOK] })
      .on('/webhook_endpoints/w1', HOOK, HOOK, { id: 'w1', object: 'webhook_endpoint', deleted: true });
    const { webhooks } = service.open();
    expect(await webhooks.create(HOOK.url)).toEqual(HOOK);
    expect(await webhooks.list()).toEqual([HOOK]);
    expect(await webhooks.get('w1')).toEqual(HOOK);
    expect(await webhooks.update('w1', HOOK.url)).toEqual(HOOK);
    expect(await webhooks.delete('w1')).toBe(true);
    expect(service.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /webhook_endpoints',
      'GET /webhook_endpoints',
      'GET /webhook_endpoints/w1',
      'POST /webhook_endpoints/w1',
      'DELETE /webhook_endpoints/w1',
    ]);
    expect(service.asked[0]!.body).toEqual({ url: HOOK.url, events: ['job.completed'] });
  });

  test('update is POST, and the same again does no harm', async () => {
    const service = new ScriptedAccount().on('/webhook_endpoints/w1', 'lost', HOOK);
    expect(await service.open().webhooks.update('w1', HOOK.url, ['job.completed'])).toEqual(HOOK);
    expect(service.asked.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test('unknown event names are kept', () => {
    const endpoints = [{ ...HOOK, events: ['job.completed', 'job.progress.v2'] }];
    expect(readWebhookList({ endpoints }).endpoints[0]!.events).toEqual(['job.completed', 'job.progress.v2']);
    expect(readWebhookEvent({ eventType: 'model.ready', data: { modelId: 'm' } })).toEqual({
      eventType: 'model.ready',
      data: { modelId: 'm' },
    });
  });

  test('are not exposed to pages', async () => {
    const api = createAnimate3dApi({ gateway: 'https://game.test/kinora' });
    await expect(api.webhooks.list()).rejects.toMatchObject({ code: 'animate3d/unsupported' });
  });

  test('an event tells its job and its end, in whatever case', () => {
    const event = { eventType: 'job.completed', data: { taskId: 'r1', status: 'SUCCESS' } };
    expect(readWebhookEvent(event).data).toEqual({ taskId: 'r1', status: 'success' });
  });
});

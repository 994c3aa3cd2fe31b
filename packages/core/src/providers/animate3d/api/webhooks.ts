import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { JOB_COMPLETED, readDeletedWebhook, readWebhookEndpoint, readWebhookList } from '../wire/webhooks.ts';
import type { WebhookEndpoint } from '../wire/webhooks.ts';
import { assertDirect } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import type { CallOptions } from './transport/transport.ts';

/** Who is told of jobs that end. The account's own: `animate3d/unsupported` behind a gateway. */
export interface WebhooksApi {
  /** `POST /webhook_endpoints`. @param events - default: `job.completed`, the only one that is documented. */
  create(url: string, events?: readonly string[], options?: CallOptions): Promise<WebhookEndpoint>;
  /** `GET /webhook_endpoints/<id>` */
  get(id: string, options?: CallOptions): Promise<WebhookEndpoint>;
  /** `GET /webhook_endpoints` */
  list(options?: CallOptions): Promise<readonly WebhookEndpoint[]>;
  /** `POST /webhook_endpoints/<id>`: an update is a POST too. */
  update(id: string, url: string, events?: readonly string[], options?: CallOptions): Promise<WebhookEndpoint>;
  /** `DELETE /webhook_endpoints/<id>`. @returns false where there was none. */
  delete(id: string, options?: CallOptions): Promise<boolean>;
}

const EVENTS: readonly string[] = [JOB_COMPLETED];

export function webhooksApi(endpoints: Endpoints): WebhooksApi {
  const root = ANIMATE3D_PATHS.webhookEndpoints;
  const call = <T>(what: string, more: Omit<Parameters<typeof endpoints.transport.call<T>>[0], 'what'>): Promise<T> => {
    assertDirect(endpoints, what);
    return endpoints.transport.call({ what, ...more });
  };
  return {
    create: async (url, events = EVENTS, { signal } = {}) =>
      call('create a webhook', {
        path: root,
        method: 'POST',
        body: { url, events },
        parse: readWebhookEndpoint,
        signal,
      }),
    get: async (id, { signal } = {}) =>
      call('read a webhook', { path: `${root}/${encodeURIComponent(id)}`, parse: readWebhookEndpoint, signal }),
    list: async ({ signal } = {}) =>
      (await call('list the webhooks', { path: root, parse: readWebhookList, signal })).endpoints,
    update: async (id, url, events = EVENTS, { signal } = {}) =>
      call('update a webhook', {
        path: `${root}/${encodeURIComponent(id)}`,
        method: 'POST',
        body: { url, events },
        repeatable: true, // It says the same again.
        parse: readWebhookEndpoint,
        signal,
      }),
    delete: async (id, { signal } = {}) =>
      (
        await call('delete a webhook', {
          path: `${root}/${encodeURIComponent(id)}`,
          method: 'DELETE',
          parse: readDeletedWebhook,
          signal,
        })
      ).deleted,
  };
}

import { ANIMATE3D_PATHS, readWebhookRequest } from '@kinora/core/protocol';
import type { DeletedWebhook, WebhookEndpoint, WebhookList, WebhookRequest } from '@kinora/core/protocol';
import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { readOutsideUrl } from '../../http/outside-url.ts';
import { badRequest, forbidden, notFound } from '../../http/refusal.ts';
import type { StoredWebhook } from '../../records/records.ts';
import { newId } from '../uploads/offer-upload.ts';

const MAX_WEBHOOKS = 20;

/**
 * `/webhook_endpoints`: where the account is told of events. It is the account's own business: a session of a player has
 * no part in it. Names of events that are not known are kept, and never happen.
 */
export function webhookRoutes(house: House, admit: (context: Context) => Caller): Hono {
  const routes = new Hono();
  const path = ANIMATE3D_PATHS.webhookEndpoints;
  const { records } = house;
  routes.use(`${path}/*`, forTheAccount(admit));
  routes.get(path, (context) => {
    const endpoints = records.webhooks().map(endpointOf);
    return context.json({ count: endpoints.length, endpoints } satisfies WebhookList);
  });
  routes.post(path, async (context) => {
    const request = await readRequest(house, context);
    if (records.webhooks().length >= MAX_WEBHOOKS) throw badRequest(`There are ${MAX_WEBHOOKS} webhooks already`);
    return keep(house, context, { id: newId(), ...request });
  });
  routes.get(`${path}/:id`, (context) => context.json(endpointOf(webhookAt(house, context))));
  // The documents update by POST.
  routes.post(`${path}/:id`, async (context) => {
    const { id } = webhookAt(house, context);
    return keep(house, context, { id, ...(await readRequest(house, context)) });
  });
  routes.delete(`${path}/:id`, async (context) => {
    const { id } = webhookAt(house, context);
    await records.dropWebhook(id);
    return context.json({ id, object: 'webhook_endpoint', deleted: true } satisfies DeletedWebhook);
  });
  return routes;
}

function forTheAccount(admit: (context: Context) => Caller): MiddlewareHandler {
  return async (context, next) => {
    if (admit(context).user !== undefined) {
      throw forbidden('Webhooks are the account’s: open a session without x-useruid');
    }
    await next();
  };
}

async function keep({ records }: House, context: Context, webhook: StoredWebhook): Promise<Response> {
  await records.keepWebhook(webhook);
  return context.json(endpointOf(webhook));
}

/** @throws `service/outside-url` for a URL to which nothing would be delivered. */
async function readRequest(house: House, context: Context): Promise<WebhookRequest> {
  const { url, events } = readWebhookRequest(await readJsonBody(context));
  readOutsideUrl(url, { hosts: [], ...house.outside });
  return { url, events };
}

function webhookAt({ records }: House, context: Context): StoredWebhook {
  const webhook = records.webhook(context.req.param('id') ?? '');
  if (!webhook) throw notFound('such webhook');
  return webhook;
}

function endpointOf({ id, url, events }: StoredWebhook): WebhookEndpoint {
  return { id, object: 'webhook_endpoint', url, events };
}

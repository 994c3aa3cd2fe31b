import { WEBHOOK_SIGNATURE_HEADER } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { readJsonBody } from '../../http/json-body.ts';
import { admit } from '../admit.ts';
import { eventStream } from '../events/event-stream.ts';
import type { Gateway } from '../gateway.ts';

const MAX_EVENT_BYTES = 16_384;

/** `GET /events`: the end of the player's jobs, as `text/event-stream`. It ends with the token. */
export function sendEvents(gateway: Gateway, context: Context): Response {
  const { user, tokenExpiresMs } = admit(gateway, context, 'read');
  const stream = eventStream({
    hub: gateway.hub,
    user,
    lastEventId: context.req.header('Last-Event-ID'),
    lifeMs: Math.max(1000, tokenExpiresMs - gateway.now()),
  });
  // `X-Accel-Buffering`: nginx holds events back otherwise.
  const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };
  return new Response(stream, { headers });
}

/** `POST /webhook`: where the account says that a job has ended. */
export async function receiveWebhook(gateway: Gateway, context: Context): Promise<Response> {
  gateway.webhooks.assertSigned(context.req.header(WEBHOOK_SIGNATURE_HEADER));
  gateway.webhooks.receive(await readJsonBody(context, { maxBytes: MAX_EVENT_BYTES }));
  return context.body(null, 204);
}

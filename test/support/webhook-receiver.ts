import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { readWebhookEvent } from '@kinora/core/protocol';
import type { WebhookEvent } from '@kinora/core/protocol';

export interface Delivery {
  readonly event: WebhookEvent;
  readonly headers: IncomingHttpHeaders;
}

/** A game's server that is told of events. */
export interface WebhookReceiver {
  readonly origin: string;
  readonly deliveries: readonly Delivery[];
  close(): Promise<void>;
}

/** @param answers - statuses of its first answers; then 200. */
export async function startWebhookReceiver(answers: readonly number[] = []): Promise<WebhookReceiver> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      response.writeHead(answers[deliveries.length] ?? 200).end();
      deliveries.push({ event: readWebhookEvent(body), headers: request.headers });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

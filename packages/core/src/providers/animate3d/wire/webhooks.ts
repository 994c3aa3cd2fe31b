import * as v from 'valibot';
import { id, list, listUnder, object, read, text, url } from './schema.ts';

/** The body of `POST /webhook_endpoints` and of `POST /webhook_endpoints/<id>`, which updates. */
export interface WebhookRequest {
  readonly url: string;
  /** Names of events. `job.completed` is the only one that the documents know. */
  readonly events: readonly string[];
}

export interface WebhookEndpoint extends WebhookRequest {
  readonly id: string;
  readonly object: 'webhook_endpoint';
}

/** The answer of `GET /webhook_endpoints`. */
export interface WebhookList {
  readonly count: number;
  readonly endpoints: readonly WebhookEndpoint[];
}

/** The answer of `DELETE /webhook_endpoints/<id>`. */
export interface DeletedWebhook {
  readonly id: string;
  readonly object: 'webhook_endpoint';
  readonly deleted: boolean;
}

/** The header of a delivery. It holds the client id in clear: whoever knows that can send one. */
export const WEBHOOK_SIGNATURE_HEADER = 'X-DeepMotion-Signature';

/** The only event that the documents know. */
export const JOB_COMPLETED = 'job.completed';

/** What is delivered to a webhook: a hint and no proof. Whether a job has ended its status says. */
export interface WebhookEvent {
  readonly eventType: string;
  readonly data: {
    /** The rid of the job, in `job.completed`. */
    readonly taskId?: string;
    /** Lower case: `success` or `failure`. */
    readonly status?: string;
  };
}

export function readWebhookRequest(value: unknown): WebhookRequest {
  return read(webhookRequest, value, 'the description of a webhook');
}

export function readWebhookEndpoint(value: unknown): WebhookEndpoint {
  return read(webhookEndpoint, value, 'a webhook');
}

export function readWebhookList(value: unknown): WebhookList {
  const endpoints = read(webhookList, value, 'the list of webhooks');
  return { count: endpoints.length, endpoints };
}

export function readDeletedWebhook(value: unknown): DeletedWebhook {
  return read(deletedWebhook, value, 'the answer to a deletion');
}

export function readWebhookEvent(value: unknown): WebhookEvent {
  return read(webhookEvent, value, 'the event of a webhook');
}

const MAX_EVENTS = 100;

const entries = {
  url,
  events: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[\w.*-]{1,100}$/, 'the name of an event'))),
    v.maxLength(MAX_EVENTS),
  ),
};
const kind = v.optional(v.literal('webhook_endpoint'), 'webhook_endpoint');

const webhookRequest = object(entries);

const webhookEndpoint = object({ id, object: kind, url, events: v.optional(list(text), () => []) });

const webhookList = listUnder(['endpoints', 'list'], webhookEndpoint);

const deletedWebhook = object({ id, object: kind, deleted: v.boolean() });

const webhookEvent = object({
  eventType: text,
  data: v.optional(
    object({
      taskId: v.exactOptional(id),
      status: v.exactOptional(
        v.pipe(
          text,
          v.transform((word) => word.toLowerCase()),
        ),
      ),
    }),
    {},
  ),
});

import { isKinoraError, JOB_COMPLETED, WEBHOOK_SIGNATURE_HEADER } from '@kinora/core/protocol';
import type { WebhookEvent } from '@kinora/core/protocol';
import type { House } from '../../house.ts';
import { fetchOutside } from '../../http/fetch-outside.ts';
import type { Job } from '../../jobs/job.ts';
import type { StoredWebhook } from '../../records/records.ts';
import { DOCUMENTED } from '../dialect.ts';

/** Waits between the attempts to deliver one event: it is given up after the last one, half a day after the first. */
const PAUSES_MS: readonly number[] = [1000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000];
/** A receiver has to answer in this time, and may do its work afterwards. */
const ANSWER_MS = 10_000;

export type DeliveryOptions = Pick<House, 'records' | 'account' | 'outside' | 'dialect' | 'log'> & {
  /** Resolves after so long, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * Delivers `job.completed` to all webhooks that asked for it: any 2xx confirms, 410 means never again, all else is tried
 * again. The signature is the client id in clear, as the documents have it: a receiver confirms an event by `/status`.
 *
 * @returns what a queue calls when a job has ended; it resolves when all are told or given up.
 */
export function deliverEvents(options: DeliveryOptions): (job: Job, signal: AbortSignal) => Promise<void> {
  return async (job, signal) => {
    const listening = options.records.webhooks().filter(({ events }) => events.includes(JOB_COMPLETED));
    await Promise.all(listening.map((webhook) => deliver(options, webhook, eventOf(job), signal)));
  };
}

async function deliver(
  options: DeliveryOptions,
  { id }: StoredWebhook,
  event: WebhookEvent,
  signal: AbortSignal,
): Promise<void> {
  const { webhookCopies } = { ...DOCUMENTED, ...options.dialect };
  for (let copies = 0, attempt = 0; copies < webhookCopies && !signal.aborted;) {
    // It may have been changed, or deleted, since the last attempt.
    const webhook = options.records.webhook(id);
    if (!webhook) return;
    const status = await post(options, webhook, event, signal);
    if (status === 410) return;
    if (status >= 200 && status < 300) {
      copies++;
      continue;
    }
    options.log(`webhook: an event was answered by ${status || 'nobody'}`);
    const pause = PAUSES_MS[attempt++];
    if (pause === undefined) return;
    await options.sleep(pause, signal).catch(() => {}); // Only an abort ends it early: the loop sees it.
  }
}

/** @returns the status of the answer; 0 where there was none. */
async function post(
  { account, outside, dialect }: DeliveryOptions,
  { url }: StoredWebhook,
  event: WebhookEvent,
  signal: AbortSignal,
): Promise<number> {
  try {
    const response = await fetchOutside(url, {
      hosts: [],
      ...outside,
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        [WEBHOOK_SIGNATURE_HEADER]: dialect?.webhookSignature ?? account?.clientId ?? '',
      },
      body: new Blob([JSON.stringify(event)]).stream(),
      timeoutMs: ANSWER_MS,
      signal,
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    // A host that cannot be reached, or may no longer be gone to; anything else is a fault of our own.
    if (signal.aborted || (isKinoraError(error) && error.code.startsWith('service/outside'))) return 0;
    throw error;
  }
}

function eventOf({ rid, state }: Job): WebhookEvent {
  return { eventType: JOB_COMPLETED, data: { taskId: rid, status: state === 'done' ? 'success' : 'failure' } };
}

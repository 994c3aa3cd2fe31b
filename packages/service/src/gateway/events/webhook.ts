import { isKinoraError, JOB_COMPLETED, KinoraError, readWebhookEvent } from '@kinora/core/protocol';
import { sameSecret } from '../../http/signer.ts';
import type { Records } from '../records/records.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { EventHub } from './event-hub.ts';

export interface WebhookReceiverOptions {
  readonly hub: EventHub;
  readonly records: Records;
  readonly upstream: Upstream;
  /** What the account signs with: its client id, in clear. Undefined: nothing is delivered here. */
  readonly clientId: string | undefined;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** A job is asked for at most so often: whoever knows the client id can send events. Default 2000 ms. */
  readonly pauseMs?: number;
}

/** An event may be here before the answer that names its job. */
const EARLY_MS = 60_000;
const MAX_KNOWN = 10_000;

/**
 * Hears from the account that a job has ended. An event proves nothing, since its "signature" is no secret: the account is
 * asked whether it is so, and only then the player hears of it, once.
 */
export class WebhookReceiver {
  readonly #options: WebhookReceiverOptions;
  /** What was told of a job, `rid` → the status. */
  readonly #told = new Map<string, string>();
  readonly #askedMs = new Map<string, number>();
  readonly #early = new Map<string, number>();
  readonly #later = new Set<string>();

  constructor(options: WebhookReceiverOptions) {
    this.#options = options;
  }

  /** @throws `service/not-signed-in` for a signature that is not the client id. */
  assertSigned(signature: string | undefined): void {
    const { clientId } = this.#options;
    if (clientId === undefined || !sameSecret(signature ?? '', clientId)) throw notSigned();
  }

  /**
   * Takes one delivery, and goes after it by itself: whoever delivers waits for nothing.
   *
   * @throws `animate3d/protocol` for what is no event.
   */
  receive(body: unknown): void {
    const { eventType, data } = readWebhookEvent(body);
    if (eventType === JOB_COMPLETED && data.taskId !== undefined) void this.heard(data.taskId);
  }

  /** A job has begun, or begun anew: what was told of it before is over, and an early event of it counts now. */
  async begun(rid: string): Promise<void> {
    this.#told.delete(rid);
    this.#askedMs.delete(rid);
    const earlyMs = this.#early.get(rid);
    this.#early.delete(rid);
    if (earlyMs !== undefined && earlyMs + EARLY_MS > this.#options.now()) await this.heard(rid);
  }

  /** Somebody says that a job has ended. Resolves when that is settled. */
  async heard(rid: string): Promise<void> {
    const { records, now, log, pauseMs = 2000 } = this.#options;
    const job = records.job(rid);
    if (!job) return remember(this.#early, rid, now());
    if (this.#told.has(rid)) return;
    const waitMs = (this.#askedMs.get(rid) ?? Number.NEGATIVE_INFINITY) + pauseMs - now();
    if (waitMs > 0) return this.#hearLater(rid, waitMs);
    remember(this.#askedMs, rid, now());
    try {
      await this.#ask(rid, job.user);
    } catch (error) {
      // The page polls as well: an event that is lost costs it some seconds.
      log(`webhook: a job could not be confirmed (${isKinoraError(error) ? error.code : 'failed'})`);
      this.#askedMs.delete(rid);
    }
  }

  /** The event may be the true one behind a false one: it is not dropped. */
  #hearLater(rid: string, waitMs: number): void {
    if (this.#later.has(rid)) return;
    const timer = setTimeout(() => {
      this.#later.delete(rid);
      void this.heard(rid);
    }, waitMs);
    this.#later.add(rid);
    timer.unref();
  }

  async #ask(rid: string, user: string): Promise<void> {
    const { upstream, hub } = this.#options;
    const jobs = await upstream.status([rid], { user, origin: 'http://localhost' });
    const status = jobs.find((job) => job.rid === rid)?.status;
    // Two events may have asked at once.
    if ((status !== 'SUCCESS' && status !== 'FAILURE') || this.#told.get(rid) === status) return;
    remember(this.#told, rid, status);
    hub.publish(user, JOB_COMPLETED, { rid, status });
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_KNOWN && oldest !== undefined) map.delete(oldest);
}

function notSigned(): KinoraError {
  return new KinoraError('service/not-signed-in', 'The event carries no signature of the account');
}

import type { KinoraError } from '../../../../errors.ts';
import type { RetryPolicy } from '../../../../http/retry.ts';

/** What every call takes. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One call of an endpoint, whoever carries it. */
export interface ApiCall<T> extends CallOptions {
  /** What could not be done where it fails, in an error's words: `start the job`. */
  readonly what: string;
  /** Below the host, with its query. */
  readonly path: string;
  readonly parse: (value: unknown) => T;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: object;
  /** Makes a repeat harmless, where the other side knows of it: our gateway does, the service does not. */
  readonly idempotencyKey?: string | undefined;
  /** True where a repeat does no harm though the verb does not tell. */
  readonly repeatable?: boolean;
}

/** How calls get to the service: through a gateway by tokens, or directly by a session. */
export interface Transport {
  /** What lies only in the account's own reach is not behind a gateway. */
  readonly kind: 'gateway' | 'direct';
  /** @throws `http/…` and `animate3d/quota` with a class in `details`; `animate3d/protocol`; the signal's reason. */
  call<T>(call: ApiCall<T>): Promise<T>;
}

export interface TransportOptions {
  /** How long a call is repeated. Default: for a person who waits, at most 15 s. */
  readonly retry?: RetryPolicy | undefined;
  /** Hears of each failure that is followed by another attempt. */
  readonly onRetry?: ((error: KinoraError, waitMs: number) => void) | undefined;
}

import { isKinoraError } from '../../../../errors.ts';
import type { Clock } from '../../../../http/clock.ts';
import { readEvents } from '../../../../http/event-stream.ts';
import type { ServerEvent } from '../../../../http/event-stream.ts';
import { jsonOf } from '../../../../http/read-json.ts';
import { BRIEF, ONCE } from '../../../../http/retry.ts';
import type { Send } from '../../../../http/send.ts';
import { requestError } from '../../errors.ts';
import { readGatewayToken } from '../../wire/session.ts';
import type { GatewayToken } from '../../wire/session.ts';
import { Tokens } from './tokens.ts';
import type { ApiCall, Transport, TransportOptions } from './transport.ts';
import { waitFor } from './wait-for.ts';

export interface GatewayTransportOptions extends TransportOptions {
  /** Absolute. */
  readonly gateway: string;
  readonly send: Send;
  readonly clock: Clock;
  /** The page's own way to a token. Default: `POST {gateway}/token`. */
  readonly getToken?: (() => Promise<GatewayToken>) | undefined;
}

/** What is said of jobs, as it comes. */
interface Listening {
  readonly path: string;
  /** Of the event that was heard last. */
  readonly lastId: string | undefined;
  readonly hear: (event: ServerEvent) => void;
  readonly signal: AbortSignal;
}

/** Calls through a gateway: a short-lived token goes along, and a refused one is renewed once. */
export class GatewayTransport implements Transport {
  readonly kind = 'gateway';
  readonly #url: string;
  readonly #options: GatewayTransportOptions;
  readonly #tokens: Tokens;

  constructor(options: GatewayTransportOptions) {
    this.#options = options;
    this.#url = options.gateway.replace(/\/+$/, '');
    this.#tokens = new Tokens({
      clock: options.clock,
      getToken: async () => readGatewayToken(await (options.getToken ?? (() => this.#askToken()))()),
    });
  }

  async call<T>(call: ApiCall<T>): Promise<T> {
    try {
      return await this.#callTwice(call);
    } catch (error) {
      throw requestError(error);
    }
  }

  /** Hears what the gateway says by itself, until it ends. Nothing is repeated: who listens comes back by itself. */
  listen({ path, lastId, hear, signal }: Listening): Promise<void> {
    const listenWith = (token: string): Promise<void> =>
      this.#options.send({
        what: 'hear of jobs',
        url: `${this.#url}/v1${path}`,
        headers: { ...bearer(token), ...(lastId !== undefined && { 'Last-Event-ID': lastId }) },
        retry: ONCE,
        signal,
        read: async (response, { alive }) => {
          for await (const event of readEvents(response, alive)) hear(event);
        },
      });
    return this.#withToken(listenWith, signal);
  }

  #callTwice<T>(call: ApiCall<T>): Promise<T> {
    return this.#withToken((token) => this.#callWith(token, call), call.signal);
  }

  async #withToken<T>(work: (token: string) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const token = await waitFor(this.#tokens.get(), signal);
    try {
      return await work(token);
    } catch (error) {
      if (!isKinoraError(error) || error.code !== 'http/unauthorized') throw error;
      await this.#tokens.refuse(token);
      return await work(await waitFor(this.#tokens.get(), signal));
    }
  }

  #callWith<T>(token: string, call: ApiCall<T>): Promise<T> {
    const { what, path, parse, method = 'GET', body, idempotencyKey, repeatable = false, signal } = call;
    const { send, retry = BRIEF, onRetry } = this.#options;
    return send({
      what,
      url: `${this.#url}/v1${path}`,
      method,
      headers: {
        ...bearer(token),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      repeatable,
      retry,
      signal,
      onRetry,
      read: jsonOf(parse),
    });
  }

  /** The game's own cookies go along, where the gateway is of the page's origin: they say who the player is. */
  #askToken(): Promise<GatewayToken> {
    const { send, retry = BRIEF, onRetry } = this.#options;
    return send({
      what: 'get a token of the gateway',
      url: `${this.#url}/token`,
      method: 'POST',
      credentials: 'same-origin',
      repeatable: true, // A token that nobody uses does no harm.
      retry,
      onRetry,
      read: jsonOf(readGatewayToken),
    });
  }
}

function bearer(token: string): { readonly Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

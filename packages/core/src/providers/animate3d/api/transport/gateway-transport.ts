import { isKinoraError } from '../../../../errors.ts';
import type { Clock } from '../../../../http/clock.ts';
import { jsonOf } from '../../../../http/read-json.ts';
import { BRIEF } from '../../../../http/retry.ts';
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

  async #callTwice<T>(call: ApiCall<T>): Promise<T> {
    const token = await waitFor(this.#tokens.get(), call.signal);
    try {
      return await this.#callWith(token, call);
    } catch (error) {
      if (!isKinoraError(error) || error.code !== 'http/unauthorized') throw error;
      await this.#tokens.refuse(token);
      return await this.#callWith(await waitFor(this.#tokens.get(), call.signal), call);
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
        Authorization: `Bearer ${token}`,
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

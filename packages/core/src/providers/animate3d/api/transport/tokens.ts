import type { Clock } from '../../../../http/clock.ts';
import type { GatewayToken } from '../../wire/session.ts';

export interface TokensOptions {
  readonly clock: Clock;
  readonly getToken: () => Promise<GatewayToken>;
}

/** A token is renewed so long before its end, or after four fifths of a short life. */
const SKEW_MS = 60_000;

/** The gateway's short-lived token: asked for once however many want it, and again before it ends. */
export class Tokens {
  readonly #options: TokensOptions;
  #current: Promise<GatewayToken> | undefined;
  #renewAtMs = 0;

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  async get(): Promise<string> {
    const { clock } = this.#options;
    if (this.#current === undefined || clock.now() >= this.#renewAtMs) this.#current = this.#ask();
    return (await this.#current).token;
  }

  /** Does away with a token that was refused; one that has been renewed meanwhile stays. */
  async refuse(token: string): Promise<void> {
    const current = this.#current;
    const known = await current?.catch(() => undefined); // One that could not be had is forgotten by `#ask`.
    if (known?.token === token && this.#current === current) this.#current = undefined;
  }

  async #ask(): Promise<GatewayToken> {
    this.#renewAtMs = Number.POSITIVE_INFINITY; // Nobody else asks while we do.
    try {
      const token = await this.#options.getToken();
      const lifeMs = token.expiresInSeconds * 1000;
      this.#renewAtMs = this.#options.clock.now() + Math.max(lifeMs - SKEW_MS, lifeMs * 0.8);
      return token;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }
}

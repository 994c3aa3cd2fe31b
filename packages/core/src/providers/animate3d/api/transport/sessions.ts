import type { Clock } from '../../../../http/clock.ts';

/** A session with the service. */
export interface Session {
  /** As it came, still percent-encoded. Undefined on a page, which may not read it: the browser keeps it. */
  readonly cookie: string | undefined;
  /** Undefined where the service does not say it, or what it says cannot be. */
  readonly lifeMs: number | undefined;
}

export interface SessionsOptions {
  readonly clock: Clock;
  readonly logIn: () => Promise<Session>;
}

/** A session is renewed so long before its end, or after four fifths of a short life. */
const SKEW_MS = 60_000;
/** A new session that is refused is not the session's fault: so long nobody logs in again. */
const YOUNG_MS = 30_000;

/** The session with the service: one login serves all who wait for it, and refusals cannot make a loop of logins. */
export class Sessions {
  readonly #options: SessionsOptions;
  #current: Promise<Session> | undefined;
  #openedAtMs = 0;
  #renewAtMs = 0;
  #isProven = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get(): Promise<Session> {
    if (this.#current === undefined || this.#options.clock.now() >= this.#renewAtMs) this.#current = this.#logIn();
    return this.#current;
  }

  /** A call was answered: the session is taken. */
  async prove(session: Session): Promise<void> {
    if ((await this.#known()) === session) this.#isProven = true;
  }

  /**
   * A call was refused.
   *
   * @returns true where another session may help: this one has been renewed meanwhile, or it is given up now.
   */
  async refuse(session: Session): Promise<boolean> {
    const current = this.#current;
    if (current === undefined || (await this.#known()) !== session) return true;
    const isYoung = this.#options.clock.now() - this.#openedAtMs < YOUNG_MS;
    if (!this.#isProven && isYoung) return false;
    if (this.#current === current) this.#current = undefined;
    return true;
  }

  /** A login that failed is forgotten by `#logIn`. */
  async #known(): Promise<Session | undefined> {
    return this.#current?.catch(() => undefined);
  }

  async #logIn(): Promise<Session> {
    this.#renewAtMs = Number.POSITIVE_INFINITY; // Nobody else logs in while we do.
    this.#isProven = false;
    try {
      const session = await this.#options.logIn();
      const { lifeMs = Number.POSITIVE_INFINITY } = session;
      this.#openedAtMs = this.#options.clock.now();
      this.#renewAtMs = this.#openedAtMs + Math.max(lifeMs - SKEW_MS, lifeMs * 0.8);
      return session;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }
}

import { isKinoraError, KinoraError } from '../../../../errors.ts';
import type { Clock } from '../../../../http/clock.ts';
import { jsonOf } from '../../../../http/read-json.ts';
import { BRIEF } from '../../../../http/retry.ts';
import type { Send } from '../../../../http/send.ts';
import { requestError } from '../../errors.ts';
import { ANIMATE3D_PATHS } from '../../wire/paths.ts';
import { readSetSession, SESSION_COOKIE, USER_HEADER, writeBasicAuthorization } from '../../wire/session.ts';
import type { Credentials } from '../../wire/session.ts';
import { Sessions } from './sessions.ts';
import type { Session } from './sessions.ts';
import type { ApiCall, Transport, TransportOptions } from './transport.ts';
import { waitFor } from './wait-for.ts';

export interface DirectTransportOptions extends TransportOptions, Credentials {
  /** Absolute. */
  readonly host: string;
  /** Binds the session to one player: their characters are theirs alone. */
  readonly userUid?: string | undefined;
  readonly send: Send;
  readonly clock: Clock;
}

/** Calls to the service itself: Basic credentials become a session, whose cookie goes along with every call. */
export class DirectTransport implements Transport {
  readonly kind = 'direct';
  readonly #url: string;
  readonly #options: DirectTransportOptions;
  readonly #sessions: Sessions;

  constructor(options: DirectTransportOptions) {
    const { userUid } = options;
    if (userUid !== undefined && !/^[\x21-\x7e]{1,256}$/.test(userUid)) {
      throw new KinoraError('animate3d/parameter', 'The userUid has to be 1 to 256 letters of ASCII, without spaces');
    }
    this.#options = options;
    this.#url = options.host.replace(/\/+$/, '');
    this.#sessions = new Sessions({ clock: options.clock, logIn: () => this.#logIn() });
  }

  async call<T>(call: ApiCall<T>): Promise<T> {
    try {
      return await this.#callTwice(call);
    } catch (error) {
      throw requestError(error);
    }
  }

  async #callTwice<T>(call: ApiCall<T>): Promise<T> {
    const session = await waitFor(this.#sessions.get(), call.signal);
    try {
      const value = await this.#callWith(session, call);
      await this.#sessions.prove(session);
      return value;
    } catch (error) {
      if (!isRefusal(error) || !(await this.#sessions.refuse(session))) throw error;
      return await this.#callWith(await waitFor(this.#sessions.get(), call.signal), call);
    }
  }

  #callWith<T>(session: Session, call: ApiCall<T>): Promise<T> {
    const { what, path, parse, method = 'GET', body, repeatable = false, signal } = call;
    const { send, retry = BRIEF, onRetry } = this.#options;
    return send({
      what,
      url: `${this.#url}${path}`,
      method,
      headers: {
        // On a page this header is the browser's own, which takes the cookie that it keeps.
        ...(session.cookie !== undefined && { Cookie: `${SESSION_COOKIE}=${session.cookie}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: 'include',
      repeatable,
      retry,
      signal,
      onRetry,
      read: (response, attempt) => {
        if (isLoginPage(response)) throw sessionEnded(what, this.#url);
        return jsonOf(parse)(response, attempt);
      },
    });
  }

  /** No caller's signal ends a login: others wait for it too. */
  #logIn(): Promise<Session> {
    const { send, clock, retry = BRIEF, onRetry, userUid } = this.#options;
    return send({
      what: 'log in',
      url: `${this.#url}${ANIMATE3D_PATHS.auth}`,
      headers: {
        Authorization: writeBasicAuthorization(this.#options),
        ...(userUid !== undefined && { [USER_HEADER]: userUid }),
      },
      credentials: 'include',
      retry,
      onRetry,
      read: async ({ body, headers }) => {
        await body?.cancel();
        return readSetSession(headers, clock.now());
      },
    });
  }
}

/** Where `fetch` followed a redirect, and found something for a person: the service has sent it there to log in. */
function isLoginPage({ redirected, headers }: Response): boolean {
  return redirected && !(headers.get('Content-Type') ?? '').includes('json');
}

function sessionEnded(what: string, url: string): KinoraError {
  const { host } = new URL(url);
  return new KinoraError('http/unauthorized', `Cannot ${what}: ${host} leads to a page to log in`, {
    details: { host },
  });
}

/** The documents do not say how an expired session is answered: by either of the two. */
function isRefusal(error: unknown): boolean {
  return isKinoraError(error) && (error.code === 'http/unauthorized' || error.code === 'http/forbidden');
}

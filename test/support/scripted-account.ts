import { createAnimate3dApi } from '@kinora/core/animate3d';
import type { Animate3dApi, DirectOptions } from '@kinora/core/animate3d';
import { VirtualClock } from './virtual-clock.ts';

/** A request as a script sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Parsed, where it is JSON. */
  readonly body: unknown;
}

/** An answer, or what makes one. `lost`: the connection breaks. */
export type Reply = object | 'lost' | ((asked: Asked) => Response | Reply);

/** The keys of the account: a test may look for them where they must not be. */
export const ACCOUNT = { clientId: '1a2b', clientSecret: 'ge:heim-ключ' } as const;

/**
 * Animate 3D for one account without a socket: it logs in by Basic, minds its sessions, and says to each path what a test
 * wrote. It is no model of the real service: the embedded one is, and has tests of its own.
 */
export class ScriptedAccount {
  readonly clock: VirtualClock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
  /** Every request but logins. */
  readonly asked: Asked[] = [];
  readonly logins: Asked[] = [];
  /** Sessions that are taken. A test forgets them to have them refused. */
  readonly sessions = new Set<string>();
  /** How a session that is not taken is refused. */
  refusal = 401;
  /** Attributes of the session's cookie. */
  attributes = 'Domain=.deepmotion.com; Path=/; HttpOnly';
  readonly #script = new Map<string, Reply[]>();

  /** What a path answers, one after the other, the last for ever. A path that ends in `/` stands for all below it. */
  on(path: string, ...replies: readonly Reply[]): this {
    this.#script.set(path, [...replies]);
    return this;
  }

  open(options: Partial<DirectOptions> = {}): Animate3dApi {
    return createAnimate3dApi(
      { host: 'https://animate3d.test', ...ACCOUNT, ...options },
      { fetch: (url, init) => this.fetch(url, init), clock: this.clock, random: () => 0.5 },
    );
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    init.signal?.throwIfAborted();
    const { pathname, searchParams } = new URL(url);
    const asked: Asked = {
      method: init.method ?? 'GET',
      path: pathname,
      query: searchParams,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body,
    };
    await Promise.resolve();
    if (pathname === '/session/auth') return this.#logIn(asked);
    this.asked.push(asked);
    const isOurs = url.startsWith('https://animate3d.test/');
    const cookie = /^dmsess=(.*)$/.exec(asked.headers.get('Cookie') ?? '')?.[1] ?? '';
    if (isOurs && !this.sessions.has(cookie)) return json({ message: 'no session' }, this.refusal);
    return this.#say(asked);
  }

  #logIn(asked: Asked): Response {
    this.logins.push(asked);
    const special = this.#script.get('/session/auth');
    if (special) return this.#say(asked);
    const cookie = `s%3A${this.logins.length}.sig%2Fna%2Bture`;
    this.sessions.add(cookie);
    const headers = {
      'Set-Cookie': `dmsess=${cookie}; ${this.attributes}`,
      Date: new Date(this.clock.now()).toUTCString(),
    };
    return new Response('', { headers });
  }

  #say(asked: Asked): Response {
    const key = [...this.#script.keys()].find(
      (path) => path === asked.path || (path.endsWith('/') && asked.path.startsWith(path)),
    );
    const replies = key === undefined ? undefined : this.#script.get(key);
    if (!replies) return json({ message: 'nobody wrote an answer' }, 404);
    return said(replies.length > 1 ? replies.shift()! : replies[0]!, asked);
  }
}

function said(reply: Reply | Response, asked: Asked): Response {
  if (reply instanceof Response) return reply;
  if (typeof reply === 'function') return said((reply as (asked: Asked) => Reply)(asked), asked);
  if (reply === 'lost') throw new TypeError('fetch failed');
  return json(reply);
}

/** An answer in JSON with another status or more headers. */
export function answer(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return () => json(value, status, headers);
}

/** An answer that is no JSON. */
export function plain(
  body: string | Uint8Array<ArrayBuffer>,
  status = 200,
  headers: Record<string, string> = {},
): Reply {
  return () => new Response(body, { status, headers });
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

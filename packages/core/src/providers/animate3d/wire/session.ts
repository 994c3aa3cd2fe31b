import * as v from 'valibot';
import { number, object, read } from './schema.ts';

/** The cookie that stands for a session. */
export const SESSION_COOKIE = 'dmsess';

/** Names the player to whom a session is bound. */
export const USER_HEADER = 'x-useruid';

/** What opens a session at `GET /session/auth`. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The value of an `Authorization` header. Beyond ASCII, Basic is UTF-8 (RFC 7617 §2.1), which `btoa` alone refuses. */
export function writeBasicAuthorization({ clientId, clientSecret }: Credentials): string {
  const bytes = new TextEncoder().encode(`${clientId}:${clientSecret}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Undefined for what is no Basic authorization. Only the first colon parts: a secret may hold more of them. */
export function readBasicAuthorization(header: string | undefined): Credentials | undefined {
  const encoded = /^basic +([\w+/=-]{1,2048})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const pair = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const colon = pair.indexOf(':');
    return colon < 0 ? undefined : { clientId: pair.slice(0, colon), clientSecret: pair.slice(colon + 1) };
  } catch {
    return undefined; // Neither base64 nor UTF-8: the same as no authorization.
  }
}

/**
 * The session's value in a `Cookie` header, still percent-encoded. The published SDK sends `dmsess=<value>; Path`, so a
 * cookie without a value may follow.
 */
export function readSessionCookie(header: string | undefined): string | undefined {
  for (const cookie of (header ?? '').split(';')) {
    const [name, value] = cookie.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return undefined;
}

/**
 * The session of an answer's `Set-Cookie`, its value as it came. Its life is told by the service's own clock: the
 * difference of `Expires` and `Date`, since ours may be wrong.
 */
export function readSetSession(
  headers: Headers,
  nowMs: number,
): { readonly cookie: string | undefined; readonly lifeMs: number | undefined } {
  const [, cookie, attributes = ''] =
    headers
      .getSetCookie()
      .map((each) => /^dmsess=([^;\s]+)(.*)$/is.exec(each))
      .find((found) => found !== null) ?? [];
  const maxAge = /;\s*max-age=(\d{1,9})\s*(?:;|$)/i.exec(attributes)?.[1];
  const expires = Date.parse(/;\s*expires=([^;]+)/i.exec(attributes)?.[1] ?? '');
  const sentAt = Date.parse(headers.get('Date') ?? '');
  const lifeMs = maxAge === undefined ? expires - (Number.isNaN(sentAt) ? nowMs : sentAt) : Number(maxAge) * 1000;
  return { cookie, lifeMs: lifeMs > 0 ? lifeMs : undefined };
}

/** `POST {gateway}/token`. */
export interface GatewayToken {
  /** Sent as `Authorization: Bearer …`. */
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** @throws `animate3d/protocol`. */
export function readGatewayToken(value: unknown): GatewayToken {
  return read(gatewayToken, value, 'the token');
}

const gatewayToken = object({
  token: v.pipe(v.string(), v.maxLength(8192), v.regex(/^[\x21-\x7e]+$/, 'a token')),
  expiresInSeconds: v.pipe(number, v.minValue(1)),
});

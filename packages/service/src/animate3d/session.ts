import { readBasicAuthorization, readSessionCookie, SESSION_COOKIE } from '@kinora/core/protocol';
import { KinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../house.ts';
import { badRequest } from '../http/refusal.ts';
import { openSeal, readUser, sealCaller, USER_HEADER } from '../http/caller.ts';
import type { Caller } from '../http/caller.ts';
import { sameSecret } from '../http/signer.ts';

/** Longer than any job: the published client logs in once and never again. */
const SESSION_LIFE_MS = 24 * 3_600_000;

/** `GET /session/auth`: Basic credentials become a cookie. Without an account, anyone on this machine has one. */
export function openSession(house: House, context: Context): Response {
  if (!holdsAccount(house, context)) {
    context.header('WWW-Authenticate', 'Basic realm="Kinora", charset="UTF-8"');
    throw new KinoraError('service/not-signed-in', 'The client id or the client secret is wrong');
  }
  const expiresMs = house.now() + (house.sessionLifeMs ?? SESSION_LIFE_MS);
  const seal = sealCaller(house.signer, callerOf(context), expiresMs);
  // Path first and no `=` in the value: the published client keeps all up to the second `=`.
  const cookie = `${SESSION_COOKIE}=${encodeURIComponent(`s:${seal}`)}; Path=/; Expires=${new Date(expiresMs).toUTCString()}; HttpOnly; SameSite=Lax`;
  context.header('Set-Cookie', cookie);
  return context.json({});
}

/** True where a request carries the account's id and secret, or no account is needed. */
export function holdsAccount(house: House, context: Context): boolean {
  if (!house.account) return true;
  const given = readBasicAuthorization(context.req.header('Authorization'));
  if (!given) return false;
  const isId = sameSecret(given.clientId, house.account.clientId);
  const isSecret = sameSecret(given.clientSecret, house.account.clientSecret);
  return isId && isSecret;
}

/** The player for whom a server opens a session or a token. */
export function callerOf(context: Context): Caller {
  const header = context.req.header(USER_HEADER);
  const user = readUser(header);
  // Without a user it would be a session of the account itself, which sees all.
  if (header !== undefined && user === undefined) {
    throw badRequest('The x-useruid has to be 1 to 200 printable letters of ASCII');
  }
  return user === undefined ? {} : { user };
}

/** Who calls, by the session's cookie. */
export function callerBySession(house: House, context: Context): Caller {
  const cookie = decoded(readSessionCookie(context.req.header('Cookie')) ?? '');
  const caller = cookie.startsWith('s:') ? openSeal(house.signer, cookie.slice(2), house.now()) : undefined;
  if (caller) return caller;
  if (!house.account) return {};
  throw new KinoraError('service/not-signed-in', 'There is no session, or it has expired', {
    hint: 'GET /session/auth with the client id and secret opens one.',
  });
}

function decoded(cookie: string): string {
  try {
    return decodeURIComponent(cookie);
  } catch {
    return ''; // Not written by us.
  }
}

import { KinoraError, readBasicAuthorization } from '@kinora/core/protocol';
import type { Credentials } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { forbidden } from '../http/refusal.ts';
import { sameSecret } from '../http/signer.ts';
import type { Gateway } from './gateway.ts';
import { readToken } from './token.ts';
import type { TokenAction } from './token.ts';
import type { CallContext } from './upstream/upstream.ts';

/** A page that has shown whose it is. */
export interface Visitor {
  readonly user: string;
  readonly tokenExpiresMs: number;
  /** For calls of the account on the player's behalf. */
  readonly call: CallContext;
}

/**
 * Finds out for whom a page speaks, and that it may do what it is about to do.
 *
 * @throws `service/not-signed-in`, `service/forbidden` for a token that is not for this, `service/quota`.
 */
export function admit(gateway: Gateway, context: Context, action: TokenAction): Visitor {
  const token = /^Bearer ([\w.-]{1,4096})$/i.exec(context.req.header('Authorization') ?? '')?.[1] ?? '';
  const content = readToken(token, gateway.tokenKeys, gateway.now());
  if (!content) {
    throw new KinoraError('service/not-signed-in', 'The token is missing, is not of this gateway, or has expired', {
      hint: 'Ask the game’s own server for a new one; on one’s own machine POST to /token of the gateway gives it.',
    });
  }
  const { user, actions, expiresMs } = content;
  gateway.rates.take(user);
  if (!actions.includes(action)) throw forbidden(`The token is not for "${action}"`);
  const call = { user, origin: originOf(gateway, context), signal: context.req.raw.signal };
  return { user, tokenExpiresMs: expiresMs, call };
}

/** The origin by which pages reach the gateway. Behind a proxy that ends TLS, the operator has to name it. */
export function originOf({ publicOrigin }: Gateway, context: Context): string {
  return publicOrigin ?? new URL(context.req.url).origin;
}

/** True for a back end that shows the account's id and secret, or a key of tokens: it could mint them itself. */
export function isBackEnd({ account, tokenKeys }: Gateway, context: Context): boolean {
  const header = context.req.header('Authorization');
  const key = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(header ?? '')?.[1];
  if (key !== undefined) return tokenKeys.map((known) => sameSecret(known, key)).includes(true);
  const given = readBasicAuthorization(header);
  return account !== undefined && given !== undefined && isSame(given, account);
}

function isSame(a: Credentials, b: Credentials): boolean {
  const isId = sameSecret(a.clientId, b.clientId);
  const isSecret = sameSecret(a.clientSecret, b.clientSecret);
  return isId && isSecret;
}

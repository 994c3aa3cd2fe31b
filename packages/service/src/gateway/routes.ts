import type { GatewayToken } from '@kinora/core/protocol';
import { KinoraError } from '@kinora/core/protocol';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { animate3dRoutes } from '../animate3d/routes.ts';
import { callerOf, holdsAccount } from '../animate3d/session.ts';
import type { House } from '../house.ts';
import { openSeal, sealCaller } from '../http/caller.ts';
import type { Caller } from '../http/caller.ts';

/** A token is good for so long; a page asks for a new one in time. */
const TOKEN_LIFE_MS = 5 * 60_000;

/**
 * What a page may speak to: the secret stays here, a page holds a token of a few minutes. On this machine anyone may have
 * one; elsewhere the game's own server asks for it with the account's credentials, names its player in `x-useruid`, and
 * hands it to that player's page.
 */
export function gatewayRoutes(house: House): Hono {
  const routes = new Hono();
  routes.post('/token', (context) => mintToken(house, context));
  routes.route(
    '/v1',
    animate3dRoutes(house, (context) => callerByToken(house, context)),
  );
  return routes;
}

function mintToken(house: House, context: Context): Response {
  if (!house.isLocal && !holdsAccount(house, context)) {
    throw new KinoraError('service/not-signed-in', 'A token is given to the account alone', {
      hint: "Ask for it from the game's own server, with the client id and secret, and hand it to the page.",
    });
  }
  const token = sealCaller(house.signer, 'token', callerOf(context), house.now() + TOKEN_LIFE_MS);
  context.header('Cache-Control', 'no-store');
  return context.json({ token, expiresInSeconds: TOKEN_LIFE_MS / 1000 } satisfies GatewayToken);
}

function callerByToken(house: House, context: Context): Caller {
  const token = /^Bearer ([\w.-]{1,2000})$/i.exec(context.req.header('Authorization') ?? '')?.[1] ?? '';
  const caller = openSeal(house.signer, 'token', token, house.now());
  if (caller) return caller;
  throw new KinoraError('service/not-signed-in', 'The token is missing or has expired', {
    hint: 'POST to /token of the gateway gives a new one.',
  });
}

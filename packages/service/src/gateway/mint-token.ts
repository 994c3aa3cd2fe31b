import { env } from 'node:process';
import type { GatewayToken } from '@kinora/core/protocol';
import { KinoraError } from '@kinora/core/protocol';
import { isUser, MAX_TOKEN_MINUTES, readTokenKeys, TOKEN_ACTIONS, writeToken } from './token.ts';
import type { TokenAction } from './token.ts';

export interface MintTokenOptions {
  /** What the page may do. Default: upload, process and read. */
  readonly actions?: readonly TokenAction[];
  /** How long it is good: more than 0, at most 60. Default 5. */
  readonly minutes?: number;
  /** Keys of the gateway, newest first: the first one signs. Default: the variable `KINORA_TOKEN_KEYS`. */
  readonly keys?: readonly string[];
}

/**
 * A token for the page of one player, made by the game's own back end, which knows who the player is. The page gives it to
 * the gateway and cannot change the name in it.
 *
 * @param user - the back end's own name of the player: 1 to 200 printable ASCII letters without spaces.
 * @throws `service/token-key` where there is no key, or one that is too short; `RangeError` for a name, an action or
 * minutes that cannot be.
 *
 * @example
 * app.post('/kinora-token', (request, response) => response.json(mintToken(request.session.playerId)));
 */
export function mintToken(user: string, options: MintTokenOptions = {}): GatewayToken {
  return tokenFor(user, options, Date.now());
}

/** `mintToken` at a given time, milliseconds since 1970. */
export function tokenFor(user: string, options: MintTokenOptions, nowMs: number): GatewayToken {
  const { actions = TOKEN_ACTIONS, minutes = 5, keys = keysOfEnvironment() } = options;
  if (!isUser(user)) throw new RangeError('The name of a player is 1 to 200 printable ASCII letters without spaces');
  if (!(minutes > 0 && minutes <= MAX_TOKEN_MINUTES)) {
    throw new RangeError(`A token is good for more than 0 and at most ${MAX_TOKEN_MINUTES} minutes`);
  }
  if (actions.length === 0 || !actions.every((action) => TOKEN_ACTIONS.includes(action))) {
    throw new RangeError(`The actions of a token are among ${TOKEN_ACTIONS.join(', ')}`);
  }
  const [key] = keys;
  if (key === undefined || key.length < 32) throw noKey();
  const token = writeToken({ user, actions, expiresMs: nowMs + minutes * 60_000 }, key, nowMs);
  return { token, expiresInSeconds: Math.floor(minutes * 60) };
}

function keysOfEnvironment(): readonly string[] {
  const text = env['KINORA_TOKEN_KEYS'];
  if (!text) throw noKey();
  return readTokenKeys(text);
}

function noKey(): KinoraError {
  return new KinoraError('service/token-key', 'Cannot mint a token: there is no key of at least 32 letters', {
    hint: 'Give gateway and back end the same KINORA_TOKEN_KEYS: "openssl rand -hex 32" makes one.',
  });
}

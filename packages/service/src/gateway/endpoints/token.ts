import { KinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { USER_HEADER } from '../../http/caller.ts';
import { badRequest } from '../../http/refusal.ts';
import { isBackEnd } from '../admit.ts';
import type { Gateway } from '../gateway.ts';
import { tokenFor } from '../mint-token.ts';
import type { MintTokenOptions } from '../mint-token.ts';
import { isUser, TOKEN_ACTIONS } from '../token.ts';
import type { TokenAction } from '../token.ts';

/** Who plays on the machine of a developer, where nobody has a name. */
const LOCAL_USER = 'local';

/**
 * `POST /token`: for the game's own back end, which names its player in `x-useruid` and shows that it is the back end. A
 * page that asks by itself cannot name anybody: on a developer's own machine it speaks for the nameless player, elsewhere
 * for nobody.
 */
export function answerToken(gateway: Gateway, context: Context): Response {
  const user = userOf(gateway, context);
  context.header('Cache-Control', 'no-store');
  return context.json(tokenFor(user, { keys: gateway.tokenKeys, ...wishesOf(context) }, gateway.now()));
}

function userOf(gateway: Gateway, context: Context): string {
  if (isBackEnd(gateway, context)) {
    const user = context.req.header(USER_HEADER);
    if (isUser(user)) return user;
    throw badRequest(`The header ${USER_HEADER} has to name the player, by 1 to 200 printable ASCII letters`);
  }
  const isNamed = context.req.header(USER_HEADER) !== undefined || context.req.header('Authorization') !== undefined;
  if (gateway.isAnonymous && !isNamed) return LOCAL_USER;
  throw new KinoraError('service/not-signed-in', 'A token for a player is given to the game’s own server alone', {
    hint: 'Ask from there, with the client id and secret or the token key, and hand the token to the page.',
  });
}

function wishesOf(context: Context): MintTokenOptions {
  const { actions, minutes } = context.req.query();
  const wanted = actions?.split(',');
  if (wanted && !wanted.every(isAction))
    throw badRequest(`The actions of a token are among ${TOKEN_ACTIONS.join(', ')}`);
  const time = minutes === undefined ? undefined : Number(minutes);
  if (time !== undefined && !(time > 0 && time <= 60)) throw badRequest('A token is good for 1 to 60 minutes');
  return { ...(wanted && { actions: wanted }), ...(time !== undefined && { minutes: time }) };
}

function isAction(word: string): word is TokenAction {
  return (TOKEN_ACTIONS as readonly string[]).includes(word);
}

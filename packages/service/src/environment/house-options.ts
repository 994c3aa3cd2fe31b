import type { OpenHouseOptions } from '../open-house.ts';
import { amountIn, hostsIn, listIn, originOf } from './variables.ts';
import type { Environment } from './variables.ts';

/** What an operator may set of the embedded service. */
export type HouseOptions = Pick<
  OpenHouseOptions,
  'assets' | 'credits' | 'retentionDays' | 'sessionLifeMs' | 'outsideHosts' | 'trustedOrigins'
>;

/**
 * How the embedded service keeps and spends, out of `KINORA_…` variables. What is not set has its default.
 *
 * @throws `service/config`. Messages name the variable, and never what is in it.
 */
export function houseOptionsOf(env: Environment): HouseOptions {
  const assets = env['KINORA_ASSETS'];
  const credits = amountIn(env, 'KINORA_CREDITS');
  const retentionDays = amountIn(env, 'KINORA_RETENTION_DAYS');
  const sessionMinutes = amountIn(env, 'KINORA_SESSION_MINUTES');
  const outsideHosts = hostsIn(env, 'KINORA_OUTSIDE_HOSTS');
  const trusted = listIn(env, 'KINORA_TRUSTED_ORIGINS');
  return {
    ...(assets && { assets }),
    ...(credits !== undefined && { credits }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(sessionMinutes !== undefined && { sessionLifeMs: sessionMinutes * 60_000 }),
    ...(outsideHosts && { outsideHosts }),
    ...(trusted && { trustedOrigins: trusted.map((text) => originOf(text, 'KINORA_TRUSTED_ORIGINS')) }),
  };
}

import type { Credentials } from '@kinora/core/protocol';
import type { GatewayLimits, GatewaySettings } from './gateway.ts';
import { DEFAULT_JOB_RULES } from './policy/job-rules.ts';
import type { JobRules } from './policy/job-rules.ts';

/** How a gateway treats pages and players. */
export interface GatewayOptions {
  /** Keys of tokens, newest first, 32 letters or more each. Default: one of the gateway's own, kept in its directory. */
  readonly tokenKeys?: readonly string[];
  /** Origins of pages that may call, beside the gateway's own. Default: `http://localhost:8080` and `:8180`. */
  readonly origins?: readonly string[];
  /** The origin by which pages reach it, where a proxy stands before it: `https://game.example`. */
  readonly publicOrigin?: string;
  /** Gives any page of this machine a token for one nameless player. Default: only where there is no account. */
  readonly anonymous?: boolean;
  /** Default behind an account elsewhere: see `ACCOUNT_LIMITS`. None for the service in the same process. */
  readonly limits?: Partial<GatewayLimits>;
  /** Parameters and formats that a page may ask for. */
  readonly jobRules?: Partial<JobRules>;
  /** Hosts from which a character may come by its URL. Default: none, its file has to be uploaded. */
  readonly modelHosts?: readonly string[];
  /** Whether pages may see the account's balance. Default: where any page may have a token. */
  readonly showsBalance?: boolean;
}

/** What a player may do with an account that somebody pays for. */
export const ACCOUNT_LIMITS: GatewayLimits = {
  jobsPerDay: 50,
  secondsPerDay: 1800,
  requestsPerMinute: 300,
  maxSeconds: 300,
  maxUploadBytes: 512 * 2 ** 20,
};

/** What is fixed by where the gateway stands. */
export interface GatewayPlace {
  readonly account: Credentials | undefined;
  /** True where it listens to this machine alone. */
  readonly isLocal: boolean;
  readonly limits: GatewayLimits;
  /** Of tokens, where none is configured. */
  readonly ownKey: string;
}

export function settingsOf(options: GatewayOptions, place: GatewayPlace): GatewaySettings {
  const { tokenKeys = [place.ownKey], publicOrigin, modelHosts = [] } = options;
  const isAnonymous = place.isLocal && (options.anonymous ?? place.account === undefined);
  return {
    tokenKeys,
    account: place.account,
    isAnonymous,
    limits: { ...place.limits, ...options.limits },
    jobRules: { ...DEFAULT_JOB_RULES, ...options.jobRules },
    modelHosts,
    showsBalance: options.showsBalance ?? isAnonymous,
    publicOrigin,
  };
}

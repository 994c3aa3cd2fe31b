import type { Credentials } from '@kinora/core/protocol';
import type { Signer } from '../http/signer.ts';
import { EventHub } from './events/event-hub.ts';
import { WebhookReceiver } from './events/webhook.ts';
import type { JobRules } from './policy/job-rules.ts';
import { Quota } from './policy/quota.ts';
import type { QuotaLimits } from './policy/quota.ts';
import { Rates } from './policy/rates.ts';
import type { DurableMap } from '../records/durable-map.ts';
import { Records } from './records/records.ts';
import type { GatewayRecord } from './records/records.ts';
import { Submissions } from './records/submissions.ts';
import type { Upstream } from './upstream/upstream.ts';

/** What one player may do. `Infinity` for no limit. */
export interface GatewayLimits extends QuotaLimits {
  readonly requestsPerMinute: number;
  /** Longest video of one job. */
  readonly maxSeconds: number;
  readonly maxUploadBytes: number;
}

export interface GatewaySettings {
  /** Keys of tokens, newest first. */
  readonly tokenKeys: readonly string[];
  /** Who may ask for tokens at `/token`, beside whoever holds the newest key. */
  readonly account: Credentials | undefined;
  /** Gives any page a token for one nameless player: for work on this machine alone. */
  readonly isAnonymous: boolean;
  readonly limits: GatewayLimits;
  readonly jobRules: JobRules;
  /** Hosts from which a character may come by its URL, beside the player's own uploads. */
  readonly modelHosts: readonly string[];
  /** Whether pages may see the account's balance. */
  readonly showsBalance: boolean;
  /** `https://game.example`, where that is not the address by which a request comes in. */
  readonly publicOrigin: string | undefined;
}

/** What the routes of a gateway share. */
export interface Gateway extends GatewaySettings {
  readonly upstream: Upstream;
  readonly records: Records;
  readonly submissions: Submissions;
  readonly rates: Rates;
  readonly hub: EventHub;
  readonly webhooks: WebhookReceiver;
  /** Of the links that the gateway itself gives out. */
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** One line for the operator: no query, no header, no secret. */
  readonly log: (line: string) => void;
}

export interface GatewayPorts {
  readonly upstream: Upstream;
  readonly map: DurableMap<GatewayRecord>;
  readonly signer: Signer;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Puts a gateway together. */
export function createGateway(settings: GatewaySettings, { upstream, map, signer, now, log }: GatewayPorts): Gateway {
  const records = new Records(map, now);
  const hub = new EventHub(now);
  const quota = new Quota(settings.limits, records, now);
  const clientId = settings.account?.clientId;
  return {
    ...settings,
    upstream,
    records,
    submissions: new Submissions({ upstream, records, quota, now }),
    rates: new Rates(settings.limits.requestsPerMinute, now),
    hub,
    webhooks: new WebhookReceiver({ hub, records, upstream, clientId, now, log }),
    signer,
    now,
    log,
  };
}

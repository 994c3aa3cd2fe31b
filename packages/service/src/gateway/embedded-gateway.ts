import { Hono } from 'hono';
import { animate3dRoutes } from '../animate3d/routes.ts';
import type { House } from '../house.ts';
import { answerError, notFound } from '../http/refusal.ts';
import { createGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { settingsOf } from './options.ts';
import type { GatewayOptions } from './options.ts';
import { DurableMap } from '../records/durable-map.ts';
import type { GatewayRecord } from './records/records.ts';
import { embeddedUpstream } from './upstream/embedded.ts';
import type { EmbeddedBindings } from './upstream/embedded.ts';

/** What the gateway before the service of the same process needs beside its house. */
export interface EmbeddedGatewayOptions extends GatewayOptions {
  /** What it remembers over a restart. Default: nothing. */
  readonly map?: DurableMap<GatewayRecord>;
  /** Tells of each job of the service that ends. Default: pages hear of none by events, and poll. */
  readonly onJobEnded?: (hear: (rid: string) => void) => void;
}

/** The gateway before the service of this process. What is heavy is bounded by the service itself. */
export function embeddedGateway(house: House, options: EmbeddedGatewayOptions): Gateway {
  const { signer, now, log, account, isLocal, maxUploadBytes } = house;
  const none = Number.POSITIVE_INFINITY;
  const settings = settingsOf(options, {
    account,
    isLocal,
    limits: { jobsPerDay: none, secondsPerDay: none, requestsPerMinute: none, maxSeconds: none, maxUploadBytes },
    ownKey: signer.sign('token', 'the key of tokens'),
  });
  const map = options.map ?? DurableMap.inMemory<GatewayRecord>(now);
  const gateway = createGateway(settings, { upstream: embeddedUpstream(serviceRoutes(house)), map, signer, now, log });
  options.onJobEnded?.((rid) => void gateway.webhooks.heard(rid));
  return gateway;
}

/** The service without its session: the gateway has found out who calls. */
function serviceRoutes(house: House): Hono {
  const app = new Hono();
  app.route(
    '/',
    animate3dRoutes(house, (context) => (context.env as EmbeddedBindings).caller),
  );
  app.notFound((context) => answerError(context, notFound('such place'), house.log));
  app.onError((error, context) => answerError(context, error, house.log));
  return app;
}

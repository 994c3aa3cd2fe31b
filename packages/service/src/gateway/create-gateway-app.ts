import { Hono } from 'hono';
import { demoRoutes } from '../http/demo.ts';
import { crossOrigin, guard, securityHeaders } from '../http/guard.ts';
import type { Door } from '../http/guard.ts';
import { answerError, notFound } from '../http/refusal.ts';
import { requestLog } from '../http/request-log.ts';
import type { Gateway } from './gateway.ts';
import { GATEWAY_PATH } from './path.ts';
import { gatewayRoutes } from './routes.ts';

export interface GatewayAppOptions extends Door {
  /** The built demo. Absent: there is no page. */
  readonly demoDir?: string | undefined;
}

/** A gateway alone as an app without a socket: below `/kinora` what pages may speak to, and nothing of the account's. */
export function createGatewayApp(gateway: Gateway, { demoDir, ...door }: GatewayAppOptions): Hono {
  const app = new Hono();
  app.use(requestLog(gateway), securityHeaders(), guard(door), crossOrigin(door));
  app.route(GATEWAY_PATH, gatewayRoutes(gateway));
  if (demoDir !== undefined) app.route('/', demoRoutes(demoDir, GATEWAY_PATH));
  app.notFound((context) => answerError(context, notFound('such place'), gateway.log));
  app.onError((error, context) => answerError(context, error, gateway.log));
  return app;
}

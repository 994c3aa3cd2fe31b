import { ANIMATE3D_PATHS } from '@kinora/core/protocol';
import { Hono } from 'hono';
import { OPENAPI_DOCUMENT, OPENAPI_PATH } from './animate3d/openapi/document.ts';
import { animate3dRoutes } from './animate3d/routes.ts';
import { callerBySession, openSession } from './animate3d/session.ts';
import { storageRoutes } from './files/storage-routes.ts';
import { STORAGE_PATH } from './files/links.ts';
import { embeddedGateway } from './gateway/embedded-gateway.ts';
import type { EmbeddedGatewayOptions } from './gateway/embedded-gateway.ts';
import { GATEWAY_PATH } from './gateway/path.ts';
import { gatewayRoutes } from './gateway/routes.ts';
import { injectFaults } from './faults/inject-faults.ts';
import type { House } from './house.ts';
import { demoRoutes } from './http/demo.ts';
import { crossOrigin, guard, securityHeaders } from './http/guard.ts';
import { answerError, notFound } from './http/refusal.ts';
import { requestLog } from './http/request-log.ts';

export interface CreateServiceOptions extends House {
  /** The built demo. Absent: the service has no page. */
  readonly demoDir?: string;
  /** How the gateway treats pages and players, and where it keeps what is whose. */
  readonly gateway?: EmbeddedGatewayOptions;
}

/**
 * The service as an app without a socket: Animate 3D by session below `/`, by token below `/kinora/v1`, the storage to
 * which its links lead, and the demo.
 *
 * @example
 * const response = await createService(house).request('http://localhost/list');
 */
export function createService(house: CreateServiceOptions): Hono {
  const app = new Hono();
  const { gateway = {} } = house;
  const door = { isLocal: house.isLocal, ...gateway };
  app.use(requestLog(house), securityHeaders(), guard(door), crossOrigin(door));
  if (house.faults) app.use(injectFaults(house.faults));
  app.get(OPENAPI_PATH, (context) => context.json(OPENAPI_DOCUMENT));
  app.get(ANIMATE3D_PATHS.auth, (context) => openSession(house, context));
  app.route(
    '/',
    animate3dRoutes(house, (context) => callerBySession(house, context)),
  );
  app.route(GATEWAY_PATH, gatewayRoutes(embeddedGateway(house, gateway)));
  app.route(STORAGE_PATH, storageRoutes(house));
  if (house.demoDir !== undefined) app.route('/', demoRoutes(house.demoDir, GATEWAY_PATH));
  app.notFound((context) => answerError(context, notFound('such place'), house.log));
  app.onError((error, context) => answerError(context, error, house.log));
  return app;
}

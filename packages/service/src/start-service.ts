import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { KinoraError } from '@kinora/core/protocol';
import { createService } from './create-service.ts';
import type { GatewayOptions } from './gateway/options.ts';
import { isLoopback } from './http/loopback.ts';
import { redacting } from './http/redact.ts';
import { openHouse } from './open-house.ts';
import type { OpenHouse, OpenHouseOptions } from './open-house.ts';

export interface StartServiceOptions extends OpenHouseOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Address to listen to. Default `127.0.0.1`, which this machine alone can reach. Any other needs an account. */
  readonly host?: string;
  /** Folder of the built demo. Absent: no page. */
  readonly demoDir?: string;
  /** How the gateway treats pages and players. */
  readonly gateway?: GatewayOptions;
}

export interface RunningService {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** Takes no more, lets answers end, and ends the running job, which begins anew with the next start. */
  close(): Promise<void>;
}

/**
 * Starts the embedded Animate 3D service and its gateway.
 *
 * @throws `service/unsafe-bind` for a host that others can reach, without an account; `service/account` for half an
 * account; `service/data-in-use` for a directory in which another service works; `service/port` for a port or host that cannot be listened to; `service/journal` for a damaged journal.
 *
 * @example
 * const service = await startService({ port: 8080, dataDir: 'data' });
 */
export async function startService(options: StartServiceOptions): Promise<RunningService> {
  const { port = 0, host = '127.0.0.1', demoDir, clientId, clientSecret, gateway } = options;
  const isLocal = isLoopback(host);
  if (!isLocal && !(clientId && clientSecret)) throw unsafeBind(host);
  const log = redacting(options.log ?? (() => {}), [clientSecret, ...(gateway?.tokenKeys ?? [])]);
  const open = await openHouse({ ...options, log }, isLocal);
  const app = createService({
    ...open.house,
    ...(demoDir !== undefined && { demoDir }),
    gateway: { ...gateway, map: open.map },
  });
  // Node's own `createServer` is the default: no other kind of server comes out.
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { requestTimeout: UPLOAD_MS } }) as Server;
  try {
    await listen(server, port, host);
  } catch (error) {
    await open.close();
    throw cannotListen(host, port, error);
  }
  const bound = (server.address() as AddressInfo).port; // Listening by TCP: an object, no pipe's name.
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => close(server, open) };
}

/** The longest that one request may take to arrive: a large video by a slow line. */
const UPLOAD_MS = 3_600_000;

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server, open: OpenHouse): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await open.close();
  // Answers had the time in which the job ended; an upload that is still under way resumes with the next start.
  server.closeAllConnections();
  await closed;
}

function unsafeBind(host: string): KinoraError {
  return new KinoraError(
    'service/unsafe-bind',
    `Will not listen to "${host}" without an account: others can reach it`,
    {
      hint: 'Give a client id and a client secret, or listen to 127.0.0.1.',
      details: { host },
    },
  );
}

function cannotListen(host: string, port: number, cause: unknown): KinoraError {
  const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return new KinoraError('service/port', `Cannot listen to port ${port} of ${host}: ${why}`, {
    hint: why === 'EADDRINUSE' ? 'Another program is there: take another port.' : 'Take another host or port.',
    details: { host, port, why },
    cause,
  });
}

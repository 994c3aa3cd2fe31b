import { KinoraError } from '@kinora/core/protocol';
import { createService } from './create-service.ts';
import type { GatewayOptions } from './gateway/options.ts';
import { listen } from './http/listen.ts';
import { isLoopback } from './http/loopback.ts';
import { redacting } from './http/redact.ts';
import { openHouse } from './open-house.ts';
import type { OpenHouseOptions } from './open-house.ts';

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
    gateway: { ...gateway, map: open.map, onJobEnded: open.onJobEnded },
  });
  try {
    const server = await listen(app, port, host);
    return { url: server.url, close: () => server.close(() => open.close()) };
  } catch (error) {
    await open.close();
    throw error;
  }
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

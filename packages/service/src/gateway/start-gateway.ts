import { listen } from '../http/listen.ts';
import { isLoopback } from '../http/loopback.ts';
import { openGateway } from './open-gateway.ts';
import type { OpenGatewayOptions } from './open-gateway.ts';

export interface StartGatewayOptions extends OpenGatewayOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Address to listen to. Default `127.0.0.1`. */
  readonly host?: string;
}

export interface RunningGateway {
  /** `http://127.0.0.1:8080`; pages find the gateway below `/kinora`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a gateway before a real account of Animate 3D, so that its secret never gets into a page.
 *
 * @throws `service/data-in-use` for a directory in which another gateway works; `service/port`; `service/journal` for
 * damaged records.
 *
 * @example
 * const gateway = await startGateway({ port: 8080, dataDir: 'gateway', account: { host, clientId, clientSecret } });
 */
export async function startGateway(options: StartGatewayOptions): Promise<RunningGateway> {
  const { port = 0, host = '127.0.0.1' } = options;
  const gateway = await openGateway(options, isLoopback(host));
  try {
    const server = await listen(gateway.app, port, host);
    return { url: server.url, close: () => server.close(() => gateway.close()) };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { KinoraError } from '@kinora/core/protocol';
import type { Hono } from 'hono';

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** Takes no more, lets answers end while `last` runs, and cuts what is still open then. */
  close(last: () => Promise<void>): Promise<void>;
}

/** The longest that one request may take to arrive: a large video by a slow line. */
const UPLOAD_MS = 3_600_000;

/** @throws `service/port` for a port or host that cannot be listened to. */
export async function listen(app: Hono, port: number, host: string): Promise<Listening> {
  // Node's own `createServer` is the default: no other kind of server comes out.
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { requestTimeout: UPLOAD_MS } }) as Server;
  try {
    await begin(server, port, host);
  } catch (error) {
    throw cannotListen(host, port, error);
  }
  const bound = (server.address() as AddressInfo).port; // Listening by TCP: an object, no pipe's name.
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: (last) => end(server, last),
  };
}

function begin(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function end(server: Server, last: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await last();
  // Answers had the time in which the rest ended; an upload that is still under way resumes with the next start.
  server.closeAllConnections();
  await closed;
}

function cannotListen(host: string, port: number, cause: unknown): KinoraError {
  const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return new KinoraError('service/port', `Cannot listen to port ${port} of ${host}: ${why}`, {
    hint: why === 'EADDRINUSE' ? 'Another program is there: take another port.' : 'Take another host or port.',
    details: { host, port, why },
    cause,
  });
}

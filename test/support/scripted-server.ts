import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a script sees it. */
export interface Heard {
  /** How many requests came before, and this one. */
  readonly count: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What arrived of the body. */
  readonly body: Buffer;
}

export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly json?: boolean;
  /** Without a length. */
  readonly chunked?: boolean;
  /** Breaks the connection after so many bytes of the body; at 0 before the head. */
  readonly cutAfter?: number;
}

/** Ends with its scope. */
export interface ScriptedServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Heard[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ServerOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** Breaks the connection when so many bytes of a request's body have arrived; what came is given to the script. */
  readonly cutRequest?: (request: IncomingMessage) => number | undefined;
}

/** A real server on the loopback that answers as its script says. */
export async function startScriptedServer(
  script: (heard: Heard) => Said | Promise<Said>,
  { port = 0, cutRequest }: ServerOptions = {},
): Promise<ScriptedServer> {
  const requests: Heard[] = [];
  const server = createServer((request, response) => {
    void (async (): Promise<void> => {
      const cutAt = cutRequest?.(request);
      const body = await bodyOf(request, cutAt);
      const heard = describe(request, body, requests.length + 1);
      requests.push(heard);
      const said = await script(heard);
      if (cutAt === undefined || body.byteLength < cutAt) say(response, said);
      else response.destroy();
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // A TCP server that listens has one.
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function describe(request: IncomingMessage, body: Buffer, count: number): Heard {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { count, method: request.method ?? '', path: pathname, query: searchParams, headers, body };
}

async function bodyOf(request: IncomingMessage, cutAt = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= cutAt) break;
  }
  return Buffer.concat(pieces).subarray(0, cutAt);
}

function say(response: ServerResponse, { status = 200, headers, body = '', json, chunked, cutAfter }: Said): void {
  const bytes = Buffer.from(body as string); // Bytes are taken as they are.
  if (cutAfter === 0) return void response.destroy();
  response.writeHead(status, {
    ...(json && { 'Content-Type': 'application/json' }),
    ...(!chunked && { 'Content-Length': bytes.byteLength }),
    ...headers,
  });
  if (cutAfter === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
}

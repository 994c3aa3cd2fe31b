import type { Socket } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status';
import type { ChooseFault, Fault } from './fault.ts';

/** Lets go wrong what a test asks for. A service in use has none of it. */
export function injectFaults(choose: ChooseFault): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const fault = choose({ method, path });
    if (fault?.kind === 'status') return refuse(context, fault);
    if (fault?.kind === 'slow') await fault.until;
    if (fault?.kind === 'cut' && method !== 'GET') {
      // Node asks for `duplex` with a body that streams, and its types lack it.
      const init: RequestInit & { duplex: 'half' } = {
        body: cut(context.req.raw.body, fault.afterBytes),
        duplex: 'half',
      };
      context.req.raw = new Request(context.req.raw, init);
    }
    await next();
    if (fault?.kind === 'without-header') context.res.headers.delete(fault.name);
    if (fault?.kind === 'lost-answer' || (fault?.kind === 'cut' && method !== 'GET')) hangUp(context);
    if (fault?.kind === 'cut' && method === 'GET') {
      context.res = new Response(cut(context.res.body, fault.afterBytes), context.res);
    }
    return undefined;
  };
}

function refuse(context: Context, { status, body = 'json', retryAfterSeconds }: Fault & { kind: 'status' }): Response {
  if (retryAfterSeconds !== undefined) context.header('Retry-After', String(retryAfterSeconds));
  // A test asks for statuses that may have a body.
  const code = status as ContentfulStatusCode;
  switch (body) {
    case 'json':
      return context.json({ message: `Asked to answer ${status}` }, code);
    case 'text':
      return context.text(`Asked to answer ${status}`, code);
    case 'html':
      return context.html(`<html><body><h1>${status}</h1></body></html>`, code);
    case 'empty':
      return context.body(null, status as StatusCode);
  }
}

/** Without a socket, as in `app.request()`, there is no answer but one of no meaning. */
function hangUp(context: Context): void {
  const { incoming } = (context.env ?? {}) as { incoming?: { socket: Socket } };
  incoming?.socket.destroy();
  context.res = new Response(null, { status: 502 });
}

/** A body that breaks after so many bytes. */
function cut(body: ReadableStream<Uint8Array> | null, afterBytes: number): ReadableStream<Uint8Array> {
  const reader = (body ?? new Blob([]).stream()).getReader();
  let left = afterBytes;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    if (left <= 0) {
      await reader.cancel();
      return controller.error(new Error('The connection was cut'));
    }
    const { done, value } = await reader.read();
    if (done) return controller.close();
    controller.enqueue(value.subarray(0, left));
    left -= value.length;
  };
  // Nothing is read ahead: an error would take the place of bytes that nobody has read yet.
  return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
}

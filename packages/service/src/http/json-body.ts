import { KinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { badRequest } from './refusal.ts';

export interface JsonBodyOptions {
  /** Default 64 KiB. */
  readonly maxBytes?: number;
  /** Until the whole of it is here. Default 10 000 ms: nobody writes a few kilobytes slower, but to hold a place. */
  readonly timeoutMs?: number;
}

/**
 * A request's body as JSON, bounded in size and in time.
 *
 * @throws `service/too-large`, `service/slow`, `service/bad-request` for what is no JSON.
 */
export async function readJsonBody(context: Context, options: JsonBodyOptions = {}): Promise<unknown> {
  const { maxBytes = 65_536, timeoutMs = 10_000 } = options;
  const text = await readText(context.req.raw, maxBytes, timeoutMs);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest('The body is no JSON'); // Its own message would quote the body.
  }
}

async function readText(request: Request, maxBytes: number, timeoutMs: number): Promise<string> {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const reader = request.body?.getReader();
  if (!reader) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const timeout = AbortSignal.timeout(timeoutMs);
  // The read below ends with it, whatever it ends with.
  timeout.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      pieces.push(next.value);
      bytes += next.value.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
    }
  } catch (error) {
    if (error instanceof KinoraError) throw error;
    if (!timeout.aborted) throw badRequest('The connection ended before the body did');
  }
  if (!timeout.aborted) return Buffer.concat(pieces).toString();
  throw new KinoraError('service/slow', `The body was not here within ${timeoutMs / 1000} s`);
}

function tooLarge(maxBytes: number): KinoraError {
  return new KinoraError('service/too-large', `The body is larger than ${maxBytes} bytes`);
}

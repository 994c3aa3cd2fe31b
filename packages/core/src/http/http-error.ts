import { KinoraError } from '../errors.ts';
import type { KinoraErrorCode } from '../errors.ts';
import { readBeginning } from './read-bytes.ts';
import { readRetryAfter } from './retry.ts';

/** What an error may say of a request. The rest of its URL, its headers and both bodies may hold secrets. */
export interface RequestName {
  /** What could not be done, in an error's words: `start the job`. */
  readonly what: string;
  readonly method: string;
  readonly host: string;
}

export function networkError({ what, method, host }: RequestName, cause: unknown): KinoraError {
  return new KinoraError('http/network', `Cannot ${what}: ${host} cannot be reached`, {
    hint: 'Check the connection, and that the service runs and lets this page in (CORS).',
    details: { method, host },
    cause,
  });
}

export function timeoutError({ what, method, host }: RequestName, timeoutMs: number): KinoraError {
  return new KinoraError('http/timeout', `Cannot ${what}: ${host} was silent for ${timeoutMs} ms`, {
    hint: 'The service or the connection is slow: try again.',
    details: { method, host, timeoutMs },
  });
}

/** An answer that cannot be used, though its status was good. */
export function unreadableError({ what, method, host }: RequestName, fact: string): KinoraError {
  return new KinoraError('http/unreadable', `Cannot ${what}: ${host} answered with ${fact}`, {
    hint: 'Check that the URL is that of the service: a page or a proxy may have answered in its place.',
    details: { method, host },
  });
}

/** The error of a status that is no success. Reads the body for a code of ours and for nothing else. */
export async function statusError(
  { what, method, host }: RequestName,
  response: Response,
  nowMs: number,
): Promise<KinoraError> {
  const { status } = response;
  const [code, hint] = meaningOf(status);
  const retryAfterMs = readRetryAfter(response.headers.get('Retry-After'), nowMs);
  const serviceCode = await readServiceCode(response);
  return new KinoraError(code, `Cannot ${what}: ${host} answered ${status}${serviceCode ? ` (${serviceCode})` : ''}`, {
    hint,
    details: {
      method,
      host,
      status,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(serviceCode !== undefined && { serviceCode }),
    },
  });
}

function meaningOf(status: number): [code: KinoraErrorCode, hint: string] {
  if (status === 401) return ['http/unauthorized', 'Sign in again, or check the keys of the gateway.'];
  if (status === 403) return ['http/forbidden', 'The account or this page’s origin is not allowed to do this.'];
  if (status === 404 || status === 410) return ['http/not-found', 'It is gone, or was never there: check the URL.'];
  if (status === 413) return ['http/too-large', 'Send a shorter or a smaller video.'];
  if (status === 429) return ['http/rate-limited', 'Wait a little and try again.'];
  if (status === 408 || status >= 500) return ['http/unavailable', 'The service has a problem: try again later.'];
  return [
    'http/rejected',
    'The service does not accept this request: client and service may be of different versions.',
  ];
}

/** Error bodies beyond this are not ours. */
const MAX_BODY_BYTES = 16_384;

async function readServiceCode(response: Response): Promise<string | undefined> {
  if (!response.headers.get('Content-Type')?.includes('json')) {
    await response.body?.cancel();
    return undefined;
  }
  const body = new TextDecoder().decode(await readBeginning(response, MAX_BODY_BYTES));
  return /"code"\s*:\s*"([a-z0-9-]{1,30}\/[a-z0-9-]{1,30})"/.exec(body)?.[1];
}

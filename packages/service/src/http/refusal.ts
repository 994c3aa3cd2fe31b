import type { ErrorBody, KinoraErrorCode } from '@kinora/core/protocol';
import { isKinoraError, KinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';

/** HTTP status of each refusal. A code without one is a failure of our own: 500. */
const STATUS = {
  'animate3d/parameter': 400,
  'animate3d/protocol': 400,
  'service/bad-request': 400,
  'service/not-signed-in': 401,
  'service/no-credits': 402,
  'service/forbidden': 403,
  'service/not-found': 404,
  'service/too-large': 413,
  'service/slow': 408,
  'service/conflict': 422,
  'service/outside-url': 400,
  'service/busy': 429,
  'service/quota': 429,
  'service/outside-failed': 502,
  'service/upstream': 502,
  'service/storage-full': 507,
} as const satisfies Partial<Record<KinoraErrorCode, number>>;

/** Answers with `{ message, code, hint }`. What is no refusal of ours keeps its reasons for the log. */
export function answerError(context: Context, error: unknown, log: (line: string) => void): Response {
  if (isKinoraError(error) && error.code in STATUS) {
    const status = STATUS[error.code as keyof typeof STATUS];
    const { retryAfterSeconds = status === 429 ? 10 : undefined } = error.details;
    if (retryAfterSeconds !== undefined) context.header('Retry-After', String(retryAfterSeconds));
    return context.json(errorBody(error), status);
  }
  log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const body: ErrorBody = { message: 'The service failed to answer', code: 'service/failed' satisfies KinoraErrorCode };
  return context.json(body, 500);
}

function errorBody({ message, code, hint }: KinoraError): ErrorBody {
  return { message, code, ...(hint !== undefined && { hint }) };
}

export function notFound(what: string): KinoraError {
  return new KinoraError('service/not-found', `There is no ${what}`);
}

export function badRequest(why: string): KinoraError {
  return new KinoraError('service/bad-request', why);
}

export function forbidden(why: string): KinoraError {
  return new KinoraError('service/forbidden', why);
}

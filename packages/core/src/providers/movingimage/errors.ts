import { KinoraError } from '../../errors.ts';
import type { KinoraErrorCode } from '../../errors.ts';
import type { Failure } from '../failure.ts';

/**
 * What the movingimage platform answers: a table, since its document has no endpoint and so there is no provider. Numbers
 * are compared and never texts: the first row of the document has letters of another alphabet in `OK`.
 */

/** HTTP statuses of the document that are no success. */
export const MOVINGIMAGE_STATUSES: ReadonlyMap<number, Failure> = new Map(
  (
    [
      [400, 'input', false, 'the request was not understood', 'Check what was sent.'],
      [401, 'auth', true, 'the token or the credentials are not valid', 'Fetch a new token and try again.'],
      [404, 'input', false, 'it was deleted, or cannot be accessed', 'Check the id.'],
      [415, 'input', false, 'the kind of file is not supported', 'Send a video in another format.'],
      [500, 'service', true, 'the platform failed', 'Try again later.'],
      [502, 'transient', true, 'the platform could not process the request', 'Try again in a moment.'],
    ] as const
  ).map(([status, kind, mayRetry, meaning, advice]) => [status, { kind, mayRetry, meaning, advice }]),
);

/** The numbers in the body of a refusal. */
export const MOVINGIMAGE_CODES: ReadonlyMap<number, Failure> = new Map(
  (
    [
      [1001, 'input', 'the root channel cannot be deleted', 'Choose another channel.'],
      [1002, 'input', 'the channel has subchannels and cannot be deleted', 'Delete the subchannels first.'],
      [1003, 'input', 'the Google user id is assigned already', 'Take another YouTube account.'],
      [1004, 'input', 'the Facebook page id is assigned already', 'Take another Facebook account.'],
      [1101, 'quota', 'the storage limit is reached', 'Delete videos, or book more storage.'],
    ] as const
  ).map(([code, kind, meaning, advice]) => [code, { kind, mayRetry: false, meaning, advice }]),
);

export interface MovingimageAnswer {
  /** Of the request. */
  readonly method: string;
  readonly status: number;
  /** Parsed where it is JSON, else the text. Its shape is not documented. */
  readonly body?: unknown;
}

/**
 * What an answer of the platform means.
 *
 * @returns undefined for a success. That is also what is gone after a DELETE: the document says so of 404.
 */
export function movingimageError({ method, status, body }: MovingimageAnswer): KinoraError | undefined {
  const isDelete = method.toUpperCase() === 'DELETE';
  if ((status >= 200 && status < 300) || (isDelete && (status === 404 || status === 410))) return undefined;
  const serviceCode = codeOf(body);
  const known = serviceCode === undefined ? undefined : MOVINGIMAGE_CODES.get(serviceCode);
  const { kind, mayRetry, meaning, advice } = known ?? MOVINGIMAGE_STATUSES.get(status) ?? ofOtherStatus(status);
  const number = serviceCode === undefined ? '' : `, ${serviceCode}`;
  return new KinoraError(codeFor(status), `The movingimage platform refused: ${meaning} (${status}${number})`, {
    hint: advice,
    details: { provider: 'movingimage', status, kind, mayRetry, ...(serviceCode !== undefined && { serviceCode }) },
  });
}

/** `{ code }` or `{ errorCode }`, as a number or as text, or a number in a text: unknown ones pass as they are. */
function codeOf(body: unknown): number | undefined {
  const { code, errorCode } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = [errorCode, code, body].find((value) => typeof value === 'number' || typeof value === 'string');
  const found = /(?<!\d)\d{4}(?!\d)/.exec(String(text ?? '').slice(0, 1000))?.[0];
  return found === undefined ? undefined : Number(found);
}

function ofOtherStatus(status: number): Failure {
  return status >= 500
    ? { kind: 'service', mayRetry: true, meaning: 'the platform failed', advice: 'Try again later.' }
    : { kind: 'input', mayRetry: false, meaning: 'the request was refused', advice: 'Check what was sent.' };
}

function codeFor(status: number): KinoraErrorCode {
  if (status === 401) return 'http/unauthorized';
  if (status === 404) return 'http/not-found';
  return status >= 500 ? 'http/unavailable' : 'http/rejected';
}

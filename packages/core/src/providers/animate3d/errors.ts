import { isKinoraError, KinoraError } from '../../errors.ts';
import type { Failure } from '../failure.ts';
import { httpFailure } from './http-statuses.ts';
import { JOB_CODES, UNKNOWN_JOB_FAILURE } from './job-codes.ts';
import type { JobDetails } from './wire/jobs.ts';

/**
 * The error of a job that the service gave up. An unknown number and a masked error are `animate3d/job-failed`; the raw
 * number is in `details.jobCode`.
 */
export function jobError(name: string, details: JobDetails = {}): KinoraError {
  const jobCode = jobCodeOf(details.exc_message) ?? jobCodeOf(details.exc_type);
  const { code, kind, mayRetry, meaning, advice, retryWith } = JOB_CODES.get(jobCode ?? -1) ?? UNKNOWN_JOB_FAILURE;
  const serviceCode = wordOf(details.exc_type);
  const serviceMessage = sentenceOf(details.exc_message);
  const number = jobCode === undefined ? '' : ` (${jobCode})`;
  return new KinoraError(code, `The service could not animate "${name}": ${meaning}${number}`, {
    hint: advice,
    details: {
      kind,
      mayRetry,
      ...(jobCode !== undefined && { jobCode }),
      ...(retryWith !== undefined && { retryWith }),
      ...(serviceCode !== undefined && { serviceCode }),
      ...(serviceMessage !== undefined && { serviceMessage }),
    },
  });
}

/** A request's error with its class, and with what a person can do about it. Anything else stays as it is. */
export function requestError(error: unknown): unknown {
  if (!isKinoraError(error) || !error.code.startsWith('http/')) return error;
  const { status } = error.details;
  const failure = typeof status === 'number' ? httpFailure(status) : failureWithoutStatus(error);
  return new KinoraError(status === 402 ? 'animate3d/quota' : error.code, error.message, {
    hint: typeof status === 'number' || error.hint === undefined ? failure.advice : error.hint,
    details: { ...error.details, kind: failure.kind, mayRetry: failure.mayRetry },
    ...(error.cause !== undefined && { cause: error.cause }),
  });
}

function failureWithoutStatus({ code }: KinoraError): Failure {
  if (code === 'http/unauthorized') return httpFailure(401); // Said by a page to log in, with the status of a success.
  const isLost = code === 'http/network' || code === 'http/timeout';
  return isLost
    ? { kind: 'transient', mayRetry: true, meaning: 'the service cannot be reached', advice: 'Try again.' }
    : {
        kind: 'service',
        mayRetry: false,
        meaning: 'the answer cannot be used',
        advice: 'Check the URL of the service.',
      };
}

/** Codes come as a number, as text that holds one, or as a list of such. The format "may change", say the documents. */
function jobCodeOf(value: unknown): number | undefined {
  const found = textsOf(value).flatMap((text) => text.match(/(?<![\w.])\d{3,4}(?![\w.]\d)/g) ?? []);
  const numbers = found.map(Number);
  return numbers.find((number) => JOB_CODES.has(number)) ?? numbers[0];
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [value.slice(0, 1000)];
  return Array.isArray(value) ? value.slice(0, 20).flatMap(textsOf) : [];
}

/** What the service says in words, short, and without anything that may be an address or a key. */
function sentenceOf(message: unknown): string | undefined {
  const text = textsOf(message)
    .join(' ')
    .replace(/\w+:\/\/\S*|[^\s,;:()"']{24,}/g, '…');
  return /[a-z]{2}/i.test(text) ? text.slice(0, 200) : undefined;
}

/** The type of the error, where it is a word or a code of ours. */
function wordOf(type: unknown): string | undefined {
  return typeof type === 'string' && /^[\w-]{1,40}(\/[\w-]{1,40})?$/.test(type) ? type : undefined;
}

import { isKinoraError, KinoraError } from '@kinora/core/protocol';
import type { KinoraErrorCode } from '@kinora/core/protocol';
import type { JobFailure } from '../jobs/job.ts';

/** What Animate 3D calls our failures. Any other is 507, "error while processing the body tracking". */
const JOB_CODES: Partial<Record<KinoraErrorCode, number>> = {
  'animate3d/parameter': 503,
  'animate3d/bad-character': 504,
  'animate3d/quota': 101,
  'service/not-found': 201,
  'capture/unreadable': 202,
  'capture/unsupported-codec': 202,
  'capture/no-video': 508,
  'capture/too-long': 508,
  'capture/no-person': 513,
  'capture/timeout': 599,
  'capture/no-decoder': 506,
  'capture/wasm': 506,
  'capture/model-corrupt': 510,
  'capture/model-unavailable': 510,
};
const TRACKING_FAILED = 507;

/** @returns what a caller may know. An error that is not ours on purpose may name paths: it stays in the log. */
export function failureOf(error: unknown): JobFailure {
  if (!isKinoraError(error)) return { code: TRACKING_FAILED, message: 'The capture failed' };
  const { code, message, hint, details } = error;
  const { jobCode } = details;
  return {
    code: typeof jobCode === 'number' ? jobCode : (JOB_CODES[code] ?? TRACKING_FAILED),
    message: hint === undefined ? message : `${message}. ${hint}`,
  };
}

/**
 * Whether a capture's process was killed from outside, as by a machine that ran out of memory or an operator. One that
 * crashed by itself would do so again.
 */
export function isInterruption(error: unknown): boolean {
  if (!isKinoraError(error) || error.code !== 'capture/failed') return false;
  return error.details['signal'] === 'SIGKILL' || error.details['signal'] === 'SIGTERM';
}

/** A parameter that cannot be followed, by the number that the documents have for it. */
export function refusedParameter(parameter: string, why: string, jobCode = 503): KinoraError {
  return new KinoraError('animate3d/parameter', `The parameter "${parameter}" cannot be followed: ${why}`, {
    details: { parameter, jobCode },
  });
}

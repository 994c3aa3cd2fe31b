import { KinoraError } from '@kinora/core/protocol';
import type { JobFailure } from './job.ts';

/** 511 of Animate 3D: processing interrupted. */
export const INTERRUPTED: JobFailure = {
  code: 511,
  message: 'The job was begun several times, and ended each time before it was done',
};

export function conflict(): KinoraError {
  return new KinoraError('service/conflict', 'The idempotency key belongs to another request', {
    hint: 'Make a new key for each job, and repeat it for repeats of that job alone.',
  });
}

export function busy(): KinoraError {
  return new KinoraError('service/busy', 'Too many jobs are waiting', { hint: 'Try again in a while.' });
}

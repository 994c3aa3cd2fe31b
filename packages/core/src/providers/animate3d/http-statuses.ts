import type { Failure } from '../failure.ts';

/**
 * What an HTTP status of an Animate 3D service means. The documents name none: this is how a careful client takes them.
 * They are no job codes, though 201, 503 and others are both.
 */
export const HTTP_STATUSES: ReadonlyMap<number, Failure> = new Map(
  (
    [
      [400, 'input', false, 'the request was not understood', 'Check the parameters and the URL of the upload.'],
      [401, 'auth', false, 'the credentials are wrong', 'Check the client id and secret, or the token of the gateway.'],
      [402, 'quota', false, 'the account has not enough credits', 'Add credits to the account of the service.'],
      [403, 'auth', false, 'it is not allowed', 'Check the account, and that the service lets this origin in.'],
      [404, 'input', false, 'it is not there', 'It was deleted or kept for a limited time only: start again.'],
      [408, 'transient', true, 'the request took too long', 'Try again.'],
      [409, 'transient', true, 'something else was changing it', 'Try again.'],
      [410, 'input', false, 'it is gone', 'It was kept for a limited time only: start again.'],
      [413, 'input', false, 'the request is too large', 'Send a shorter or a smaller video.'],
      [415, 'input', false, 'the kind of file is not accepted', 'Send an MP4 with H.264, or another kind of file.'],
      [422, 'input', false, 'the request cannot be followed', 'Check the parameters.'],
      [425, 'transient', true, 'it is too early', 'Try again in a moment.'],
      [429, 'transient', true, 'there were too many requests', 'Wait a little and try again.'],
      [500, 'service', true, 'the service failed', 'Try again later.'],
      [501, 'service', false, 'the service does not have this', 'Leave it out, or ask another service.'],
      [502, 'transient', true, 'the service cannot be reached behind its proxy', 'Try again in a moment.'],
      [503, 'transient', true, 'the service is not available', 'Try again in a moment.'],
      [504, 'transient', true, 'the service did not answer its proxy in time', 'Try again in a moment.'],
      [507, 'quota', false, 'the storage of the service is full', 'Make room at the service.'],
    ] as const
  ).map(([status, kind, mayRetry, meaning, advice]) => [status, { kind, mayRetry, meaning, advice }]),
);

/** The failure of a status that is no success, also of one that no table has. */
export function httpFailure(status: number): Failure {
  const known = HTTP_STATUSES.get(status);
  if (known) return known;
  return status >= 500
    ? { kind: 'service', mayRetry: true, meaning: 'the service failed', advice: 'Try again later.' }
    : { kind: 'input', mayRetry: false, meaning: 'the request was refused', advice: 'Check what was asked for.' };
}

import { expect } from 'vitest';

/** What a promise rejects with. One that does not fails the test that asks. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );
}

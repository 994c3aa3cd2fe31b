/**
 * The promise, or the signal's reason as soon as it is aborted.
 *
 * @param discard - gets what arrives too late, and must let go of it.
 */
export async function abortable<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
  discard: (late: Value) => void = () => {},
): Promise<Value> {
  if (!signal) return promise;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    // The reason is the caller's own: it goes through as it is, an Error or not.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- see above
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } catch (error) {
    // A failure after an abort has nobody left to hear it.
    if (signal.aborted) promise.then(discard, () => {});
    throw error;
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

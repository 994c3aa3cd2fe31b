/**
 * Counts down to nothing, a number a second.
 *
 * @param onTick - hears each number, from `seconds` to 1.
 * @throws the signal's reason.
 */
export async function countDown(seconds: number, onTick: (left: number) => void, signal: AbortSignal): Promise<void> {
  for (let left = seconds; left > 0; left--) {
    onTick(left);
    await aSecond(signal);
  }
}

function aSecond(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, 1000);
    signal.addEventListener('abort', stop, { once: true });
  });
}

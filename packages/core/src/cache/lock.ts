/** Runs pieces of work one at a time. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** One at a time within this thread. */
export function createQueue(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined); // Whoever asked for it hears of its failure; the next in the queue need not.
    return result;
  };
}

/** One at a time across all tabs and workers of the origin, where the browser has Web Locks; else within this thread. */
export function createLock(name: string): Lock {
  const locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  if (!locks) return createQueue();
  return async (work) => (await locks.request(name, async () => ({ result: await work() }))).result;
}

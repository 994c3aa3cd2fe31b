/**
 * A worker that runs out of memory, or that ends itself, tells nobody. But a Web Lock is taken from whoever held it the
 * moment that they are gone, however they went: who waits for it hears of the end at once, and never too early.
 */
const locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;

/** Holds a lock of its own for as long as this thread lives, and tells its name once it is held. */
export function holdAliveLock(tell: (lock: string) => void): void {
  if (!locks) return;
  const name = `kinora:alive:${crypto.randomUUID()}`;
  const hold = (): Promise<never> => {
    tell(name);
    return new Promise(() => {});
  };
  // A sandboxed frame has no locks: its workers die as quietly as they would without this.
  void locks.request(name, hold).catch(() => {});
}

/** Calls back when the thread that holds a lock is gone. Returns how to stop listening. */
export function watchAliveLock(name: string, onGone: () => void): () => void {
  const over = new AbortController();
  void locks?.request(name, { signal: over.signal }, onGone).catch(() => {}); // It rejects where nobody listens any more.
  return () => over.abort();
}

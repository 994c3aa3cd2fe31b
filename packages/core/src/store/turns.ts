export interface TurnOptions {
  /** Gives up the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Called where somebody else's turn has to end first. */
  readonly onWait?: (() => void) | undefined;
}

/**
 * Work that bears the same name is done one at a time: across all tabs and workers of the origin where the browser has
 * Web Locks, else within this thread. A page that goes away ends its turn, however it goes.
 */
export class Turns {
  readonly #locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  readonly #last = new Map<string, Promise<unknown>>();

  /** @throws the signal's reason where it aborts before the turn has come; what the work throws. */
  async take<T>(name: string, work: () => Promise<T>, { signal, onWait }: TurnOptions = {}): Promise<T> {
    signal?.throwIfAborted();
    if (!this.#locks) return this.#queue(name, work, { signal, onWait });
    const hold = async (lock: Lock | null): Promise<{ readonly result: T } | undefined> =>
      lock ? { result: await work() } : undefined;
    try {
      const atOnce = await this.#locks.request(name, { ifAvailable: true }, hold);
      if (atOnce) return atOnce.result;
      onWait?.();
      return (await this.#locks.request(name, signal ? { signal } : {}, async () => ({ result: await work() }))).result;
    } catch (error) {
      // A browser that refuses locks (a sandboxed frame) keeps nothing between pages either. No work of ours throws this.
      if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
      return this.#queue(name, work, { signal, onWait });
    }
  }

  async #queue<T>(name: string, work: () => Promise<T>, { signal, onWait }: TurnOptions): Promise<T> {
    const before = this.#last.get(name);
    if (before) onWait?.();
    const result = (async (): Promise<T> => {
      await before;
      signal?.throwIfAborted();
      return work();
    })();
    const settled = result.catch(() => undefined); // Whoever asked for it hears of it; the next in the queue need not.
    this.#last.set(name, settled);
    void settled.then(() => this.#last.get(name) === settled && this.#last.delete(name));
    return result;
  }
}

/**
 * Which processes are running in any tab. A Web Lock ends with the page that holds it, however the page ends, so a record
 * that says `running` without one was interrupted. Where there are no Web Locks (plain http) only this page's are known.
 */
export class Liveness {
  readonly #locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;

  /** Holds the sign of life until the work has settled. */
  hold(id: string, work: Promise<unknown>): void {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    // A browser that refuses locks (a sandboxed frame) keeps nothing between pages either.
    this.#locks?.request(lockName(id), () => settled).catch(() => undefined);
  }

  /**
   * Takes the sign of life of a process that was running elsewhere, when it is free. `undefined` where another tab has it
   * and `wait` is false. Where there are no locks it is always free.
   *
   * @returns how to hold it: until the work has settled.
   * @throws the signal's reason.
   */
  claim(id: string, { wait, signal }: { wait: boolean; signal: AbortSignal }): Promise<Hold | undefined> {
    if (!this.#locks) return Promise.resolve(() => {});
    const options = wait ? { signal } : { ifAvailable: true };
    return new Promise((resolve, reject) => {
      const take = async (lock: Lock | null): Promise<void> => {
        if (!lock) return resolve(undefined);
        const { work, hold } = holdUntilSettled();
        resolve(hold);
        await work;
      };
      this.#locks?.request(lockName(id), options, take).catch(reject);
    });
  }

  /** Tells of ids which are running, in this tab or another. */
  async ask(): Promise<(id: string) => boolean> {
    const snapshot = await this.#locks?.query().catch(() => undefined);
    const held = new Set(snapshot?.held?.map(({ name }) => name));
    return (id) => held.has(lockName(id));
  }
}

/** Keeps a claim until the work has settled; without work it ends at once. */
export type Hold = (work?: Promise<unknown>) => void;

function holdUntilSettled(): { readonly work: Promise<void>; readonly hold: Hold } {
  let end = (): void => {};
  const work = new Promise<void>((resolve) => (end = resolve));
  return { work, hold: (done = Promise.resolve()) => void done.then(end, end) };
}

function lockName(id: string): string {
  return `kinora:process:${id}`;
}

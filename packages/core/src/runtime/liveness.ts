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

  /** Tells of ids which are running, in this tab or another. */
  async ask(): Promise<(id: string) => boolean> {
    const snapshot = await this.#locks?.query().catch(() => undefined);
    const held = new Set(snapshot?.held?.map(({ name }) => name));
    return (id) => held.has(lockName(id));
  }
}

function lockName(id: string): string {
  return `kinora:process:${id}`;
}

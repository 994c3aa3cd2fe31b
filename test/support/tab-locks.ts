/** Web Locks of one origin, as far as the runtime uses them: Node has none. */
export class TabLocks {
  readonly #held = new Map<string, Promise<unknown>>();

  query(): Promise<{ held: { name: string }[] }> {
    return Promise.resolve({ held: [...this.#held.keys()].map((name) => ({ name })) });
  }

  async request(name: string, ...rest: unknown[]): Promise<unknown> {
    const work = rest.at(-1) as (lock: object | null) => Promise<unknown>;
    const { ifAvailable = false, signal } = (rest.length > 1 ? rest[0] : {}) as LockOptions;
    if (ifAvailable && this.#held.has(name)) return work(null);
    while (this.#held.has(name)) await this.#held.get(name);
    signal?.throwIfAborted();
    const result = work({ name });
    const held = result.catch(() => undefined).then(() => this.#held.delete(name));
    this.#held.set(name, held);
    return result;
  }
}

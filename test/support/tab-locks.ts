/** Web Locks of one origin, as far as the runtime uses them: Node has none. */
export class TabLocks {
  readonly #held = new Map<string, Promise<unknown>>();
  /** By several at once: nobody asks for one of these names alone. */
  readonly #shared: string[] = [];

  query(): Promise<{ held: { name: string }[] }> {
    return Promise.resolve({ held: [...this.#held.keys(), ...this.#shared].map((name) => ({ name })) });
  }

  async request(name: string, ...rest: unknown[]): Promise<unknown> {
    const work = rest.at(-1) as (lock: object | null) => Promise<unknown>;
    const { ifAvailable = false, signal, mode } = (rest.length > 1 ? rest[0] : {}) as LockOptions;
    if (mode === 'shared') {
      this.#shared.push(name);
      return work({ name }).finally(() => this.#shared.splice(this.#shared.indexOf(name), 1));
    }
    if (ifAvailable && this.#held.has(name)) return work(null);
    while (this.#held.has(name)) await this.#held.get(name);
    signal?.throwIfAborted();
    const result = work({ name });
    const held = result.catch(() => undefined).then(() => this.#held.delete(name));
    this.#held.set(name, held);
    return result;
  }
}

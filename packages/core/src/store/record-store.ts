import { del, entries, get, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import type { Database } from './database.ts';

/**
 * Small durable records by key. Never evicted.
 *
 * What this session has read or written is mirrored in memory, so that it goes on with all of it when the database is
 * absent, full, or deleted while it is open. `Database.state` says so.
 */
export class RecordStore<T> {
  readonly #database: Database;
  readonly #name: string;
  readonly #use: UseStore;
  readonly #mirror = new Map<string, T>();
  /** Keys that found no room: newer in the mirror than in the database. */
  readonly #unsaved = new Set<string>();

  constructor(database: Database, name: string) {
    this.#database = database;
    this.#name = name;
    this.#use = database.store(name);
  }

  async get(key: string): Promise<T | undefined> {
    if (!this.#unsaved.has(key)) {
      await this.#attempt(async () => this.#remember(key, await get<T>(key, this.#use)));
    }
    return this.#mirror.get(key);
  }

  async set(key: string, value: T): Promise<void> {
    this.#mirror.set(key, value);
    this.#unsaved.add(key);
    // Those that found no room before are tried again with it.
    for (const unsaved of [...this.#unsaved]) await this.#save(unsaved);
    this.#database.setFull(this.#name, this.#unsaved.size > 0);
  }

  async delete(key: string): Promise<void> {
    this.#mirror.delete(key);
    this.#unsaved.delete(key);
    await this.#attempt(() => del(key, this.#use));
    this.#database.setFull(this.#name, this.#unsaved.size > 0);
  }

  async values(): Promise<readonly T[]> {
    await this.#attempt(async () => {
      const stored = new Map(await entries<string, T>(this.#use));
      for (const key of this.#mirror.keys()) {
        if (!stored.has(key) && !this.#unsaved.has(key)) this.#mirror.delete(key); // Another tab deleted it.
      }
      for (const [key, value] of stored) if (!this.#unsaved.has(key)) this.#mirror.set(key, value);
    });
    return [...this.#mirror.values()];
  }

  async #save(key: string): Promise<void> {
    const value = this.#mirror.get(key);
    const saved = await this.#attempt(() => set(key, value, this.#use));
    if (saved) this.#unsaved.delete(key);
  }

  #remember(key: string, value: T | undefined): void {
    if (value === undefined) this.#mirror.delete(key);
    else this.#mirror.set(key, value);
  }

  /** False where the database could not do it and the mirror has to stand in. A value that cannot be cloned is our bug. */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'DataCloneError') throw error;
      return false;
    }
  }
}

import { isKinoraError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { BlobCache } from './blob-cache.ts';
import { MemoryBlobs } from './blob-storage.ts';
import { IndexedDbBlobs } from './indexeddb-blobs.ts';
import { createLock, createQueue } from './lock.ts';

/** What is held in memory when nothing can be kept. Files of motion are small: this is hundreds of them. */
const MEMORY_BUDGET_BYTES = 128 * 1024 * 1024;

export interface FileCacheOptions {
  readonly budgetBytes?: number;
  readonly memoryBudgetBytes?: number;
}

/** The blob cache in IndexedDB, and memory behind it for as long as there is no room or no database. */
export class FileCache {
  readonly #database: Database;
  readonly #disk: BlobCache;
  readonly #memory: BlobCache;

  constructor(database: Database, { budgetBytes, memoryBudgetBytes = MEMORY_BUDGET_BYTES }: FileCacheOptions = {}) {
    this.#database = database;
    const lock = createLock('kinora:cache');
    this.#disk = new BlobCache(new IndexedDbBlobs(database), {
      lock,
      ...(budgetBytes !== undefined && { budgetBytes }),
    });
    this.#memory = new BlobCache(new MemoryBlobs(), { lock: createQueue(), budgetBytes: memoryBudgetBytes });
  }

  /**
   * Keeps bytes and gives their SHA-256. Where they cannot be kept for good they are held for this session, and
   * `Database.state` says so.
   *
   * @throws `cache/full` where memory's budget is spent as well.
   */
  async put(bytes: Uint8Array<ArrayBuffer>, options: { pinned?: boolean } = {}): Promise<string> {
    try {
      const hash = await this.#disk.put(bytes, options);
      this.#database.setFull('cache', false);
      return hash;
    } catch (error) {
      if (isKinoraError(error) && error.code === 'cache/full') this.#database.setFull('cache', true);
      return this.#memory.put(bytes, options);
    }
  }

  /** @throws `cache/missing`, `cache/corrupt`. */
  async read(hash: string): Promise<Uint8Array<ArrayBuffer>> {
    if (await this.#memory.has(hash)) return this.#memory.read(hash);
    try {
      return await this.#disk.read(hash);
    } catch (error) {
      if (isKinoraError(error) && error.code === 'cache/corrupt') throw error;
      return this.#memory.read(hash); // Not there either, which gives `cache/missing`, also for a database that is gone.
    }
  }

  async has(hash: string): Promise<boolean> {
    if (await this.#memory.has(hash)) return true;
    return this.#disk.has(hash).catch(() => false); // A database that is gone holds nothing.
  }

  async remove(hash: string): Promise<void> {
    await this.#memory.remove(hash);
    await this.#disk.remove(hash).catch(() => undefined); // The same.
  }
}

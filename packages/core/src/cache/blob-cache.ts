import { KinoraError } from '../errors.ts';
import type { BlobStorage, CacheEntry } from './blob-storage.ts';
import { hashBytes } from './hash.ts';
import type { Lock } from './lock.ts';

export interface BlobCacheOptions {
  /** The most bytes to hold. `navigator.storage.estimate()` cannot size this: Chromium answers a constant. Default 512 MiB. */
  readonly budgetBytes?: number;
  /** Puts writers in line. */
  readonly lock: Lock;
}

/**
 * Blobs by the SHA-256 of their content, within a budget of bytes. Makes room by evicting what was used longest ago;
 * what is pinned stays. The ledger is read from storage each time, since other tabs write to it too.
 */
export class BlobCache {
  readonly #storage: BlobStorage;
  readonly #budgetBytes: number;
  readonly #lock: Lock;
  #lastUse = 0;

  constructor(storage: BlobStorage, { budgetBytes = 512 * 1024 * 1024, lock }: BlobCacheOptions) {
    this.#storage = storage;
    this.#budgetBytes = budgetBytes;
    this.#lock = lock;
  }

  /**
   * Keeps bytes and gives their hash. Bytes that are there already count as used, and as pinned where `pinned` says so.
   *
   * @throws `cache/full` where they do not fit, or where the browser gives no room though all that may go has gone.
   */
  put(bytes: Uint8Array<ArrayBuffer>, { pinned = false }: { pinned?: boolean } = {}): Promise<string> {
    const hash = hashBytes(bytes);
    return this.#lock(async () => {
      const entries = await this.#storage.entries();
      if (entries.some((entry) => entry.hash === hash)) {
        await this.#storage.change(hash, { usedAt: this.#now(), ...(pinned && { pinned }) });
      } else {
        await this.#makeRoomAndWrite(
          { hash, sizeBytes: bytes.byteLength, usedAt: this.#now(), pinned },
          bytes,
          entries,
        );
      }
      return hash;
    });
  }

  /**
   * The bytes, after their hash was checked.
   *
   * @throws `cache/missing`; `cache/corrupt` where they are not what was put: they are removed, and missing from then on.
   */
  async read(hash: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#storage.read(hash);
    if (!bytes) throw new KinoraError('cache/missing', `No file with hash "${hash}" is kept`, { details: { hash } });
    if (hashBytes(bytes) !== hash) {
      await this.#storage.remove(hash);
      throw new KinoraError('cache/corrupt', `The kept file with hash "${hash}" was damaged and has been removed`, {
        hint: 'Make it again from its video or its source.',
        details: { hash },
      });
    }
    // On a full disk even this note of the use may find no room. The bytes are good all the same.
    await this.#storage.change(hash, { usedAt: this.#now() }).catch(() => undefined);
    return bytes;
  }

  async has(hash: string): Promise<boolean> {
    return (await this.#storage.entries()).some((entry) => entry.hash === hash);
  }

  remove(hash: string): Promise<void> {
    return this.#lock(() => this.#storage.remove(hash));
  }

  async #makeRoomAndWrite(
    entry: CacheEntry,
    bytes: Uint8Array<ArrayBuffer>,
    kept: readonly CacheEntry[],
  ): Promise<void> {
    const evictable = kept.filter(({ pinned }) => !pinned).sort((a, b) => a.usedAt - b.usedAt);
    let used = sum(kept);
    if (used - sum(evictable) + entry.sizeBytes > this.#budgetBytes) throw this.#full(entry);
    const evictOldest = async (): Promise<void> => {
      const oldest = evictable.shift();
      if (!oldest) throw this.#full(entry);
      await this.#storage.remove(oldest.hash);
      used -= oldest.sizeBytes;
    };
    while (used + entry.sizeBytes > this.#budgetBytes) await evictOldest();
    while (!(await this.#tryWrite(entry, bytes))) await evictOldest();
  }

  /** False where the browser refuses the room, which may happen long before our own budget is spent. */
  async #tryWrite(entry: CacheEntry, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    try {
      await this.#storage.write(entry, bytes);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'QuotaExceededError') return false;
      throw error;
    }
  }

  #full({ sizeBytes }: CacheEntry): KinoraError {
    return new KinoraError('cache/full', `Cannot keep ${sizeBytes} bytes: the storage of this page is full`, {
      hint: 'Delete animations that are not needed any more, or free space on the device.',
      details: { sizeBytes, budgetBytes: this.#budgetBytes },
    });
  }

  /** Strictly rising, also within one millisecond, so that the order of use is never in doubt. */
  #now(): number {
    this.#lastUse = Math.max(Date.now(), this.#lastUse + 1);
    return this.#lastUse;
  }
}

function sum(entries: readonly CacheEntry[]): number {
  return entries.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}

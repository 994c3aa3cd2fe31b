/** What the cache knows of one blob. */
export interface CacheEntry {
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  readonly sizeBytes: number;
  /** Larger is later. */
  readonly usedAt: number;
  /** Never evicted. */
  readonly pinned: boolean;
}

export type EntryChange = Partial<Pick<CacheEntry, 'usedAt' | 'pinned'>>;

/** Where blobs and the ledger of them lie. The ledger and the blobs change together or not at all. */
export interface BlobStorage {
  entries(): Promise<readonly CacheEntry[]>;
  read(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** @throws a `QuotaExceededError` where there is no room. */
  write(entry: CacheEntry, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Does nothing where the entry is gone. */
  change(hash: string, change: EntryChange): Promise<void>;
  remove(hash: string): Promise<void>;
}

export class MemoryBlobs implements BlobStorage {
  readonly #blobs = new Map<string, { entry: CacheEntry; readonly bytes: Uint8Array<ArrayBuffer> }>();

  entries(): Promise<readonly CacheEntry[]> {
    return Promise.resolve([...this.#blobs.values()].map(({ entry }) => entry));
  }

  read(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return Promise.resolve(this.#blobs.get(hash)?.bytes.slice());
  }

  write(entry: CacheEntry, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#blobs.set(entry.hash, { entry, bytes: bytes.slice() });
    return Promise.resolve();
  }

  change(hash: string, change: EntryChange): Promise<void> {
    const blob = this.#blobs.get(hash);
    if (blob) blob.entry = { ...blob.entry, ...change };
    return Promise.resolve();
  }

  remove(hash: string): Promise<void> {
    this.#blobs.delete(hash);
    return Promise.resolve();
  }
}

import { get, values } from 'idb-keyval';
import { committed } from '../store/database.ts';
import type { Database } from '../store/database.ts';
import type { BlobStorage, CacheEntry, EntryChange } from './blob-storage.ts';

/** The object stores that a database for `IndexedDbBlobs` needs. */
export const BLOB_STORES = ['ledger', 'blobs'] as const;

/** Blobs and ledger in two object stores of one database, written in one transaction. */
export class IndexedDbBlobs implements BlobStorage {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  entries(): Promise<readonly CacheEntry[]> {
    return values<CacheEntry>(this.#database.store('ledger'));
  }

  read(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return get<Uint8Array<ArrayBuffer>>(hash, this.#database.store('blobs'));
  }

  write(entry: CacheEntry, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#database.transact(BLOB_STORES, 'readwrite', (transaction) => {
      transaction.objectStore('blobs').put(bytes, entry.hash);
      transaction.objectStore('ledger').put(entry, entry.hash);
      return committed(transaction);
    });
  }

  change(hash: string, change: EntryChange): Promise<void> {
    return this.#database.transact(['ledger'], 'readwrite', (transaction) => {
      const ledger = transaction.objectStore('ledger');
      const request = ledger.get(hash) as IDBRequest<CacheEntry | undefined>;
      // Within one transaction, so that an entry that is evicted meanwhile does not come back without its blob.
      request.onsuccess = (): void => {
        if (request.result) ledger.put({ ...request.result, ...change }, hash);
      };
      return committed(transaction);
    });
  }

  remove(hash: string): Promise<void> {
    return this.#database.transact(BLOB_STORES, 'readwrite', (transaction) => {
      transaction.objectStore('blobs').delete(hash);
      transaction.objectStore('ledger').delete(hash);
      return committed(transaction);
    });
  }
}

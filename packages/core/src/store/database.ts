import type { UseStore } from 'idb-keyval';
import { promisifyRequest } from 'idb-keyval';
import { KinoraError } from '../errors.ts';
import type { StorageState } from './storage-state.ts';
import { openWithin } from './open-within.ts';

/** Rises with every store that is added: what an older version kept stays. */
const VERSION = 3;

export interface DatabaseOptions {
  /** How long to wait for the browser to open it: some never answer (WebKit bug 226547). Default 5000 ms. */
  readonly openTimeoutMs?: number;
  /** Default: the browser's own; `undefined` where there is none. */
  readonly factory?: IDBFactory | undefined;
}

/**
 * One IndexedDB database that notices when it goes away.
 *
 * idb-keyval's own `createStore` reopens after a forced close and then finds an empty database without a word, and it
 * blocks a deletion from elsewhere. This one lets the deletion happen, says that it happened, and stays
 * lost: the people who delete a site's data do not expect it to be filled again by a page that is still open.
 */
export class Database {
  readonly #name: string;
  readonly #storeNames: readonly string[];
  readonly #factory: IDBFactory | undefined;
  readonly #openTimeoutMs: number;
  #connection: Promise<IDBDatabase> | undefined;
  #wasOpen = false;
  #lost: KinoraError | undefined;
  readonly #full = new Set<string>();
  #listener: (state: StorageState) => void = () => {};

  constructor(name: string, storeNames: readonly string[], options: DatabaseOptions = {}) {
    this.#name = name;
    this.#storeNames = storeNames;
    this.#factory = 'factory' in options ? options.factory : ambientFactory();
    this.#openTimeoutMs = options.openTimeoutMs ?? 5000;
  }

  /** Whether what is written now will still be there after a reload. */
  get state(): StorageState {
    if (this.#lost) return { kind: 'memory', reason: this.#lost.message };
    if (this.#full.size > 0) return { kind: 'memory', reason: 'The browser gives this page no more storage' };
    return { kind: 'indexeddb' };
  }

  /** Hears of every change of `state`. One listener: the last one. */
  onState(listener: (state: StorageState) => void): void {
    this.#listener = listener;
  }

  /** Resolves when it is known whether the database can be used. */
  async probe(): Promise<StorageState> {
    // A failure is what `state` then says.
    await this.#connect().catch(() => undefined);
    return this.state;
  }

  /** Says whether the part of us named `owner` had to keep something in memory for want of room. */
  setFull(owner: string, full: boolean): void {
    if (this.#full.has(owner) === full) return;
    if (full) this.#full.add(owner);
    else this.#full.delete(owner);
    this.#listener(this.state);
  }

  /** One object store in the shape that idb-keyval's functions take. */
  store(name: string): UseStore {
    return (mode, callback) => this.transact([name], mode, (transaction) => callback(transaction.objectStore(name)));
  }

  /**
   * Runs one transaction. A connection that closed under us throws InvalidStateError before its `close` event arrives:
   * that is worth one reopening.
   *
   * @throws `store/unavailable` where there is no database, or not any more; else what IndexedDB throws.
   */
  async transact<T>(
    names: readonly string[],
    mode: IDBTransactionMode,
    callback: (transaction: IDBTransaction) => T | PromiseLike<T>,
  ): Promise<T> {
    const run = async (): Promise<T> => {
      const transaction = (await this.#connect()).transaction([...names], mode);
      try {
        return await callback(transaction);
      } catch (error) {
        abort(transaction); // Or what was put before it failed would stay.
        throw error;
      }
    };
    try {
      return await run();
    } catch (error) {
      if (this.#lost) throw this.#lost;
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
      this.#connection = undefined;
      return await run();
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#lose('The storage was closed');
    (await connection?.catch(() => undefined))?.close(); // One that never opened needs no closing.
  }

  #connect(): Promise<IDBDatabase> {
    if (this.#lost) return Promise.reject(this.#lost);
    this.#connection ??= this.#open();
    return this.#connection;
  }

  async #open(): Promise<IDBDatabase> {
    try {
      if (!this.#factory) throw new Error('this browser has no IndexedDB here');
      const database = await openWithin(this.#request(this.#factory), this.#openTimeoutMs);
      this.#wasOpen = true;
      database.onclose = (): void => void (this.#connection = undefined);
      database.onversionchange = (event): void => {
        database.close();
        this.#connection = undefined;
        if (event.newVersion === null) this.#lose(DELETED);
      };
      return database;
    } catch (error) {
      throw this.#lose(this.#reasonOf(error), error);
    }
  }

  #reasonOf(error: unknown): string {
    if (error instanceof DOMException && error.name === 'VersionError') return NEWER;
    if (this.#wasOpen) return DELETED;
    return `Nothing can be kept in this browser: ${error instanceof Error ? error.message : String(error)}`;
  }

  #request(factory: IDBFactory): Promise<IDBDatabase> {
    const request = factory.open(this.#name, VERSION);
    request.onupgradeneeded = (): void => {
      const { objectStoreNames: existing } = request.result;
      const missing = this.#storeNames.filter((name) => !existing.contains(name));
      // Empty though we had it open before: it was deleted meanwhile.
      if (this.#wasOpen) request.transaction?.abort();
      else for (const name of missing) request.result.createObjectStore(name);
    };
    return promisifyRequest(request);
  }

  #lose(message: string, cause?: unknown): KinoraError {
    if (this.#lost) return this.#lost;
    this.#lost = new KinoraError('store/unavailable', message, {
      hint: 'Everything works, but nothing outlives this page. Private windows and blocked cookies have this effect.',
      ...(cause !== undefined && { cause }),
    });
    this.#listener(this.state);
    return this.#lost;
  }
}

const DELETED = 'The storage of this page was deleted while it was open';
const NEWER = 'A newer version of this page has changed the storage: reload this page';

/** Resolves when a transaction is durable. idb-keyval's own wait loses the reason of a put that fails for want of room. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = (): void => resolve();
    transaction.onabort = (): void =>
      reject(transaction.error ?? new DOMException('The write was aborted', 'AbortError'));
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already, which is why the callback failed.
  }
}

/** Reading `indexedDB` throws in a sandboxed frame of some browsers. */
function ambientFactory(): IDBFactory | undefined {
  try {
    return (globalThis as { indexedDB?: IDBFactory }).indexedDB;
  } catch {
    return undefined; // The same as having none: the reason is told by `state`.
  }
}

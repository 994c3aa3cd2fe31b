import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FileCache } from '../../../../packages/core/src/cache/file-cache.ts';
import { BLOB_STORES } from '../../../../packages/core/src/cache/indexeddb-blobs.ts';
import { Database } from '../../../../packages/core/src/store/database.ts';
import { KeptVideos } from '../../../../packages/core/src/store/kept-videos.ts';
import { RecordStore } from '../../../../packages/core/src/store/record-store.ts';

const STORES = ['notes', 'videos', ...BLOB_STORES];
const bytes = Uint8Array.of(1, 2, 3);

afterEach(() => vi.restoreAllMocks());

/** Another tab with a newer version of the page, which changes the database. */
function upgrade(factory: IDBFactory, version: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.open('test', version);
    request.onerror = (): void => reject(request.error!);
    request.onsuccess = (): void => {
      request.result.close();
      resolve();
    };
  });
}

describe('what is kept in the browser', () => {
  test('version upgrade in another tab: it is let through, and this page goes on in memory and says why', async () => {
    const factory = new IDBFactory();
    const database = new Database('test', STORES, { factory });
    const notes = new RecordStore<string>(database, 'notes');
    const files = new FileCache(database);
    await notes.set('a', 'kept');
    await upgrade(factory, 99);
    await notes.set('b', 'held');
    expect(await notes.get('a')).toBe('kept');
    expect(await notes.get('b')).toBe('held');
    expect(await files.read(await files.put(bytes))).toEqual(bytes);
    expect(database.state).toMatchObject({
      kind: 'memory',
      reason: expect.stringContaining('newer version') as string,
    });
  });

  test('private mode: a browser that gives no database holds everything for this session', async () => {
    const database = new Database('test', STORES, { factory: undefined });
    const files = new FileCache(database);
    expect(await files.read(await files.put(bytes, { pinned: true }))).toEqual(bytes);
    expect(await new KeptVideos(database).keep('hash', new Blob([bytes]))).toBe(false);
    expect(await new KeptVideos(database).get('hash')).toBeUndefined();
    expect(database.state.kind).toBe('memory');
  });

  test('quota exceeded: a video that finds no room is not kept, and nothing else is said to be lost', async () => {
    const factory = new IDBFactory();
    const database = new Database('test', STORES, { factory });
    await database.probe();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(await new KeptVideos(database).keep('hash', new Blob([bytes]))).toBe(false);
    expect(database.state).toEqual({ kind: 'indexeddb' });
  });

  test('a video is kept until it is forgotten, and one that is too large is not', async () => {
    const videos = new KeptVideos(new Database('test', STORES, { factory: new IDBFactory() }));
    expect(await videos.keep('hash', new Blob([bytes]))).toBe(true);
    expect(await videos.get('hash')).toBeDefined();
    await videos.forget('hash');
    expect(await videos.get('hash')).toBeUndefined();
    const large = new Blob();
    Object.defineProperty(large, 'size', { value: 2 ** 30 });
    expect(await videos.keep('large', large)).toBe(false);
  });
});

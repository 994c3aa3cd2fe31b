import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Database } from '../../../../packages/core/src/store/database.ts';
import { RecordStore } from '../../../../packages/core/src/store/record-store.ts';

interface Note {
  readonly text: string;
}

function openStore(factory: IDBFactory | undefined): { database: Database; notes: RecordStore<Note> } {
  const database = new Database('test', ['notes'], { factory });
  return { database, notes: new RecordStore<Note>(database, 'notes') };
}

function deleteDatabase(factory: IDBFactory): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase('test');
    request.onsuccess = (): void => resolve();
    request.onerror = (): void => reject(request.error!);
  });
}

afterEach(() => vi.restoreAllMocks());

describe('RecordStore', () => {
  test('keeps records for the next page', async () => {
    const factory = new IDBFactory();
    const first = openStore(factory);
    await first.notes.set('a', { text: 'one' });
    await first.notes.set('b', { text: 'two' });
    await first.notes.delete('b');
    await first.database.close();

    const second = openStore(factory);
    expect(await second.database.probe()).toEqual({ kind: 'indexeddb' });
    expect(await second.notes.get('a')).toEqual({ text: 'one' });
    expect(await second.notes.values()).toEqual([{ text: 'one' }]);
  });

  test('a database of an earlier version gets the stores that were added, and keeps what it had', async () => {
    const factory = new IDBFactory();
    await new Promise<void>((resolve, reject) => {
      const request = factory.open('test', 1);
      request.onupgradeneeded = (): void => {
        request.result.createObjectStore('notes').put({ text: 'old' }, 'a');
      };
      request.onerror = (): void => reject(request.error!);
      request.onsuccess = (): void => {
        request.result.close();
        resolve();
      };
    });
    const database = new Database('test', ['notes', 'uploads'], { factory });
    expect(await new RecordStore<Note>(database, 'notes').get('a')).toEqual({ text: 'old' });
    const added = new RecordStore<Note>(database, 'uploads');
    await added.set('b', { text: 'new' });
    expect(database.state).toEqual({ kind: 'indexeddb' });
    expect(await added.values()).toEqual([{ text: 'new' }]);
  });

  test('sees what another tab writes and deletes', async () => {
    const factory = new IDBFactory();
    const here = openStore(factory);
    const there = openStore(factory);
    await here.notes.set('a', { text: 'here' });
    await there.notes.set('b', { text: 'there' });
    expect(await here.notes.values()).toHaveLength(2);
    await there.notes.delete('a');
    expect(await here.notes.values()).toEqual([{ text: 'there' }]);
    expect(await here.notes.get('a')).toBeUndefined();
  });

  test('works in memory without IndexedDB, and says so', async () => {
    const { database, notes } = openStore(undefined);
    await notes.set('a', { text: 'one' });
    expect(await notes.get('a')).toEqual({ text: 'one' });
    expect(await notes.values()).toEqual([{ text: 'one' }]);
    expect(database.state).toMatchObject({ kind: 'memory', reason: expect.stringMatching(/no IndexedDB/) as unknown });
  });

  test('works in memory where opening is refused', async () => {
    const factory = new IDBFactory();
    vi.spyOn(factory, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure', 'SecurityError');
    });
    const { database, notes } = openStore(factory);
    await notes.set('a', { text: 'one' });
    expect(await notes.get('a')).toEqual({ text: 'one' });
    expect(await database.probe()).toMatchObject({ reason: expect.stringMatching(/insecure/) as unknown });
  });

  test('gives up on a browser that never answers', async () => {
    const factory = new IDBFactory();
    vi.spyOn(factory, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    const database = new Database('test', ['notes'], { factory, openTimeoutMs: 5 });
    expect(await database.probe()).toMatchObject({ reason: expect.stringMatching(/within 5 ms/) as unknown });
  });

  test('lets a deletion from elsewhere happen, goes on in memory and tells', async () => {
    const factory = new IDBFactory();
    const { database, notes } = openStore(factory);
    const told = vi.fn();
    database.onState(told);
    await notes.set('a', { text: 'one' });
    await deleteDatabase(factory);
    expect(told).toHaveBeenCalledExactlyOnceWith({
      kind: 'memory',
      reason: 'The storage of this page was deleted while it was open',
    });
    await notes.set('b', { text: 'two' });
    expect(await notes.values()).toEqual([{ text: 'one' }, { text: 'two' }]);
    expect(await factory.databases()).toEqual([]);
  });

  test('reopens once after InvalidStateError', async () => {
    const { database, notes } = openStore(new IDBFactory());
    await notes.set('a', { text: 'one' });
    const connection = await database.transact(['notes'], 'readonly', ({ db }) => db);
    connection.close(); // As a browser does that closes connections in the background, before its event arrives.
    await notes.set('b', { text: 'two' });
    expect(await notes.values()).toHaveLength(2);
    expect(database.state).toEqual({ kind: 'indexeddb' });
  });

  test('holds in memory what finds no room, and saves it when there is room again', async () => {
    const factory = new IDBFactory();
    const { database, notes } = openStore(factory);
    await notes.set('a', { text: 'one' });
    const connection = await database.transact(['notes'], 'readonly', ({ db }) => db);
    const full = vi.spyOn(connection, 'transaction').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await notes.set('b', { text: 'two' });
    expect(await notes.get('b')).toEqual({ text: 'two' });
    expect(database.state.kind).toBe('memory');
    full.mockRestore();
    await notes.set('c', { text: 'three' });
    expect(database.state).toEqual({ kind: 'indexeddb' });
    const next = openStore(factory);
    expect(await next.notes.values()).toHaveLength(3);
  });

  test('refuses a value that cannot be cloned', async () => {
    const { database } = openStore(new IDBFactory());
    const store = new RecordStore<unknown>(database, 'notes');
    await expect(store.set('a', () => 1)).rejects.toMatchObject({ name: 'DataCloneError' });
  });
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BlobCache } from '../../../../packages/core/src/cache/blob-cache.ts';
import { MemoryBlobs } from '../../../../packages/core/src/cache/blob-storage.ts';
import type { BlobStorage } from '../../../../packages/core/src/cache/blob-storage.ts';
import { FileCache } from '../../../../packages/core/src/cache/file-cache.ts';
import { hashBlob, hashBytes } from '../../../../packages/core/src/cache/hash.ts';
import { BLOB_STORES, IndexedDbBlobs } from '../../../../packages/core/src/cache/indexeddb-blobs.ts';
import { createQueue } from '../../../../packages/core/src/cache/lock.ts';
import { Database } from '../../../../packages/core/src/store/database.ts';

const openDatabase = (): Database => new Database('test', BLOB_STORES, { factory: new IDBFactory() });

/** Bytes of a size that differ from those of every other `seed`. */
function makeBytes(seed: number, sizeBytes = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  new DataView(bytes.buffer).setUint32(0, seed);
  return bytes;
}

afterEach(() => vi.restoreAllMocks());

describe('hashBlob()', () => {
  test('is SHA-256 as Node computes it, over a blob of many chunks', async () => {
    const bytes = new Uint8Array(300_001).map((_, i) => i * 31);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await hashBlob(new Blob([bytes.subarray(0, 1234), bytes.subarray(1234)]))).toBe(expected);
    expect(hashBytes(bytes)).toBe(expected);
  });

  test('of nothing is the known hash of nothing', async () => {
    expect(await hashBlob(new Blob([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('rejects with the reason of its signal', async () => {
    await expect(hashBlob(new Blob([makeBytes(1)]), { signal: AbortSignal.abort('no') })).rejects.toBe('no');
  });
});

type Step = { readonly put: number; readonly pinned: boolean } | { readonly read: number };

const steps = fc.array(fc.oneof(fc.record({ put: fc.nat(9), pinned: fc.boolean() }), fc.record({ read: fc.nat(9) })), {
  maxLength: 40,
});

/** The size is a function of the number, so that a number always means the same content. */
const sizeOf = (n: number): number => 4 + ((n * 7) % 30);

/** What the cache should hold, oldest use first: the law that the real one is held to. */
class Model {
  readonly budgetBytes: number;
  entries: { n: number; pinned: boolean }[] = [];

  constructor(budgetBytes: number) {
    this.budgetBytes = budgetBytes;
  }

  put(n: number, pinned: boolean): 'kept' | 'full' {
    const known = this.entries.find((entry) => entry.n === n);
    if (!known && this.#size(this.entries.filter((entry) => entry.pinned)) + sizeOf(n) > this.budgetBytes)
      return 'full';
    this.entries = [...this.entries.filter((entry) => entry.n !== n), { n, pinned: pinned || known?.pinned === true }];
    while (this.#size(this.entries) > this.budgetBytes) {
      const oldest = this.entries.findIndex((entry) => !entry.pinned && entry.n !== n);
      this.entries.splice(oldest, 1);
    }
    return 'kept';
  }

  read(n: number): boolean {
    const known = this.entries.find((entry) => entry.n === n);
    if (known) this.entries = [...this.entries.filter((entry) => entry !== known), known];
    return known !== undefined;
  }

  #size(entries: readonly { n: number }[]): number {
    return entries.reduce((sum, { n }) => sum + sizeOf(n), 0);
  }
}

async function follow(storage: BlobStorage, budgetBytes: number, script: readonly Step[]): Promise<void> {
  const cache = new BlobCache(storage, { budgetBytes, lock: createQueue() });
  const model = new Model(budgetBytes);
  const content = (n: number): Uint8Array<ArrayBuffer> => makeBytes(n, sizeOf(n));
  for (const step of script) {
    if ('put' in step) {
      const outcome = await cache.put(content(step.put), step).then(
        () => 'kept',
        (error: unknown) => (error as { code: string }).code.replace('cache/', ''),
      );
      expect(outcome).toBe(model.put(step.put, step.pinned));
    } else {
      const bytes = await cache.read(hashBytes(content(step.read))).catch(() => undefined);
      expect(bytes).toEqual(model.read(step.read) ? content(step.read) : undefined);
    }
    const entries = [...(await storage.entries())].sort((a, b) => a.usedAt - b.usedAt);
    expect(entries.map(({ hash, pinned }) => ({ hash, pinned }))).toEqual(
      model.entries.map(({ n, pinned }) => ({ hash: hashBytes(content(n)), pinned })),
    );
    expect(entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThanOrEqual(budgetBytes);
  }
}

describe('BlobCache', () => {
  test('holds what a model holds: within budget, pinned stays, longest unused goes first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 120 }), steps, (budget, script) =>
        follow(new MemoryBlobs(), budget, script),
      ),
    );
  });

  test('holds the same over IndexedDB', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 30, max: 90 }), steps, (budget, script) =>
        follow(new IndexedDbBlobs(openDatabase()), budget, script),
      ),
      { numRuns: 15 },
    );
  });

  test('puts many at once without going over its budget', async () => {
    const storage = new IndexedDbBlobs(openDatabase());
    const cache = new BlobCache(storage, { budgetBytes: 40, lock: createQueue() });
    await Promise.all(Array.from({ length: 12 }, (_, i) => cache.put(makeBytes(i, 10))));
    expect(await storage.entries()).toHaveLength(4);
  });

  test('evicts when the browser refuses room, and keeps what is new', async () => {
    const storage = new MemoryBlobs();
    const cache = new BlobCache(storage, { lock: createQueue() });
    const old = await cache.put(makeBytes(1));
    const pinned = await cache.put(makeBytes(2), { pinned: true });
    const write = vi.spyOn(storage, 'write');
    write.mockRejectedValueOnce(new DOMException('no room', 'QuotaExceededError'));
    const fresh = await cache.put(makeBytes(3));
    expect((await storage.entries()).map(({ hash }) => hash).sort()).toEqual([pinned, fresh].sort());
    await expect(cache.read(old)).rejects.toMatchObject({ code: 'cache/missing' });
    write.mockRejectedValue(new DOMException('no room', 'QuotaExceededError'));
    await expect(cache.put(makeBytes(4))).rejects.toMatchObject({ code: 'cache/full' });
    expect(await cache.read(pinned)).toEqual(makeBytes(2));
  });

  test('finds any flipped bit, removes the entry and never gives the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(63), async (bit) => {
        const storage = new MemoryBlobs();
        const cache = new BlobCache(storage, { lock: createQueue() });
        const bytes = makeBytes(5);
        const hash = await cache.put(bytes);
        const [entry] = await storage.entries();
        const damaged = bytes.slice();
        damaged[bit >> 3]! ^= 1 << (bit & 7);
        await storage.write(entry!, damaged);
        await expect(cache.read(hash)).rejects.toMatchObject({ code: 'cache/corrupt' });
        await expect(cache.read(hash)).rejects.toMatchObject({ code: 'cache/missing' });
        expect(await storage.entries()).toEqual([]);
      }),
    );
  });

  test('reads from a disk on which not even a use can be noted', async () => {
    const storage = new MemoryBlobs();
    const cache = new BlobCache(storage, { lock: createQueue() });
    const hash = await cache.put(makeBytes(1));
    vi.spyOn(storage, 'change').mockRejectedValue(new DOMException('no room', 'QuotaExceededError'));
    expect(await cache.read(hash)).toEqual(makeBytes(1));
  });
});

describe('FileCache', () => {
  test('holds in memory what the browser has no room for, and says that it is not kept', async () => {
    const database = openDatabase();
    const cache = new FileCache(database, { budgetBytes: 10 });
    const hash = await cache.put(makeBytes(1, 20));
    expect(await cache.read(hash)).toEqual(makeBytes(1, 20));
    expect(database.state.kind).toBe('memory');
    await cache.put(makeBytes(2, 10));
    expect(database.state).toEqual({ kind: 'indexeddb' });
  });

  test('works without a database, within the budget of memory', async () => {
    const cache = new FileCache(new Database('test', BLOB_STORES, { factory: undefined }), { memoryBudgetBytes: 20 });
    const hashes = [
      await cache.put(makeBytes(1, 10)),
      await cache.put(makeBytes(2, 10)),
      await cache.put(makeBytes(3, 10)),
    ];
    expect(await Promise.all(hashes.map((hash) => cache.has(hash)))).toEqual([false, true, true]);
    await cache.remove(hashes[1]!);
    await expect(cache.read(hashes[1]!)).rejects.toMatchObject({ code: 'cache/missing' });
    await expect(cache.put(makeBytes(4, 21))).rejects.toMatchObject({ code: 'cache/full' });
  });
});

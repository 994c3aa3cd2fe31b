import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { KinoraError } from '@kinora/core/protocol';
import { openDirectoryStore } from '@kinora/service';
import type { FileStore } from '@kinora/service';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const limits = { maxFileBytes: 100, maxTotalBytes: 250 };

/** What every `FileStore` promises. `reopen` opens the same files again, as after a crash. */
function describeFileStore(name: string, place: { open(): Promise<FileStore>; clear(): Promise<void> }): void {
  describe(`a file store in ${name}`, () => {
    let store: FileStore;
    beforeEach(async () => (store = await place.open()));
    afterEach(() => place.clear());

    const read = async (key: string, first: number, last: number): Promise<number[]> => [
      ...(await buffer(store.read(key, first, last))),
    ];

    test('keeps what it is given, and gives any part of it', async () => {
      expect(await store.write('a.glb', pieces([1, 2], [3], [], [4, 5]))).toBe(5);
      expect(await store.size('a.glb')).toBe(5);
      expect(await read('a.glb', 0, 4)).toEqual([1, 2, 3, 4, 5]);
      expect(await read('a.glb', 1, 2)).toEqual([2, 3]);
      expect((await store.list()).map(({ key }) => key)).toEqual(['a.glb']);
    });

    test('knows nothing of a file that is not there', async () => {
      expect(await store.size('a')).toBeUndefined();
      expect(await store.draftSize('a')).toBeUndefined();
      await store.delete('a');
      await store.deleteDraft('a');
    });

    test('keeps the old file, whole, where the new one breaks off', async () => {
      await store.write('a', pieces([1, 2, 3]));
      await expect(store.write('a', broken([7]))).rejects.toThrow('cut');
      expect(await read('a', 0, 2)).toEqual([1, 2, 3]);
    });

    test('keeps of a draft what came before it broke off, also over a crash', async () => {
      await store.startDraft('a.1');
      await store.appendToDraft('a.1', pieces([1]));
      await expect(store.appendToDraft('a.1', broken([2, 3]))).rejects.toThrow('cut');
      store = await place.open();
      expect(await store.draftSize('a.1')).toBe(3);
      await store.appendToDraft('a.1', pieces([4]));
      expect(await store.size('a')).toBeUndefined();
      await store.finishDraft('a.1', 'a');
      expect(await read('a', 0, 3)).toEqual([1, 2, 3, 4]);
      expect(await store.draftSize('a.1')).toBeUndefined();
    });

    test('takes no file, and no draft, over the limit of one', async () => {
      expect(await refused(store.write('a', pieces(zeros(60), zeros(41))))).toBe('service/too-large');
      expect(await store.size('a')).toBeUndefined();
      await store.startDraft('b.1');
      await store.appendToDraft('b.1', pieces(zeros(100)));
      expect(await refused(store.appendToDraft('b.1', pieces(zeros(1))))).toBe('service/too-large');
    });

    test('takes no file over the limit of all, counts a replaced one once, and has room again where one is deleted', async () => {
      for (const key of ['a', 'b']) await store.write(key, pieces(zeros(100)));
      expect(await refused(store.write('c', pieces(zeros(60))))).toBe('service/storage-full');
      await store.write('c', pieces(zeros(50)));
      store = await place.open();
      expect(await refused(store.write('d', pieces(zeros(1))))).toBe('service/storage-full');
      await store.delete('a');
      // While a file is replaced, both are there.
      for (const size of [80, 70]) await store.write('c', pieces(zeros(size)));
      expect(await refused(store.write('d', pieces(zeros(81))))).toBe('service/storage-full');
      await store.write('d', pieces(zeros(80)));
    });

    test.each(['', '.', '..', '../a', 'a/b', 'a\\b', '/a', 'a\0', '.a', 'a..b', 'a'.repeat(121)])(
      'takes no path for a key: "%s"',
      async (key) => {
        expect(() => store.pathOf(key)).toThrow(TypeError);
        await expect(store.write(key, pieces([1]))).rejects.toThrow(TypeError);
        await expect(store.startDraft(key)).rejects.toThrow(TypeError);
      },
    );
  });
}

let directory: string | undefined;

async function openDirectory(): Promise<FileStore> {
  directory ??= await mkdtemp(join(tmpdir(), 'kinora-files-'));
  return openDirectoryStore({ directory, ...limits });
}

async function clearDirectory(): Promise<void> {
  if (directory !== undefined) await rm(directory, { recursive: true });
  directory = undefined;
}

describeFileStore('a directory', { open: openDirectory, clear: clearDirectory });

test('a directory store removes what a killed process left half written', async () => {
  const store = await openDirectory();
  await writeFile(join(directory!, 'unfinished', 'half'), new Uint8Array(200));
  const again = await openDirectory();
  await again.write('a', pieces(zeros(100)));
  await again.write('b', pieces(zeros(100)));
  expect(await store.size('b')).toBe(100);
  await clearDirectory();
});

async function* pieces(...all: readonly (readonly number[])[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) yield await Promise.resolve(Uint8Array.from(piece));
}

async function* broken(...all: readonly (readonly number[])[]): AsyncGenerator<Uint8Array> {
  yield* pieces(...all);
  throw new Error('cut');
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

async function refused(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: unknown) => (error as KinoraError).code,
  );
}

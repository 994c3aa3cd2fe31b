import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { KinoraError } from '@kinora/core/protocol';
import type { FileStore, StoredFile } from './file-store.ts';

export interface DirectoryStoreOptions {
  readonly directory: string;
  /** Of one file, bytes. */
  readonly maxFileBytes: number;
  /** Of all files and drafts, bytes. */
  readonly maxTotalBytes: number;
}

/** Opens, and makes where needed, a store in a directory. What a killed process left half written is removed. */
export async function openDirectoryStore(options: DirectoryStoreOptions): Promise<FileStore> {
  const places = placesIn(options.directory);
  await rm(places.unfinished, { recursive: true, force: true });
  for (const place of Object.values(places)) await mkdir(place, { recursive: true, mode: 0o700 });
  const used = (await sizesIn(places.files)) + (await sizesIn(places.drafts));
  return new DirectoryStore(places, options, used);
}

type Places = ReturnType<typeof placesIn>;

function placesIn(directory: string) {
  return {
    files: join(directory, 'files'),
    drafts: join(directory, 'drafts'),
    unfinished: join(directory, 'unfinished'),
  };
}

class DirectoryStore implements FileStore {
  readonly #places: Places;
  readonly #limits: DirectoryStoreOptions;
  #usedBytes: number;

  constructor(places: Places, limits: DirectoryStoreOptions, usedBytes: number) {
    this.#places = places;
    this.#limits = limits;
    this.#usedBytes = usedBytes;
  }

  size(key: string): Promise<number | undefined> {
    return sizeOf(this.pathOf(key));
  }

  async write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const path = this.pathOf(key);
    const unfinished = join(this.#places.unfinished, randomUUID());
    const file = await open(unfinished, 'wx', 0o600);
    let written = 0;
    try {
      written = await this.#pour(file, 0, bytes, (size) => (written = size));
      await file.datasync();
      await file.close();
      this.#usedBytes -= (await sizeOf(path)) ?? 0;
      await rename(unfinished, path);
      return written;
    } catch (error) {
      await file.close();
      await rm(unfinished, { force: true });
      this.#usedBytes -= written;
      throw error;
    }
  }

  read(key: string, first: number, last: number): ReadableStream<Uint8Array<ArrayBuffer>> {
    // Node declares a stream class of its own: at run time it is the global one.
    return Readable.toWeb(createReadStream(this.pathOf(key), { start: first, end: last })) as ReadableStream<
      Uint8Array<ArrayBuffer>
    >;
  }

  pathOf(key: string): string {
    return join(this.#places.files, checked(key));
  }

  delete(key: string): Promise<void> {
    return this.#remove(this.pathOf(key));
  }

  async list(): Promise<readonly StoredFile[]> {
    const keys = await readdir(this.#places.files);
    return Promise.all(keys.map(async (key) => ({ key, changedMs: (await stat(this.pathOf(key))).mtimeMs })));
  }

  async startDraft(key: string): Promise<void> {
    const file = await open(this.#draftPath(key), 'wx', 0o600);
    await file.close();
  }

  draftSize(key: string): Promise<number | undefined> {
    return sizeOf(this.#draftPath(key));
  }

  async appendToDraft(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const file = await open(this.#draftPath(key), 'r+');
    try {
      await this.#pour(file, (await file.stat()).size, bytes);
    } finally {
      await file.datasync();
      await file.close();
    }
  }

  async finishDraft(draft: string, key: string): Promise<void> {
    this.#usedBytes -= (await this.size(key)) ?? 0;
    await rename(this.#draftPath(draft), this.pathOf(key));
  }

  deleteDraft(key: string): Promise<void> {
    return this.#remove(this.#draftPath(key));
  }

  /** Writes to the end of a file of `from` bytes, within the limits. @returns its new size. */
  async #pour(
    file: FileHandle,
    from: number,
    bytes: AsyncIterable<Uint8Array>,
    onSize: (size: number) => void = () => {},
  ): Promise<number> {
    const { maxFileBytes, maxTotalBytes } = this.#limits;
    let size = from;
    for await (const chunk of bytes) {
      if (size + chunk.length > maxFileBytes) throw tooLarge(maxFileBytes);
      if (this.#usedBytes + chunk.length > maxTotalBytes) throw storageFull();
      this.#usedBytes += chunk.length;
      size += chunk.length;
      onSize(size);
      await writeAll(file, chunk, size - chunk.length);
    }
    return size;
  }

  async #remove(path: string): Promise<void> {
    const size = await sizeOf(path);
    if (size === undefined) return;
    await rm(path, { force: true });
    this.#usedBytes -= size;
  }

  #draftPath(key: string): string {
    return join(this.#places.drafts, checked(key));
  }
}

/** The last line of defence against a path in place of a name: callers make their keys themselves. */
function checked(key: string): string {
  if (key.length > 120 || !/^[\w-]+(\.[\w-]+)*$/.test(key)) throw new TypeError('That is no key of a file');
  return key;
}

/** One `write` may take less than it was given. */
async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function sizesIn(directory: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(directory)) sum += (await sizeOf(join(directory, name))) ?? 0;
  return sum;
}

function tooLarge(maxFileBytes: number): KinoraError {
  const megabytes = Math.floor(maxFileBytes / 1e6);
  return new KinoraError('service/too-large', `The file is larger than ${megabytes} MB`, {
    hint: 'Cut the video, or export it at a lower quality.',
    details: { maxFileBytes },
  });
}

function storageFull(): KinoraError {
  return new KinoraError('service/storage-full', 'The service has no room for the file', {
    hint: 'Its operator may delete old jobs or allow more room.',
  });
}

import { mkdir, open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KinoraError } from '@kinora/core/protocol';
import { readIfThere } from '../files/read-if-there.ts';

/** A value and the time from which on it may be forgotten, milliseconds since 1970. */
interface Entry<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** One change: undefined removes. */
export type Change<T> = readonly [key: string, value: T | undefined, untilMs?: number];

interface Waiting<T> {
  readonly changes: readonly Change<T>[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The file is written anew when it has this many lines for each entry. */
const LINES_PER_ENTRY = 4;

/**
 * A map whose changes are on disk before their promise resolves, so that a crash at any moment loses nothing that was
 * promised. Changes that come while one is written go to disk together.
 */
export class DurableMap<T> {
  readonly #path: string;
  readonly #now: () => number;
  readonly #entries: Map<string, Entry<T>>;
  /** Undefined: it lives in memory alone. */
  #file: FileHandle | undefined;
  #lines: number;
  /** True while the file may end in half a line: then it is written anew before anything is added. */
  #isTorn = false;
  #waiting: Waiting<T>[] = [];
  #isWriting = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, now: () => number, entries: Map<string, Entry<T>>, file: FileHandle | undefined) {
    this.#path = path;
    this.#now = now;
    this.#entries = entries;
    this.#file = file;
    this.#lines = entries.size;
  }

  /**
   * @param path - of its file, in a directory that nobody else writes to.
   * @throws `service/journal` for a file that is damaged.
   */
  static async open<T>(path: string, now: () => number = Date.now): Promise<DurableMap<T>> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const entries = await readEntries<T>(path, now());
    return new DurableMap(path, now, entries, await writeSnapshot(path, entries));
  }

  /** A map that ends with the process. */
  static inMemory<T>(now: () => number = Date.now): DurableMap<T> {
    return new DurableMap('', now, new Map(), undefined);
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.untilMs > this.#now() ? entry.value : undefined;
  }

  /** All that is known under keys that begin so, oldest change first. */
  *startingWith(prefix: string): Generator<readonly [key: string, value: T]> {
    const now = this.#now();
    for (const [key, { value, untilMs }] of this.#entries) {
      if (key.startsWith(prefix) && untilMs > now) yield [key, value];
    }
  }

  /** Makes changes, all or none of them; `get` sees them when they are on disk. */
  change(...changes: readonly Change<T>[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      if (!this.#isWriting) this.#writing = this.#writeAll();
    });
  }

  /** May be called more than once. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(batch.map(({ changes }) => changes));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    // In the same turn as the last look: a change that comes a turn later must begin a new round, or it waits for ever.
    this.#isWriting = false;
  }

  async #write(batch: readonly (readonly Change<T>[])[]): Promise<void> {
    if (this.#isTorn || this.#lines > LINES_PER_ENTRY * (this.#entries.size + 256)) await this.#writeAnew();
    this.#isTorn = this.#file !== undefined;
    // One line for all changes of a call: half of them can never be there.
    await this.#file?.appendFile(batch.map((changes) => `${JSON.stringify(changes)}\n`).join(''));
    await this.#file?.datasync();
    this.#isTorn = false;
    this.#lines += batch.length;
    for (const change of batch.flat()) apply(this.#entries, change);
  }

  async #writeAnew(): Promise<void> {
    for (const [key, { untilMs }] of this.#entries) if (untilMs <= this.#now()) this.#entries.delete(key);
    this.#lines = this.#entries.size;
    if (!this.#file) return;
    const old = this.#file;
    this.#file = await writeSnapshot(this.#path, this.#entries);
    await old.close();
  }
}

/** Behind every date that there is. */
const FOR_EVER = 8.64e15;

function apply<T>(entries: Map<string, Entry<T>>, [key, value, untilMs]: Change<T>): void {
  entries.delete(key); // A changed entry is the newest.
  if (value !== undefined && value !== null) entries.set(key, { value, untilMs: untilMs ?? FOR_EVER });
}

async function readEntries<T>(path: string, nowMs: number): Promise<Map<string, Entry<T>>> {
  const entries = new Map<string, Entry<T>>();
  const lines = (await readIfThere(path)).split('\n');
  lines.pop(); // What a crash cut short has no end, and was never promised to anyone.
  for (const [index, line] of lines.entries()) {
    for (const change of parseLine<T>(line, path, index + 1)) apply(entries, change);
  }
  for (const [key, { untilMs }] of entries) if (untilMs <= nowMs) entries.delete(key);
  return entries;
}

function parseLine<T>(line: string, path: string, number: number): Change<T>[] {
  try {
    const changes: unknown = JSON.parse(line);
    // Our own file, in a directory that is ours alone.
    if (Array.isArray(changes) && changes.every(Array.isArray)) return changes as unknown as Change<T>[];
  } catch {
    // Told below, like a line of another kind.
  }
  throw new KinoraError('service/journal', `Cannot read the records: line ${number} of ${path} is damaged`, {
    hint: 'Take the line out, or move the file away: what they hold, such as which job is whose, is then forgotten.',
    details: { line: number },
  });
}

/** Writes beside the file and moves it over: there is a whole one at any time. @returns it, open. */
async function writeSnapshot<T>(path: string, entries: ReadonlyMap<string, Entry<T>>): Promise<FileHandle> {
  const file = await open(`${path}.next`, 'w', 0o600);
  try {
    for (const [key, { value, untilMs }] of entries) {
      await file.appendFile(`${JSON.stringify([[key, value, untilMs]])}\n`);
    }
    await file.datasync();
    await rename(`${path}.next`, path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

import { open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KinoraError } from '@kinora/core/protocol';
import type { Job } from './job.ts';
import { readIfThere } from '../files/read-if-there.ts';

/**
 * One line: how a job stands, or that it is forgotten, and what all forgotten jobs have cost. The last line of a job
 * counts.
 */
export type JournalEntry =
  { readonly job: Job } | { readonly forgotten: string; readonly spent: number } | { readonly spent: number };

/** What a journal holds. */
export interface JournalContent {
  readonly jobs: Map<string, Job>;
  /** Credits that forgotten jobs have cost. */
  spent: number;
}

/** A file to which lines are added, each on disk before its promise resolves. */
export class Journal {
  readonly #path: string;
  #file: FileHandle;
  #lines: number;
  #lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(path: string, file: FileHandle, lines: number) {
    this.#path = path;
    this.#file = file;
    this.#lines = lines;
  }

  /** Reads what is there, and writes it anew without what no longer counts. */
  static async open(path: string): Promise<{ journal: Journal; content: JournalContent }> {
    const content = await readContent(path);
    const file = await writeSnapshot(path, content);
    return { journal: new Journal(path, file, content.jobs.size + 1), content };
  }

  /** Lines in the file. */
  get lines(): number {
    return this.#lines;
  }

  append(entry: JournalEntry): Promise<void> {
    return this.#inTurn(async () => {
      await this.#file.appendFile(`${JSON.stringify(entry)}\n`);
      await this.#file.datasync();
      this.#lines++;
    });
  }

  /** Replaces all lines by one for each job that is known when it is this one's turn. */
  compact(content: JournalContent): Promise<void> {
    return this.#inTurn(async () => {
      const old = this.#file;
      this.#lines = content.jobs.size + 1;
      this.#file = await writeSnapshot(this.#path, content);
      await old.close();
    });
  }

  /** May be called more than once. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#file.close());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastWrite.then(work);
    this.#lastWrite = turn.catch(() => {}); // Whoever wrote has the rejection.
    return turn;
  }
}

async function readContent(path: string): Promise<JournalContent> {
  const content: JournalContent = { jobs: new Map(), spent: 0 };
  const lines = (await readIfThere(path)).split('\n');
  // A line that a crash cut short has no end, and was never confirmed to anyone.
  lines.pop();
  for (const [index, line] of lines.entries()) {
    const entry = parseLine(line, path, index + 1);
    if ('job' in entry) content.jobs.set(entry.job.rid, entry.job);
    else content.spent = entry.spent;
    if ('forgotten' in entry) content.jobs.delete(entry.forgotten);
  }
  return content;
}

function parseLine(line: string, path: string, number: number): JournalEntry {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry === 'object' && entry !== null && ('job' in entry || 'spent' in entry)) {
      return entry as JournalEntry; // Our own file, in a directory that is ours alone.
    }
  } catch {
    // Told below, like a line of another kind.
  }
  throw new KinoraError('service/journal', `Cannot read the journal of jobs: line ${number} of ${path} is damaged`, {
    hint: 'Take the line out, or move the file away: the jobs in it are then forgotten.',
    details: { line: number },
  });
}

/** Writes beside the journal and moves it over: there is a whole one at any time. @returns the open file. */
async function writeSnapshot(path: string, { jobs, spent }: JournalContent): Promise<FileHandle> {
  const next = join(dirname(path), 'journal.next');
  const file = await open(next, 'w', 0o600);
  try {
    const entries: JournalEntry[] = Array.from(jobs.values(), (job) => ({ job }));
    if (spent > 0) entries.push({ spent });
    for (const entry of entries) await file.appendFile(`${JSON.stringify(entry)}\n`);
    await file.datasync();
    await rename(next, path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

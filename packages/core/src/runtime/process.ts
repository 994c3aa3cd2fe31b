import type { Clip } from '../clip/clip.ts';
import { isKinoraError, KinoraError } from '../errors.ts';
import type { KinoraErrorCode } from '../errors.ts';
import type { Progress } from '../providers/provider.ts';
import type { KeptFile, ProcessRecord } from '../worker/contract.ts';
import type { ProgressGate } from './progress-gate.ts';

/** A run from video to animation: one that is under way, or one of an earlier page. */
export interface Process {
  readonly id: string;
  /** What is kept of it, as plain data. Another object after every change. */
  readonly record: ProcessRecord;
  readonly state: ProcessRecord['state'];
  readonly files: readonly KeptFile[];
  /**
   * Resolves when the files are there and kept. Rejects with a `KinoraError`, or with the reason of the signal or of
   * `cancel()`. Nobody has to listen.
   */
  readonly done: Promise<void>;
  /**
   * The animation, parsed. Waits for the end of a run that is under way.
   *
   * @throws as `done` does; `cache/missing` or `cache/corrupt` where the browser lost the file.
   */
  clip(): Promise<Clip>;
  /**
   * Tells how far a run of this page is: what is known already, then all that follows. Never goes back; is 1 exactly
   * once, at the end of a run that succeeds. Returns how to stop.
   */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** Ends a run that is under way: `done` rejects at once with an `AbortError`, and no progress follows. Else does nothing. */
  cancel(): void;
}

/** What a process asks of the runtime. */
export interface ProcessHome {
  readClip(record: ProcessRecord): Promise<Clip>;
  /** Keeps the changed record, and tells those who listen. */
  changed(record: ProcessRecord): Promise<void>;
}

/** The work of a run. */
export interface Run {
  /** Does it. `update` changes the record on the way; what is returned changes it at the end. */
  work(signal: AbortSignal, update: (change: Partial<ProcessRecord>) => Promise<void>): Promise<RunResult>;
  /** The caller's own signal. */
  readonly signal?: AbortSignal;
  readonly gate: ProgressGate;
}

export interface RunResult {
  readonly clip: Clip;
  readonly change: Partial<ProcessRecord>;
}

export class ProcessHandle implements Process {
  readonly done: Promise<void>;
  /** True for a run that this page began. */
  readonly isOwn: boolean;
  readonly #home: ProcessHome;
  readonly #abort = new AbortController();
  readonly #gate: ProgressGate | undefined;
  #record: ProcessRecord;
  #clip: Promise<Clip> | undefined;

  /** @param run - absent for a record of an earlier page. */
  constructor(record: ProcessRecord, home: ProcessHome, run?: Run) {
    this.#record = record;
    this.#home = home;
    this.isOwn = run !== undefined;
    this.#gate = run?.gate;
    this.done = run ? this.#follow(run) : outcomeOf(record);
    this.done.catch(() => {}); // Listening is optional; whoever does gets the rejection all the same.
  }

  get id(): string {
    return this.#record.id;
  }

  get record(): ProcessRecord {
    return this.#record;
  }

  get state(): ProcessRecord['state'] {
    return this.#record.state;
  }

  get files(): readonly KeptFile[] {
    return this.#record.files;
  }

  async clip(): Promise<Clip> {
    await this.done;
    this.#clip ??= this.#home.readClip(this.#record);
    try {
      return await this.#clip;
    } catch (error) {
      this.#clip = undefined; // The next call tries again.
      throw error;
    }
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    return this.#gate?.listen(listener) ?? (() => {});
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #follow(run: Run): Promise<void> {
    const { signal, gate } = run;
    const stop = signal ? AbortSignal.any([signal, this.#abort.signal]) : this.#abort.signal;
    try {
      const update = async (change: Partial<ProcessRecord>): Promise<void> => {
        if (!stop.aborted) await this.#change(change);
      };
      const work = async (): Promise<RunResult> => {
        await Promise.resolve(); // Nothing happens before the caller has the process in hand.
        stop.throwIfAborted();
        return run.work(stop, update);
      };
      const { clip, change } = await untilAborted(work(), stop);
      this.#clip = Promise.resolve(clip);
      await untilAborted(this.#change({ ...change, state: 'done' }), stop);
      gate.finish();
    } catch (error) {
      const state = stop.aborted ? 'cancelled' : 'failed';
      gate.close();
      void this.#change(state === 'failed' ? { state, error: describe(error) } : { state });
      throw stop.aborted ? stop.reason : error;
    }
  }

  #change(change: Partial<ProcessRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    return this.#home.changed(this.#record);
  }
}

/** Settles as the work does, or rejects with the signal's reason the moment it aborts. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
    onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  return Promise.race([aborted, work]).finally(() => signal.removeEventListener('abort', onAbort));
}

function describe(error: unknown): NonNullable<ProcessRecord['error']> {
  if (!isKinoraError(error)) return { code: 'runtime/unexpected', message: String(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}

/** Resolves for a run that is done, and rejects as it ended for any other. */
export async function outcomeOf({ state, error }: ProcessRecord): Promise<void> {
  if (state === 'done') return Promise.resolve();
  if (state === 'cancelled') throw new DOMException('The process was cancelled', 'AbortError');
  if (!error) {
    throw new KinoraError('runtime/elsewhere', 'The process is running in another tab of this page', {
      hint: 'Look there: what comes of it is in the list of this page as soon as it has ended.',
    });
  }
  // Written by `describe` above, from a code of ours.
  const code = error.code as KinoraErrorCode;
  throw new KinoraError(code, error.message, error.hint === undefined ? {} : { hint: error.hint });
}

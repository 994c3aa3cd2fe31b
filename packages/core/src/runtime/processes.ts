import type { Clip } from '../clip/clip.ts';
import { KinoraError } from '../errors.ts';
import type { Core } from '../worker/client.ts';
import type { KeptFile, ProcessRecord } from '../worker/contract.ts';
import { Liveness } from './liveness.ts';
import { ProcessHandle } from './process.ts';
import type { Process, ProcessHome, Run } from './process.ts';
import { tell } from './progress-gate.ts';

/** Every run from video to animation, of this page and of earlier ones. */
export interface Processes {
  /** What is kept of each, newest first. A run whose page went away is `failed` with `runtime/interrupted`. */
  list(): Promise<readonly ProcessRecord[]>;
  /** @throws `runtime/unknown-process` where no such process was listed or started on this page. */
  get(id: string): Process;
  /** Forgets it, with the files that no other process has. Cancels it where it is under way. */
  delete(id: string): Promise<void>;
  /** Tells of each change of the list made on this page. Returns how to stop listening. */
  onChange(listener: (records: readonly ProcessRecord[]) => void): () => void;
}

/** Formats that the core can parse, the one that says more first: our GLB carries confidence and report. */
const PARSED_FORMATS: readonly string[] = ['glb', 'bvh'];

export class ProcessRegistry implements Processes {
  readonly #core: Core;
  readonly #liveness = new Liveness();
  readonly #handles = new Map<string, ProcessHandle>();
  readonly #listeners = new Set<(records: readonly ProcessRecord[]) => void>();
  readonly #home: ProcessHome = {
    readClip: (record) => this.#readClip(record),
    changed: (record) => this.#changed(record),
  };

  constructor(core: Core) {
    this.#core = core;
  }

  async list(): Promise<readonly ProcessRecord[]> {
    const isRunning = await this.#liveness.ask();
    const records = await this.#core.call((api) => api.listProcesses());
    for (const [id, { state }] of this.#handles) {
      if (state !== 'running' && !records.some((record) => record.id === id)) this.#handles.delete(id);
    }
    for (const record of records) {
      const known = this.#handles.get(record.id);
      const isOrphan = record.state === 'running' && !isRunning(record.id);
      if (known?.isOwn || (known?.state === record.state && !isOrphan)) continue;
      this.#handles.set(record.id, new ProcessHandle(isOrphan ? interrupted(record) : record, this.#home));
      if (isOrphan) await this.#core.call((api) => api.saveProcess(interrupted(record)));
    }
    return this.#records();
  }

  get(id: string): Process {
    const process = this.#handles.get(id);
    if (process) return process;
    throw new KinoraError('runtime/unknown-process', `No process has the id "${id}"`, {
      hint: 'Processes of earlier pages are known after processes.list().',
      details: { id },
    });
  }

  async delete(id: string): Promise<void> {
    const process = this.#handles.get(id);
    this.#handles.delete(id);
    process?.cancel();
    await this.#core.call((api) => api.deleteProcess(id));
    this.#tellAll();
  }

  onChange(listener: (records: readonly ProcessRecord[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins a run and keeps its record from the first moment on. */
  start(record: ProcessRecord, run: Run): Process {
    const process = new ProcessHandle(record, this.#home, run);
    this.#handles.set(record.id, process);
    this.#liveness.hold(record.id, process.done);
    void this.#changed(record);
    return process;
  }

  cancelAll(): void {
    for (const process of this.#handles.values()) process.cancel();
  }

  async #changed(record: ProcessRecord): Promise<void> {
    if (!this.#handles.has(record.id)) return; // Deleted meanwhile: it must not come back.
    this.#tellAll();
    // The process goes on without its record being kept; `storage` says whether anything is.
    await this.#core.call((api) => api.saveProcess(record)).catch(() => undefined);
  }

  async #readClip({ name, files }: ProcessRecord): Promise<Clip> {
    return readClip(this.#core, files, name);
  }

  #tellAll(): void {
    const records = this.#records();
    for (const listener of this.#listeners) tell(listener, records);
  }

  #records(): readonly ProcessRecord[] {
    const records = [...this.#handles.values()].map(({ record }) => record);
    return records.sort((a, b) => b.createdAtMs - a.createdAtMs);
  }
}

/** Parses the clip of a finished run out of its kept files. */
export async function readClip(core: Core, files: readonly KeptFile[], name: string): Promise<Clip> {
  const format = PARSED_FORMATS.find((candidate) => files.some((file) => file.format === candidate));
  const file = files.find((candidate) => candidate.format === format);
  const motion = file && (await core.call((api) => api.parseKept(file.hash)));
  const clip = motion?.clips[0];
  if (clip) return { ...clip, name };
  throw new KinoraError('provider/no-motion', `The files of "${name}" hold no animation that can be read`, {
    details: { files: files.map((each) => each.name).join(', ') },
  });
}

function interrupted(record: ProcessRecord): ProcessRecord {
  const error = {
    code: 'runtime/interrupted',
    message: 'The page was closed before the animation was ready',
    hint: 'Start again with the same video.',
  } as const;
  return { ...record, state: 'failed', error };
}

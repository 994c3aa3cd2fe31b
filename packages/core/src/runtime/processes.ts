import type { Clip } from '../clip/clip.ts';
import { KinoraError } from '../errors.ts';
import type { MotionFormat, ProviderFile } from '../providers/provider.ts';
import type { Core } from '../worker/client.ts';
import type { KeptFile, ProcessRecord } from '../worker/contract.ts';
import { keepFile } from './keep-file.ts';
import { Liveness } from './liveness.ts';
import type { Hold } from './liveness.ts';
import { outcomeOf, ProcessHandle } from './process.ts';
import type { Process, ProcessHome, Run } from './process.ts';
import { ProgressGate, tell } from './progress-gate.ts';

/** Every run from video to animation, of this page and of earlier ones. */
export interface Processes {
  /**
   * What is kept of each, newest first. A run whose page went away goes on by itself where its provider can resume it,
   * else it is `failed` with `runtime/interrupted`.
   */
  list(): Promise<readonly ProcessRecord[]>;
  /** @throws `runtime/unknown-process` where no such process was listed or started on this page. */
  get(id: string): Process;
  /**
   * Keeps an animation that was made elsewhere as a finished process: a file that somebody shared. A file that is kept
   * already is not kept twice.
   *
   * @throws `formats/…` where its bytes are no such file; `provider/no-motion` where there is no animation in it.
   */
  keep(file: ProviderFile): Promise<Process>;
  /** Forgets it, with the files that no other process has. Cancels it where it is under way. */
  delete(id: string): Promise<void>;
  /** Tells of each change of the list made on this page. Returns how to stop listening. */
  onChange(listener: (records: readonly ProcessRecord[]) => void): () => void;
}

/** Formats that the core can parse, the one that says more first: our GLB carries confidence and report. */
const PARSED_FORMATS: readonly MotionFormat[] = ['glb', 'bvh', 'fbx', 'vrma', 'kinanim'];

export class ProcessRegistry implements Processes {
  readonly #core: Core;
  readonly #resume: (record: ProcessRecord) => Run | undefined;
  readonly #end = new AbortController();
  readonly #liveness = new Liveness();
  readonly #handles = new Map<string, ProcessHandle>();
  readonly #listeners = new Set<(records: readonly ProcessRecord[]) => void>();
  readonly #home: ProcessHome = {
    readClip: (record) => this.#readClip(record),
    changed: (record) => this.#changed(record),
  };

  /** @param resume - the run that goes on with a record of an earlier page, where that is possible. */
  constructor(core: Core, resume: (record: ProcessRecord) => Run | undefined) {
    this.#core = core;
    this.#resume = resume;
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
      if (record.state === 'running' && this.#resume(record)) await this.#goOn(record, isOrphan);
      else if (isOrphan) await this.#giveUp(record);
      else this.#handles.set(record.id, new ProcessHandle(record, this.#home));
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

  async keep(file: ProviderFile): Promise<Process> {
    const record = await keepFile(this.#core, file);
    await this.list(); // What earlier pages kept counts as well.
    const known = [...this.#handles.values()].find(({ files }) => files[0]?.hash === record.files[0]?.hash);
    if (known) return known;
    const process = new ProcessHandle(record, this.#home);
    this.#handles.set(record.id, process);
    await this.#changed(record);
    return process;
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
    const process = this.#begin(record, run);
    this.#liveness.hold(record.id, process.done);
    return process;
  }

  cancelAll(): void {
    this.#end.abort();
    for (const process of this.#handles.values()) process.cancel();
  }

  #begin(record: ProcessRecord, run: Run): Process {
    const process = new ProcessHandle(record, this.#home, run);
    this.#handles.set(record.id, process);
    void this.#changed(record);
    return process;
  }

  async #giveUp(record: ProcessRecord): Promise<void> {
    this.#handles.set(record.id, new ProcessHandle(interrupted(record), this.#home));
    await this.#core.call((api) => api.saveProcess(interrupted(record)));
  }

  /** Goes on at once where nobody runs it, else as soon as the tab that does so is closed. */
  async #goOn(record: ProcessRecord, isOrphan: boolean): Promise<void> {
    const { signal } = this.#end;
    const hold = isOrphan ? await this.#liveness.claim(record.id, { wait: false, signal }) : undefined;
    if (hold) return this.#takeOver(record.id, hold);
    this.#handles.set(record.id, new ProcessHandle(record, this.#home, this.#runElsewhere(record.id)));
  }

  async #takeOver(id: string, hold: Hold): Promise<void> {
    const { record, run } = await this.#latest(id);
    if (record && run) return hold(this.#begin(record, run).done);
    hold();
    if (record) this.#handles.set(id, new ProcessHandle(record, this.#home));
    this.#tellAll();
  }

  /** Waits for the end of a run of another tab. Where that tab goes away before, it goes on here. */
  #runElsewhere(id: string): Run {
    const gate = new ProgressGate();
    const work: Run['work'] = async (stop, update) => {
      gate.report({ stage: 'queue', progress01: 0, message: 'It is on its way in another tab' });
      const hold = await this.#liveness.claim(id, { wait: true, signal: stop });
      const { record, run } = await this.#latest(id);
      hold?.(run && this.#handles.get(id)?.done);
      if (record && run) {
        run.gate.listen((progress) => gate.report(progress));
        return run.work(stop, update);
      }
      const ended = record ?? this.get(id).record;
      await outcomeOf(ended);
      return { clip: await this.#readClip(ended), change: ended };
    };
    return { work, gate };
  }

  /** As it is kept now, another tab may have brought it to its end; and the run that goes on with it, where it has none. */
  async #latest(id: string): Promise<{ readonly record?: ProcessRecord; readonly run?: Run }> {
    const record = (await this.#core.call((api) => api.listProcesses())).find((each) => each.id === id);
    const run = record?.state === 'running' ? this.#resume(record) : undefined;
    return { ...(record && { record }), ...(run && { run }) };
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

import { clipDuration } from '../clip/clip.ts';
import { isKinoraError, KinoraError } from '../errors.ts';
import type { MotionParams, Progress, Provider, ProviderFile, RunContext } from '../providers/provider.ts';
import type { Core } from '../worker/client.ts';
import type { KeptFile, ProcessRecord } from '../worker/contract.ts';
import { newId } from './new-id.ts';
import type { Process, Run, RunResult } from './process.ts';
import { readClip } from './processes.ts';
import type { ProcessRegistry } from './processes.ts';
import { ProgressGate } from './progress-gate.ts';

export interface FromVideoOptions extends MotionParams {
  /** Cancels: everything that waits rejects at once with the signal's own reason, and no progress follows. */
  readonly signal?: AbortSignal;
  /** Never goes back; is 1 exactly once, at the end of a run that succeeds. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Makes animations from videos. */
export interface Creation {
  /**
   * Starts a run and returns at once. The same video with the same provider and parameters is answered from what is kept.
   *
   * @throws `runtime/no-provider`, `runtime/disposed`. What goes wrong later rejects `done` and `clip()`.
   *
   * @example
   * const process = kinora.creation.fromVideo(file, { signal, onProgress: showBar });
   * avatar.player.play(await process.clip(), { loop: true });
   */
  fromVideo(video: Blob, options?: FromVideoOptions): Process;
}

/** Where the stretches of a run lie in its whole. */
const HASHED = 0.02;
const PROVIDED = 0.97;

export class VideoCreation implements Creation {
  readonly #core: Core;
  readonly #processes: ProcessRegistry;
  readonly #provider: Provider | undefined;

  constructor(core: Core, processes: ProcessRegistry, provider: Provider | undefined) {
    this.#core = core;
    this.#processes = processes;
    this.#provider = provider;
  }

  fromVideo(video: Blob, { signal, onProgress, ...params }: FromVideoOptions = {}): Process {
    if (!(video instanceof Blob)) throw new TypeError('fromVideo() takes a Blob or a File');
    const provider = this.#provider;
    if (!provider) {
      throw new KinoraError('runtime/no-provider', 'Kinora was created without a provider', {
        hint: 'Pass one: createKinora({ provider: local() }) with local from @kinora/capture.',
      });
    }
    this.#core.assertOpen();
    const gate = new ProgressGate(onProgress);
    const record: ProcessRecord = {
      id: newId(),
      provider: provider.id,
      name: params.name ?? nameOf(video),
      createdAtMs: Date.now(),
      state: 'running',
      paramsKey: paramsKeyOf(provider, params),
      files: [],
    };
    return this.#processes.start(record, {
      work: (stop, update) =>
        this.#run(provider, video, { ...params, name: record.name }, record, { stop, update, gate }),
      gate,
      ...(signal && { signal }),
    });
  }

  /** The run that goes on with what an earlier page began. Undefined where this page's provider cannot. */
  resume(record: ProcessRecord): Run | undefined {
    const provider = this.#provider;
    const { checkpoint, name } = record;
    if (checkpoint === undefined || !provider?.resume || provider.id !== record.provider) return undefined;
    if (!isOfVersion(record, provider)) return undefined;
    const gate = new ProgressGate();
    const work: Run['work'] = async (stop, update) => {
      stop.addEventListener('abort', () => gate.close());
      const made = callProvider(provider, (context) => provider.resume?.(checkpoint, context), { stop, update, gate });
      return this.#finish(await made, name, { stop, update, gate });
    };
    return { work, gate };
  }

  async #run(
    provider: Provider,
    video: Blob,
    params: MotionParams,
    { name, paramsKey = '' }: ProcessRecord,
    context: RunState,
  ): Promise<RunResult> {
    const { stop, update, gate } = context;
    stop.addEventListener('abort', () => gate.close()); // At once: `onEnd` comes some microtasks later.
    gate.report({ stage: 'hash', progress01: 0 });
    const videoHash = await this.#core.call((api) => api.hash(video, { signal: stop }));
    await update({ videoHash });
    const earlier = await this.#core.call((api) => api.findProcess(provider.id, videoHash, paramsKey));
    const cached = earlier && (await this.#fromCache(earlier, name));
    if (cached) return cached;
    gate.report({ stage: 'hash', progress01: 1 }, 0, HASHED);
    const made = await callProvider(provider, (hands) => provider.run(video, params, { ...hands, videoHash }), context);
    return this.#finish(made, name, context);
  }

  async #finish(made: readonly ProviderFile[], name: string, { stop, gate }: RunState): Promise<RunResult> {
    stop.throwIfAborted();
    gate.report({ stage: 'parse', progress01: 0 }, PROVIDED);
    const files = await Promise.all(made.map((file) => this.#keep(file)));
    const clip = await readClip(this.#core, files, name);
    return { clip, change: { files, durationSeconds: clipDuration(clip) } };
  }

  /** Undefined where the files of the earlier run turn out to be lost or damaged: then they are made again. */
  async #fromCache({ files, durationSeconds = 0 }: ProcessRecord, name: string): Promise<RunResult | undefined> {
    try {
      return { clip: await readClip(this.#core, files, name), change: { files, durationSeconds } };
    } catch (error) {
      if (isKinoraError(error) && error.code.startsWith('cache/')) return undefined;
      throw error;
    }
  }

  #keep({ bytes, name, format }: ProviderFile): Promise<KeptFile> {
    return this.#core.call((api) => api.keep(bytes, name, format));
  }
}

interface RunState {
  readonly stop: AbortSignal;
  readonly update: (change: Partial<ProcessRecord>) => Promise<void>;
  readonly gate: ProgressGate;
}

async function callProvider(
  provider: Provider,
  work: (context: RunContext) => Promise<readonly ProviderFile[]> | undefined,
  { stop, update, gate }: RunState,
): Promise<readonly ProviderFile[]> {
  try {
    const made = await work({
      signal: stop,
      // A provider's end is not ours: its files are still to be parsed and kept.
      onProgress: (progress) => progress.stage !== 'done' && gate.report(progress, HASHED, PROVIDED),
      saveCheckpoint: (checkpoint) => update({ checkpoint }),
    });
    return made ?? [];
  } catch (error) {
    if (stop.aborted || isKinoraError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new KinoraError('provider/failed', `The provider "${provider.id}" failed: ${message}`, {
      details: { provider: provider.id },
      cause: error,
    });
  }
}

/** Another version of the provider may speak with another service, which does not know the job. */
function isOfVersion({ paramsKey = '{}' }: ProcessRecord, { version = '' }: Provider): boolean {
  return (JSON.parse(paramsKey) as { version?: string }).version === version; // Written by `paramsKeyOf` below.
}

/** The name does not change the motion, so it is not part of the key. */
function paramsKeyOf({ version = '' }: Provider, { quality = 'full' }: MotionParams): string {
  return JSON.stringify({ version, quality });
}

function nameOf(video: Blob): string {
  const name = 'name' in video && typeof video.name === 'string' ? video.name.replace(/\.[^.]*$/, '') : '';
  return name || 'Animation';
}

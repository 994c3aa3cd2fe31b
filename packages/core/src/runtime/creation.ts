import { clipDuration } from '../clip/clip.ts';
import { isKinoraError, KinoraError } from '../errors.ts';
import type { KinoraErrorCode } from '../errors.ts';
import type { MotionParams, Progress, Provider, ProviderFile } from '../providers/provider.ts';
import { Turns } from '../store/turns.ts';
import type { Core } from '../worker/client.ts';
import type { KeptFile, ProcessRecord } from '../worker/contract.ts';
import { callProvider, HASHED, PROVIDED } from './call-provider.ts';
import type { RunState } from './call-provider.ts';
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

const ELSEWHERE = 'The same video is on its way in another tab: waiting for it';
/** A run that nobody can go on with: the video is here, so that it can begin anew. */
const LOST: readonly KinoraErrorCode[] = ['animate3d/unknown-job', 'animate3d/checkpoint', 'upload/unreadable'];

export class VideoCreation implements Creation {
  readonly #core: Core;
  readonly #processes: ProcessRegistry;
  readonly #provider: Provider | undefined;
  readonly #turns = new Turns();

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
    const { checkpoint } = record;
    if (checkpoint === undefined || !provider?.resume || provider.id !== record.provider) return undefined;
    if (!isOfVersion(record, provider)) return undefined;
    const gate = new ProgressGate();
    const work: Run['work'] = async (stop, update) => {
      const context = { stop, update, gate };
      stop.addEventListener('abort', () => gate.close());
      return this.#alone(provider, record, context, async () =>
        callProvider(provider, (hands) => provider.resume?.(checkpoint, hands), context),
      );
    };
    return { work, gate };
  }

  async #run(
    provider: Provider,
    video: Blob,
    params: MotionParams,
    begun: ProcessRecord,
    context: RunState,
  ): Promise<RunResult> {
    const { stop, update, gate } = context;
    stop.addEventListener('abort', () => gate.close()); // At once: `onEnd` comes some microtasks later.
    gate.report({ stage: 'hash', progress01: 0 });
    const videoHash = await this.#hash(provider, video, params, stop);
    await update({ videoHash });
    gate.report({ stage: 'hash', progress01: 1 }, 0, HASHED);
    const record = { ...begun, videoHash };
    return this.#alone(provider, record, context, async () => {
      const left = await this.#leftBehind(provider, record, context);
      if (left) return left;
      return callProvider(provider, (hands) => provider.run(video, params, { ...hands, videoHash }), context);
    });
  }

  /** Of a large video this takes a while; meanwhile its provider may refuse it. */
  async #hash(provider: Provider, video: Blob, params: MotionParams, stop: AbortSignal): Promise<string> {
    const over = new AbortController();
    const signal = AbortSignal.any([stop, over.signal]);
    const refused = new Promise<never>((_resolve, reject) => {
      const check = async (): Promise<void> => provider.check?.(video, params, { signal });
      check().catch((error: unknown) => {
        if (isKinoraError(error)) reject(error); // Whatever else it was, the run comes upon it as well.
      });
    });
    try {
      return await Promise.race([refused, this.#core.call((api) => api.hash(video, { signal }))]);
    } finally {
      over.abort();
    }
  }

  /**
   * Makes the motion of one video once, however many tabs want it: whoever comes second waits, and finds what was made.
   */
  async #alone(
    provider: Provider,
    { videoHash, paramsKey = '', name }: ProcessRecord,
    context: RunState,
    make: () => Promise<readonly ProviderFile[]>,
  ): Promise<RunResult> {
    if (videoHash === undefined) return this.#finish(await make(), name, context);
    const work = async (): Promise<RunResult> => {
      const earlier = await this.#core.call((api) => api.findProcess(provider.id, videoHash, paramsKey));
      const cached = earlier && (await this.#fromCache(earlier, name));
      const result = cached ?? (await this.#finish(await make(), name, context));
      await context.update({ ...result.change, state: 'done' }); // Within the turn: who comes next finds it.
      return result;
    };
    const onWait = (): void => context.gate.report({ stage: 'queue', progress01: 0, message: ELSEWHERE }, 0, HASHED);
    const turn = `kinora:motion:${provider.id}:${videoHash}:${paramsKey}`;
    return this.#turns.take(turn, work, { signal: context.stop, onWait });
  }

  /** Goes on with a run of the same video whose tab is gone: its job may have begun already. */
  async #leftBehind(
    provider: Provider,
    { id, videoHash, paramsKey }: ProcessRecord,
    context: RunState,
  ): Promise<readonly ProviderFile[] | undefined> {
    const records = await this.#core.call((api) => api.listProcesses());
    const isSame = (other: ProcessRecord): boolean =>
      other.provider === provider.id && other.videoHash === videoHash && other.paramsKey === paramsKey;
    const other = records.find((each) => each.id !== id && each.state === 'running' && isSame(each) && each.checkpoint);
    const { checkpoint } = other ?? {};
    if (checkpoint === undefined || !provider.resume) return undefined;
    await context.update({ checkpoint });
    try {
      return await callProvider(provider, (hands) => provider.resume?.(checkpoint, hands), context);
    } catch (error) {
      if (isKinoraError(error) && LOST.includes(error.code)) return undefined;
      throw error;
    }
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

/** Another version of the provider may speak with another service, which does not know the job. */
function isOfVersion({ paramsKey = '{}' }: ProcessRecord, { version = '' }: Provider): boolean {
  return (JSON.parse(paramsKey) as { version?: string }).version === version; // Written by `paramsKeyOf` below.
}

/** What does not change the motion is not part of the key: its name, and what the provider cannot capture. */
function paramsKeyOf({ version = '', capabilities }: Provider, params: MotionParams): string {
  const { quality = 'full', person } = params;
  const choice = person && { time: person.time, x: person.x, y: person.y };
  return JSON.stringify({
    version,
    quality,
    person: choice,
    hands: capabilities.hands ? params.hands : undefined,
    face: capabilities.face ? params.face : undefined,
  });
}

function nameOf(video: Blob): string {
  const name = 'name' in video && typeof video.name === 'string' ? video.name.replace(/\.[^.]*$/, '') : '';
  return name || 'Animation';
}

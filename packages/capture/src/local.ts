import type { MotionParams, Provider, ProviderCapabilities, ProviderFile, RunContext } from '@kinora/core';
import { isKinoraError, KinoraError } from '@kinora/core/motion';
import { connect } from '@kinora/core/rpc';
import type { Remote } from '@kinora/core/rpc';
import { checkQuality, checkRuntime } from './models/manifest.ts';
import type { Quality, Runtime } from './models/manifest.ts';
import type { ModelChoice } from './pose-models.ts';
import { spawnCaptureWorker } from './spawn.ts';
import { checkPerson, checkTuning, tuningOf } from './tuning.ts';
import type { CaptureTuning } from './tuning.ts';
import type { CaptureApi } from './worker-api.ts';

export interface LocalOptions extends CaptureTuning {
  /** Size of the body model, where a run does not ask for one. Default `full`. `lite` and `full` are shipped. */
  readonly quality?: Quality;
  /** Whether fingers are captured as well, where a run does not say. Default false. Its model comes from `assetBase`. */
  readonly hands?: boolean;
  /** Whether the face is captured as well, where a run does not say. Default false. Its models come from `assetBase`. */
  readonly face?: boolean;
  /**
   * Where you serve the folder that `npx --no-install kinora assets DIR` filled: it holds the models of `heavy`, of hands
   * and of a face. Relative to the page.
   */
  readonly assetBase?: string | URL;
  /**
   * How the models are run. `exact` gives the same motion on every device (default). `fast` uses the relaxed instructions of
   * WebAssembly where the browser has them: the points of two devices then lie 0.4 to 2 cm apart in the mean, and whether it
   * is quicker is for each device to be tried (docs/capture.md).
   */
  readonly runtime?: Runtime;
  /** Longest video that is taken, seconds; where it is trimmed, the longest part of it. Default 60. */
  readonly maxSeconds?: number;
  /** Your own way to start `@kinora/capture/worker-entry`, for a bundler or a policy that does not follow ours. */
  readonly createWorker?: () => Worker;
  /** How long to wait for the worker's first answer. Default 20 000 ms. */
  readonly startTimeoutMs?: number;
  /** How long an idle worker keeps its models, some 250 MB, for the next run. Default 60 000 ms. */
  readonly idleMs?: number;
}

/**
 * Captures on this device: no account, no network, and the video stays where it is.
 *
 * The provider starts a worker of its own with its first run. Runs wait for each other. A run that fails or is aborted
 * ends its worker, and with it whatever it held.
 *
 * @returns a provider whose `run` throws `capture/no-worker` where no worker starts, `capture/unreadable`,
 * `capture/no-video`, `capture/too-long`, `capture/unsupported-codec` or `capture/no-decoder` for the video,
 * `capture/model-unavailable`, `capture/model-corrupt` or `capture/wasm` for what it is captured with,
 * `capture/nobody-there` where `person` is a point on nobody, `capture/no-person` where less than 30 % of the frames show
 * one, and `capture/failed` where the worker dies.
 *
 * @example
 * const kinora = await createKinora({ provider: local() });
 */
export function local(options: LocalOptions = {}): Provider {
  return new LocalProvider(options);
}

/** Raise it when the same video gives another motion. */
const MOTION_VERSION = 6;

/** A smaller one is hashed in less time than a worker takes to start. */
const CHECKED_FROM_BYTES = 16 * 2 ** 20;

class LocalProvider implements Provider {
  readonly id = 'local';
  readonly capabilities: ProviderCapabilities;
  readonly version: string;
  readonly #options: Required<
    Omit<LocalOptions, 'quality' | 'hands' | 'face' | 'assetBase' | 'runtime' | keyof CaptureTuning>
  >;
  readonly #choice: ModelChoice;
  readonly #tuning: CaptureTuning;
  #worker: Remote<CaptureApi> | undefined;
  #lastRun: Promise<unknown> = Promise.resolve();
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LocalOptions) {
    const { quality = 'full', hands = false, face = false, assetBase, runtime = 'exact' } = options;
    const { maxSeconds = 60, createWorker = spawnCaptureWorker, startTimeoutMs = 20_000, idleMs = 60_000 } = options;
    checkQuality(quality);
    checkRuntime(runtime);
    if (!(maxSeconds > 0)) throw new RangeError(`maxSeconds must be positive, not ${maxSeconds}`);
    this.#options = { maxSeconds, createWorker, startTimeoutMs, idleMs };
    const folder = assetBase === undefined ? undefined : folderUrl(assetBase);
    this.#choice = { quality, hands, face, runtime, assetBase: folder };
    checkTuning(options);
    this.#tuning = tuningOf(options);
    // A run that asks for no quality gets ours, which its own key does not tell; nor does it tell the rest.
    const tuning = JSON.stringify(this.#tuning);
    this.version = [
      `${MOTION_VERSION}-${quality}`,
      ...(hands ? ['hands'] : []),
      ...(face ? ['face'] : []),
      ...(runtime === 'exact' ? [] : [runtime]),
      ...(tuning === '{}' ? [] : [tuning]),
    ].join('-');
    this.capabilities = {
      formats: ['glb', 'bvh'],
      // Whoever has filled a folder can ask for them run by run.
      hands: hands || folder !== undefined,
      face: face || folder !== undefined,
      persons: 1,
      cancel: true,
      queuePosition: false,
      maxSeconds,
    };
  }

  run(video: Blob, params: MotionParams, context: RunContext): Promise<readonly ProviderFile[]> {
    // One after the other: two inferences at once on one device are slower than both in turn.
    const work = this.#lastRun.then(() => this.#capture(video, params, context));
    this.#lastRun = work.catch(() => {}); // Whoever called that run has its rejection.
    return orAborted(work, context.signal);
  }

  /** In a worker of its own, for the other one may be at work for an earlier run. */
  async check(video: Blob, _params: MotionParams, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    if (video.size < CHECKED_FROM_BYTES) return;
    const worker = await this.#connect(signal);
    try {
      await worker.check(video, { maxSeconds: this.#tuning.trim ? Infinity : this.#options.maxSeconds, signal });
    } catch (error) {
      if (isRefusal(error)) throw error;
    } finally {
      worker.close();
    }
  }

  dispose(): void {
    clearTimeout(this.#rest);
    this.#worker?.close();
    this.#worker = undefined;
  }

  async #capture(video: Blob, params: MotionParams, context: RunContext): Promise<readonly ProviderFile[]> {
    const { signal } = context;
    signal.throwIfAborted();
    if (params.quality !== undefined) checkQuality(params.quality);
    if (params.person) checkPerson(params.person);
    clearTimeout(this.#rest);
    try {
      this.#worker ??= await this.#connect(signal, () => (this.#worker = undefined));
      const files = await this.#worker.capture(video, {
        name: params.name ?? nameOf(video),
        maxSeconds: this.#options.maxSeconds,
        ...this.#choice,
        ...this.#tuning,
        ...(params.quality !== undefined && { quality: params.quality }),
        ...(params.hands !== undefined && { hands: params.hands }),
        ...(params.face !== undefined && { face: params.face }),
        ...(params.person && { person: params.person }),
        signal,
        onProgress: (progress) => context.onProgress(progress),
      });
      signal.throwIfAborted();
      this.#rest = setTimeout(() => this.dispose(), this.#options.idleMs);
      context.onProgress({ stage: 'done', progress01: 1 });
      return files;
    } catch (error) {
      this.dispose();
      signal.throwIfAborted();
      throw isRefusal(error) ? error : failed(error);
    }
  }

  async #connect(signal: AbortSignal, onDead?: () => void): Promise<Remote<CaptureApi>> {
    try {
      return await connect<CaptureApi>(this.#options.createWorker(), {
        name: 'capture worker',
        timeoutMs: this.#options.startTimeoutMs,
        signal,
        ...(onDead && { onDead }),
      });
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      // No fallback: each frame would block the page for a tenth of a second.
      throw new KinoraError('capture/no-worker', `Cannot capture without a worker: ${why}`, {
        hint: "Allow workers of the page's own origin (worker-src 'self'), or pass createWorker.",
        cause: error,
      });
    }
  }
}

/** As a folder. What is relative is so to the page: the worker lies elsewhere. */
function folderUrl(base: string | URL): string {
  const url = URL.canParse(base) ? new URL(base) : new URL(base, location.href);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

/** What the worker said on purpose; anything else is the worker's own end. */
function isRefusal(error: unknown): boolean {
  return isKinoraError(error) && !error.code.startsWith('rpc/');
}

function failed(cause: unknown): KinoraError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new KinoraError('capture/failed', `The capture ended before it was done: ${why}`, {
    hint: 'The device may be out of memory: close other tabs and try again, or take a shorter or smaller video.',
    cause,
  });
}

/** Settles as the work does, or rejects with the signal's own reason the moment it aborts. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
    onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  return Promise.race([aborted, work]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** A file's name without its ending. */
function nameOf(video: Blob): string {
  const name = 'name' in video && typeof video.name === 'string' ? video.name.replace(/\.[^.]*$/, '') : '';
  return name || 'capture';
}

import { isKinoraError, KinoraError } from '../errors.ts';
import { connect } from '../rpc/connect.ts';
import { spawnCoreWorker } from '../spawn.ts';
import type { CoreApi } from './contract.ts';

export interface CoreOptions {
  /** `auto` falls back to the page when no worker starts, and says why. Default `auto`. */
  readonly thread?: 'auto' | 'worker' | 'main';
  /** Your own way to start `@kinora/core/worker-entry`, for a bundler or a policy that does not follow ours. */
  readonly createWorker?: () => Worker;
  /** How long to wait for the worker's first answer. Default 10 000 ms. */
  readonly startTimeoutMs?: number;
  /** Gives up the start. Has no effect afterwards. */
  readonly signal?: AbortSignal;
}

interface Started {
  readonly api: CoreApi;
  readonly fallbackReason?: string;
  /** Absent on the page. */
  readonly close?: () => void;
}

/**
 * Starts the core: in a worker, or on the page where there can be none.
 *
 * @throws `worker/start` with `thread: 'worker'` where none starts; the signal's reason.
 */
export async function startCore({ signal, ...options }: CoreOptions = {}): Promise<Core> {
  signal?.throwIfAborted();
  const core = new Core(options);
  await core.start(signal);
  return core;
}

/** The core, wherever it runs. A worker that dies is started again by the next call. */
export class Core {
  readonly #options: Omit<CoreOptions, 'signal'>;
  #started: Promise<Started> | undefined;
  #current: Started | undefined;
  #closed = false;

  constructor(options: Omit<CoreOptions, 'signal'>) {
    this.#options = options;
  }

  get thread(): 'worker' | 'main' {
    return this.#current?.close ? 'worker' : 'main';
  }

  /** Why no worker runs; undefined where one does or none was asked for. */
  get fallbackReason(): string | undefined {
    return this.#current?.fallbackReason;
  }

  async start(signal?: AbortSignal): Promise<void> {
    await this.#api(signal);
  }

  /**
   * Calls the core. A call that was under way when the worker died is made once more by a new one: all calls may be
   * repeated.
   */
  async call<T>(work: (api: CoreApi) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#api());
    } catch (error) {
      if (!isKinoraError(error) || error.code !== 'rpc/dead') throw error;
      return work(await this.#api());
    }
  }

  /** @throws `runtime/disposed` after `close()`. */
  assertOpen(): void {
    if (this.#closed) throw new KinoraError('runtime/disposed', 'Kinora was disposed');
  }

  close(): void {
    this.#closed = true;
    this.#current?.close?.();
    // One that is just being started again is ended when it is there.
    this.#started?.then(({ close }) => close?.()).catch(() => undefined);
  }

  async #api(signal?: AbortSignal): Promise<CoreApi> {
    this.assertOpen();
    this.#started ??= this.#start(signal);
    try {
      this.#current = await this.#started;
      return this.#current.api;
    } catch (error) {
      this.#started = undefined;
      throw error;
    }
  }

  async #start(signal: AbortSignal | undefined): Promise<Started> {
    const { thread = 'auto' } = this.#options;
    if (thread === 'main') return { api: await hostOnPage() };
    try {
      return await this.#startWorker(signal);
    } catch (error) {
      signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      if (thread === 'auto') return { api: await hostOnPage(), fallbackReason: reason };
      throw new KinoraError('worker/start', `Cannot start the core worker: ${reason}`, {
        hint: 'Pass createWorker, or leave thread on "auto" to run on the page.',
        cause: error,
      });
    }
  }

  async #startWorker(signal: AbortSignal | undefined): Promise<Started> {
    const { createWorker = spawnCoreWorker, startTimeoutMs } = this.#options;
    const remote = await connect<CoreApi>(createWorker(), {
      name: 'core worker',
      onDead: () => (this.#started = undefined),
      ...(startTimeoutMs !== undefined && { timeoutMs: startTimeoutMs }),
      ...(signal && { signal }),
    });
    return { api: remote, close: () => remote.close() };
  }
}

/** The host's code is a chunk of its own: a page whose worker runs never loads it. */
async function hostOnPage(): Promise<CoreApi> {
  const { createHost } = await import('./host.ts');
  return createHost();
}

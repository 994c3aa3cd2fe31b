import { examine } from '../doctor/examine.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import type { Provider } from '../providers/provider.ts';
import type { WireProvider } from '../providers/wire-provider.ts';
import { startCore } from '../worker/client.ts';
import type { Core, CoreOptions } from '../worker/client.ts';
import type { StorageState } from '../worker/contract.ts';
import { createAnimations, createExport } from './animations.ts';
import type { Animations, Export } from './animations.ts';
import { VideoCreation } from './creation.ts';
import type { Creation } from './creation.ts';
import { defineProvider } from './define-provider.ts';
import { watchPage } from './page-watch.ts';
import type { PageWatch } from './page-watch.ts';
import { ProcessRegistry } from './processes.ts';
import type { Processes } from './processes.ts';
import { tell } from './progress-gate.ts';
import type { PageState } from '../http/page.ts';
import { adaptWireProvider, isWireProvider } from './wire-provider.ts';

export interface KinoraOptions extends CoreOptions {
  /** Who turns videos into motion. Without one, everything but `creation` works. */
  readonly provider?: Provider | WireProvider;
  /** Says whether the page is online and looked at. Default: asks the browser. */
  readonly page?: PageWatch;
}

/** The runtime of one page. */
export interface Kinora {
  /** Where parsing, hashing and storage run. */
  readonly thread: 'worker' | 'main';
  /** Why no worker runs, a sentence for a person. Undefined where one does, or none was asked for. */
  readonly fallbackReason: string | undefined;
  /** Whether what is kept outlives the page, as far as is known now. */
  readonly storage: StorageState;
  /** Tells of every change of `storage`: the disk may fill up, and people delete a site's data. Returns how to stop. */
  onStorage(listener: (state: StorageState) => void): () => void;
  readonly creation: Creation;
  readonly processes: Processes;
  readonly animations: Animations;
  readonly export: Export;
  /** What this place is like, for a report of a problem: what works here, what does not, and no more. */
  doctor(): Promise<DoctorFacts>;
  /** Cancels what runs, and ends the worker and the provider. Calls after it reject with `runtime/disposed`. */
  dispose(): void;
}

/**
 * Starts Kinora on this page.
 *
 * The core runs in a worker of its own. Where none starts (a bundler, a Content-Security-Policy), it runs on the page and
 * `fallbackReason` says why; with `thread: 'worker'` that is an error instead.
 *
 * @throws `worker/start` with `thread: 'worker'`; the reason of `signal`; a `TypeError` for what is no provider.
 *
 * @example
 * const kinora = await createKinora({ provider: local() });
 * const clip = await kinora.creation.fromVideo(file).clip();
 */
export async function createKinora({ provider, page = watchPage(), ...options }: KinoraOptions = {}): Promise<Kinora> {
  if (provider && !isWireProvider(provider)) defineProvider(provider);
  const core = await startCore(options);
  try {
    const { storage } = await core.call((api) => api.hello());
    const host = provider && isWireProvider(provider) ? adaptWireProvider(core, provider, page) : provider;
    const kinora = new Runtime(core, host, storage, page);
    await kinora.processes.list(); // Makes the processes of earlier pages known to `get`.
    options.signal?.throwIfAborted();
    return kinora;
  } catch (error) {
    core.close();
    throw error;
  }
}

class Runtime implements Kinora {
  readonly creation: VideoCreation;
  readonly processes: ProcessRegistry;
  readonly animations: Animations;
  readonly export: Export;
  readonly #core: Core;
  readonly #provider: Provider | undefined;
  readonly #listeners = new Set<(state: StorageState) => void>();
  readonly #end = new AbortController();
  #storage: StorageState;

  constructor(core: Core, provider: Provider | undefined, storage: StorageState, page: PageWatch) {
    this.#core = core;
    this.#provider = provider;
    this.#storage = storage;
    this.processes = new ProcessRegistry(core, (record) => this.creation.resume(record));
    this.creation = new VideoCreation(core, this.processes, provider);
    this.animations = createAnimations(core);
    this.export = createExport(core);
    void this.#watchStorage();
    // A core that is gone is told with the next run.
    const say = (state: PageState): void => void core.call((api) => api.setPage(state)).catch(() => undefined);
    say(page.state);
    const stop = page.watch(say);
    this.#end.signal.addEventListener('abort', stop);
  }

  get thread(): 'worker' | 'main' {
    return this.#core.thread;
  }

  get fallbackReason(): string | undefined {
    return this.#core.fallbackReason;
  }

  get storage(): StorageState {
    return this.#storage;
  }

  onStorage(listener: (state: StorageState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async doctor(): Promise<DoctorFacts> {
    const failed = (await this.processes.list()).find(({ error }) => error !== undefined);
    const { thread, fallbackReason, storage } = this;
    return examine({ thread, fallbackReason, storage, lastError: failed?.error?.code });
  }

  dispose(): void {
    this.#end.abort();
    this.processes.cancelAll();
    this.#core.close();
    this.#provider?.dispose?.();
  }

  async #watchStorage(): Promise<void> {
    const onChange = (state: StorageState): void => {
      this.#storage = state;
      for (const listener of this.#listeners) tell(listener, state);
    };
    // Ends with `dispose`, or where the core is gone for good: then there is no storage to tell of.
    await this.#core.call((api) => api.watchStorage({ signal: this.#end.signal, onChange })).catch(() => undefined);
  }
}

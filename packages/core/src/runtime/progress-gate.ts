import type { Progress } from '../providers/provider.ts';

/** The most that may be shown before the end. */
const ALMOST = 0.999;

type Listener = (progress: Progress) => void;

/** Lets progress through that never goes back and is 1 exactly once; after its end or a close nothing more. */
export class ProgressGate {
  readonly #listeners = new Set<Listener>();
  #last = 0;
  #latest: Progress | undefined;
  #open = true;

  constructor(listener?: Listener) {
    if (listener) this.#listeners.add(listener);
  }

  /** Tells what is known already, and all that follows. Returns how to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#latest) tell(listener, this.#latest);
    return () => this.#listeners.delete(listener);
  }

  /** Reports a stretch of the whole: its own 0…1 becomes `from`…`to`. */
  report(progress: Progress, from = 0, to = 1): void {
    if (!this.#open) return;
    const within = Number.isFinite(progress.progress01) ? Math.min(1, Math.max(0, progress.progress01)) : 0;
    this.#last = Math.max(this.#last, Math.min(ALMOST, from + within * (to - from)));
    this.#tell({ ...progress, progress01: this.#last });
  }

  finish(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#tell({ stage: 'done', progress01: 1 });
  }

  close(): void {
    this.#open = false;
  }

  #tell(progress: Progress): void {
    this.#latest = progress;
    for (const listener of this.#listeners) tell(listener, progress);
  }
}

/** Calls somebody else's listener. What it throws is theirs, and is reported as an event listener's would be. */
export function tell<T>(listener: (value: T) => void, value: T): void {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

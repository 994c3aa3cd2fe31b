import { KinoraError } from '../errors.ts';
import { watchAliveLock } from './alive-lock.ts';
import { readNote } from './wire.ts';
import type { Note, RpcEndpoint } from './wire.ts';

/** Knows whether the other side lives, and tells every call that waits for it when it does not. */
export class Lifeline {
  readonly #endpoint: RpcEndpoint;
  readonly #name: string;
  readonly #onDead: ((error: KinoraError) => void) | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();
  #heard: () => void = () => {};
  #ready = false;
  #ended: { readonly error: unknown } | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #stopWatching = (): void => {};

  constructor(endpoint: RpcEndpoint, name: string, onDead: ((error: KinoraError) => void) | undefined) {
    this.#endpoint = endpoint;
    this.#name = name;
    this.#onDead = onDead;
    endpoint.addEventListener('message', this.#onMessage);
    endpoint.addEventListener('messageerror', this.#onMessageError);
    endpoint.addEventListener('error', this.#onError);
    endpoint.addEventListener('close', this.#onClose);
    endpoint.start?.();
    this.#watchTerminate();
  }

  /** Resolves at the first sign of life. */
  async handShake(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onAbort = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        this.#heard = resolve;
        this.onEnd(reject);
        timer = setTimeout(() => reject(this.#tooLate(timeoutMs)), timeoutMs);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
        onAbort = (): void => reject(signal?.reason);
        signal?.addEventListener('abort', onAbort);
        this.#post({ kinora: 'ping' });
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.clear();
    }
    this.#ready = true;
  }

  /** Calls back once when the other side is gone: at once where it already is. Returns how to stop listening. */
  onEnd(listener: (error: unknown) => void): () => void {
    if (this.#ended) listener(this.#ended.error);
    else this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  /** Takes silence for death, while somebody waits. */
  beat(everyMs: number): void {
    let answered = true;
    this.#heard = (): void => void (answered = true);
    this.#pulse = setInterval(() => {
      if (this.#waiting.size > 0 && !answered) this.#die(`gave no sign of life for ${everyMs} ms`);
      if (this.#ended) return;
      answered = this.#waiting.size === 0;
      if (!answered) this.#post({ kinora: 'ping' });
    }, everyMs);
  }

  /** Ends the other side and rejects whatever waits for it. */
  end(error: unknown): void {
    if (this.#ended) return;
    this.#ended = { error };
    clearInterval(this.#pulse);
    this.#stopWatching();
    this.#endpoint.removeEventListener('message', this.#onMessage);
    this.#endpoint.removeEventListener('messageerror', this.#onMessageError);
    this.#endpoint.removeEventListener('error', this.#onError);
    this.#endpoint.removeEventListener('close', this.#onClose);
    this.#endpoint.terminate?.();
    this.#endpoint.close?.();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const listener of waiting) listener(error);
  }

  #post(note: Note): void {
    this.#endpoint.postMessage(note, []);
  }

  readonly #onMessage = (event: Event): void => {
    const note = readNote(event);
    if (note?.kinora === 'ready') this.#heard();
    if (note?.kinora === 'alive')
      this.#stopWatching = watchAliveLock(note.lock, () => this.#die('ended without a word'));
  };

  /** Which answer could not be read is unknown, so no call can be trusted to settle any more. */
  readonly #onMessageError = (): void => this.#die('sent a message that cannot be read');

  readonly #onClose = (): void => this.#die('closed its port');

  /** An exception that nobody caught: the call that it belonged to would never settle, so the worker counts as dead. */
  readonly #onError = (event: Event): void => {
    event.preventDefault();
    const message = 'message' in event && typeof event.message === 'string' ? event.message : '';
    // A missing file and one that the page's policy refuses give the same event, without a message.
    if (!this.#ready && message === '') this.#die('failed to load: its file answers 404 or CSP refuses it');
    else this.#die(`failed: ${message || 'an error without a message'}`);
  };

  /** Nothing tells a page that a worker was terminated: the method itself is the only place to hear of it. */
  #watchTerminate(): void {
    const terminate = this.#endpoint.terminate?.bind(this.#endpoint);
    if (!terminate) return;
    this.#endpoint.terminate = (): void => {
      terminate();
      this.#die('was terminated');
    };
  }

  #die(what: string): void {
    if (this.#ended) return;
    const error = new KinoraError('rpc/dead', `The ${this.#name} ${what}`, {
      hint: 'Check the worker’s URL, the worker-src of the Content-Security-Policy and the console.',
      details: { worker: this.#name },
    });
    const wasReady = this.#ready;
    this.end(error);
    if (wasReady) this.#onDead?.(error);
  }

  #tooLate(timeoutMs: number): KinoraError {
    return new KinoraError('rpc/timeout', `The ${this.#name} gave no answer within ${timeoutMs} ms`, {
      hint: 'The device may be busy, or the worker’s script does not call expose().',
      details: { worker: this.#name, timeoutMs },
    });
  }
}

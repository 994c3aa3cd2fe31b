import * as comlink from 'comlink';
import { KinoraError } from '../errors.ts';
import { packArguments } from './arguments.ts';
import { Lifeline } from './lifeline.ts';
import { transferablesOf } from './transfer.ts';
import type { Note, Outcome, RpcEndpoint, RunCallback, Switchboard } from './wire.ts';
import { fromWireError, toWireError } from './wire-error.ts';

/** The methods of an exposed object as the other side calls them: same arguments, always a promise. */
export type Remote<Api extends object> = {
  readonly [Name in keyof Api as Name extends 'close' | 'then' ? never : Name]: Api[Name] extends (
    ...args: infer Args
  ) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
} & {
  /** Ends the worker. Every call that is under way, and every later one, rejects with `rpc/closed`. */
  close(): void;
};

export interface ConnectOptions {
  /** How long to wait for the worker's first answer. Default 10 000 ms. */
  readonly timeoutMs?: number;
  /** What messages call the other side. Default `worker`. */
  readonly name?: string;
  /**
   * While calls are under way, asks this often for a sign of life and takes silence for death. Choose it longer than the
   * longest stretch in which the worker computes without a pause. Default: never asks.
   */
  readonly heartbeatMs?: number;
  /** Called once when the worker dies of itself, not on `close()`. */
  readonly onDead?: (error: KinoraError) => void;
  /** Gives up the wait for the first answer and ends the worker. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to an object that the other side serves with `expose`.
 *
 * What comlink alone does not do, this does: a call to a worker that died or was terminated rejects; errors keep code,
 * hint and details; an `AbortSignal` crosses (the call rejects at once with the signal's own reason, and the worker sees a
 * real signal); functions cross, and after the call has settled they are never called again, so late progress is silent.
 * Signals and functions may be arguments or members of a plain options object. Buffers marked by `transfer` are moved.
 *
 * @throws `rpc/dead` where the worker fails to load or dies (a worker's file that is missing and one that the page's
 * Content-Security-Policy refuses look the same), `rpc/timeout` where it gives no answer in time; the signal's reason.
 *
 * @example
 * const remote = await connect<CaptureApi>(spawnCaptureWorker(), { name: 'capture worker' });
 * const clip = await remote.capture(video, { signal, onProgress });
 */
export async function connect<Api extends object>(
  endpoint: RpcEndpoint,
  { timeoutMs = 10_000, name = 'worker', heartbeatMs, onDead, signal }: ConnectOptions = {},
): Promise<Remote<Api>> {
  const lifeline = new Lifeline(endpoint, name, onDead);
  const switchboard = comlink.wrap<Switchboard>(endpoint);
  try {
    await lifeline.handShake(timeoutMs, signal);
  } catch (error) {
    lifeline.end(error);
    throw error;
  }
  if (heartbeatMs !== undefined) lifeline.beat(heartbeatMs);
  return remoteOf<Api>(endpoint, switchboard, lifeline, name);
}

function remoteOf<Api extends object>(
  endpoint: RpcEndpoint,
  switchboard: comlink.Remote<Switchboard>,
  lifeline: Lifeline,
  name: string,
): Remote<Api> {
  let lastCall = 0;
  const close = (): void => lifeline.end(new KinoraError('rpc/closed', `The ${name} was closed`));
  const methods = new Map<string, unknown>([['close', close]]);
  const remote = new Proxy(Object.create(null) as object, {
    get(_target, method) {
      // `then` must be absent, or the promise that `connect` returns would call it.
      if (typeof method !== 'string' || method === 'then') return undefined;
      const known = methods.get(method);
      if (known !== undefined) return known;
      const send = (...args: unknown[]): Promise<unknown> =>
        new RemoteCall(++lastCall, endpoint, lifeline).send(switchboard, method, args);
      methods.set(method, send);
      return send;
    },
  });
  return remote as Remote<Api>; // The proxy answers any name; `Api` says which names the other side has.
}

/** One call: from the moment it is sent until it settled, by an answer, an abort or the worker's death. */
class RemoteCall {
  readonly #id: number;
  readonly #endpoint: RpcEndpoint;
  readonly #lifeline: Lifeline;
  #settled = false;
  #callbacksRun = 0;
  #onCallback: () => void = () => {};

  constructor(id: number, endpoint: RpcEndpoint, lifeline: Lifeline) {
    this.#id = id;
    this.#endpoint = endpoint;
    this.#lifeline = lifeline;
  }

  send(switchboard: comlink.Remote<Switchboard>, method: string, args: readonly unknown[]): Promise<unknown> {
    const { args: packed, signals, callbacks } = packArguments(args);
    const aborted = signals.find((signal) => signal.aborted);
    // An abort reason is whatever the caller chose, and goes through untouched.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- see above
    if (aborted) return Promise.reject(aborted.reason);
    const runCallback = callbacks.length > 0 ? comlink.proxy(this.#runner(callbacks)) : undefined;
    const marked = comlink.transfer(packed as unknown[], transferablesOf(args));
    return this.#settleOnce(signals, async () => {
      const { outcome, callbacks: expected } = await switchboard.call(this.#id, method, marked, runCallback);
      await this.#untilCallbacks(expected);
      if (!outcome.ok) throw fromWireError(outcome.error);
      return outcome.value;
    });
  }

  #settleOnce(signals: readonly AbortSignal[], answer: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let forget = (): void => {};
      const settle = (end: () => void): void => {
        if (this.#settled) return;
        this.#settled = true;
        for (const signal of signals) signal.removeEventListener('abort', onAbort);
        forget();
        end();
      };
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- errors and abort reasons pass untouched
      const fail = (error: unknown): void => settle(() => reject(error));
      const onAbort = (): void => {
        // Not the event's `currentTarget`: Node has none where one signal's abort was followed by another's.
        const reason: unknown = signals.find(({ aborted }) => aborted)?.reason;
        this.#endpoint.postMessage({ kinora: 'abort', call: this.#id, reason: toWireError(reason) } satisfies Note, []);
        fail(reason);
      };
      forget = this.#lifeline.onEnd(fail);
      if (this.#settled) return;
      for (const signal of signals) signal.addEventListener('abort', onAbort);
      answer().then((value) => settle(() => resolve(value)), fail);
    });
  }

  #runner(callbacks: readonly ((...args: unknown[]) => unknown)[]): RunCallback {
    return async (index, args): Promise<Outcome> => {
      try {
        if (this.#settled) throw new KinoraError('rpc/closed', 'The call that brought this callback has ended');
        return { ok: true, value: await callbacks[index]!(...args) };
      } catch (error) {
        return { ok: false, error: toWireError(error) };
      } finally {
        this.#callbacksRun++;
        this.#onCallback();
      }
    };
  }

  /** The answer and the callbacks travel on different ports: an answer waits for the callbacks that were sent before it. */
  #untilCallbacks(expected: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onCallback = (): void => {
        if (this.#callbacksRun >= expected) resolve();
      };
      this.#onCallback();
    });
  }
}

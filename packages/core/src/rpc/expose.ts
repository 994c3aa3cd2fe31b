import * as comlink from 'comlink';
import { holdAliveLock } from './alive-lock.ts';
import { packArguments, unpackArguments } from './arguments.ts';
import { transferablesOf } from './transfer.ts';
import { readNote } from './wire.ts';
import type { Note, Outcome, Reply, RpcEndpoint, RunCallback, Switchboard } from './wire.ts';
import { fromWireError, toWireError } from './wire-error.ts';

/** A worker's global scope is such an endpoint; a page's is not, and a page passes the port that it means. */
const workerScope = globalThis as unknown as RpcEndpoint;

/**
 * Serves an object's methods to the other side, for `connect` to call. Call it once, synchronously, while the worker's
 * script is evaluated.
 *
 * A method may be given an `AbortSignal` and functions, as arguments or as members of a plain options object: the signal
 * is a real one, and a function runs on the caller's side and gives a promise of what it returned there. Errors that a
 * method throws keep their code, hint and details. Results marked by `transfer` are moved.
 *
 * @param endpoint - a MessagePort, or nothing for the worker's own global scope.
 */
export function expose(api: object, endpoint: RpcEndpoint = workerScope): void {
  const aborts = new Map<number, AbortController>();
  const switchboard: Switchboard = {
    call: (id, method, args, runCallback) => serve(api, aborts, { id, method, args, runCallback }),
  };
  endpoint.addEventListener('message', (event) => {
    const note = readNote(event);
    if (note?.kinora === 'ping') endpoint.postMessage({ kinora: 'ready' } satisfies Note, []);
    if (note?.kinora === 'abort') aborts.get(note.call)?.abort(fromWireError(note.reason));
  });
  comlink.expose(switchboard, endpoint);
  endpoint.postMessage({ kinora: 'ready' } satisfies Note, []);
  const tell = (lock: string): void => endpoint.postMessage({ kinora: 'alive', lock } satisfies Note, []);
  if (endpoint === workerScope) holdAliveLock(tell);
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly runCallback: RunCallback | undefined;
}

async function serve(api: object, aborts: Map<number, AbortController>, call: Call): Promise<Reply> {
  const controller = new AbortController();
  aborts.set(call.id, controller);
  const callbacks = new CallerPort(call.runCallback);
  try {
    const args = unpackArguments(call.args, controller.signal, (index) => callbacks.run.bind(callbacks, index));
    const value = await findMethod(api, call.method)(...args);
    const reply: Reply = { outcome: { ok: true, value }, callbacks: callbacks.count };
    return comlink.transfer(reply, transferablesOf([value]));
  } catch (error) {
    return { outcome: { ok: false, error: toWireError(error) }, callbacks: callbacks.count };
  } finally {
    aborts.delete(call.id);
    callbacks.release();
  }
}

/** The way back to the caller during one call. Held by the call: comlink closes the port of a proxy that nobody holds. */
class CallerPort {
  count = 0;
  readonly #remote: RunCallback | undefined;
  readonly #unanswered = new Set<Promise<unknown>>();

  constructor(remote: RunCallback | undefined) {
    this.#remote = remote;
  }

  run(index: number, ...args: unknown[]): Promise<unknown> {
    if (!this.#remote) throw new TypeError('A callback was announced without a port to run it');
    this.count++;
    const marked = comlink.transfer([...packArguments(args).args], transferablesOf(args));
    const answer = this.#remote(index, marked).then(readOutcome);
    this.#unanswered.add(answer);
    // Progress is called without awaiting it: its failure was seen where it happened and is no unhandled rejection here.
    void answer.catch(() => {}).then(() => this.#unanswered.delete(answer));
    return answer;
  }

  release(): void {
    const remote = this.#remote as comlink.Remote<RunCallback> | undefined;
    void Promise.allSettled(this.#unanswered).then(() => remote?.[comlink.releaseProxy]());
  }
}

function readOutcome(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.value;
  throw fromWireError(outcome.error);
}

function findMethod(api: object, name: string): (...args: unknown[]) => unknown {
  const method: unknown = name in Object.prototype ? undefined : Reflect.get(api, name);
  if (typeof method !== 'function') throw new TypeError(`The worker has no method "${name}"`);
  return (...args) => Reflect.apply(method, api, args) as unknown;
}

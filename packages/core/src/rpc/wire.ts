import type { WireError } from './wire-error.ts';

/** What stands for a thing that cannot be cloned. The index counts the callbacks of one call. */
export type Marker = { readonly $kinora: 'signal' } | { readonly $kinora: 'callback'; readonly index: number };

/** Messages that want no answer, beside comlink's own. Comlink ignores them: they carry neither its `id` nor its `type`. */
export type Note =
  | { readonly kinora: 'ping' }
  | { readonly kinora: 'ready' }
  | { readonly kinora: 'alive'; readonly lock: string }
  | { readonly kinora: 'abort'; readonly call: number; readonly reason: WireError };

/** An answer that keeps an error's code, which comlink's own `throw` would lose. */
export type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

export interface Reply {
  readonly outcome: Outcome;
  /** How many callbacks were run before the call ended: they travel on a port of their own and may arrive later. */
  readonly callbacks: number;
}

/** Runs callback `index` of a call on the caller's side. */
export type RunCallback = (index: number, args: readonly unknown[]) => Promise<Outcome>;

/** The one function that the worker side shows to comlink. */
export interface Switchboard {
  call(id: number, method: string, args: readonly unknown[], runCallback: RunCallback | undefined): Promise<Reply>;
}

/** The least that both sides need of a Worker, a MessagePort or a worker's own global scope. */
export interface RpcEndpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  start?(): void;
  close?(): void;
  terminate?(): void;
}

/** What a message event brings, where it is one of our notes. */
export function readNote(event: Event): Note | undefined {
  const { data } = event as MessageEvent<unknown>;
  const isNote = typeof data === 'object' && data !== null && 'kinora' in data;
  // Only our own two sides post on this endpoint, and only notes carry the `kinora` key.
  return isNote ? (data as Note) : undefined;
}

import { isPlainObject } from './transfer.ts';
import type { Marker } from './wire.ts';

type AnyFunction = (...args: unknown[]) => unknown;

export interface PackedArguments {
  /** Ready to be cloned: signals and functions are replaced by markers. */
  readonly args: readonly unknown[];
  readonly signals: readonly AbortSignal[];
  readonly callbacks: readonly AnyFunction[];
}

/** Takes out what cannot be cloned: signals and functions, as an argument or as a member of a plain options object. */
export function packArguments(args: readonly unknown[]): PackedArguments {
  const signals: AbortSignal[] = [];
  const callbacks: AnyFunction[] = [];
  const replace = (value: unknown): unknown => {
    if (value instanceof AbortSignal) {
      signals.push(value);
      return { $kinora: 'signal' } satisfies Marker;
    }
    if (typeof value !== 'function') return value;
    callbacks.push(value as AnyFunction); // A function may be called with anything; what it makes of it is its own type.
    return { $kinora: 'callback', index: callbacks.length - 1 } satisfies Marker;
  };
  return { args: args.map((value) => mapOptions(value, replace)), signals, callbacks };
}

/** Puts a real signal and real functions where the markers are. */
export function unpackArguments(
  args: readonly unknown[],
  signal: AbortSignal,
  callback: (index: number) => AnyFunction,
): unknown[] {
  const replace = (value: unknown): unknown => {
    if (!isMarker(value)) return value;
    return value.$kinora === 'signal' ? signal : callback(value.index);
  };
  return args.map((value) => mapOptions(value, replace));
}

/** One level deep: a call's options object is where signals and callbacks are, and nothing else should be searched. */
function mapOptions(value: unknown, replace: (value: unknown) => unknown): unknown {
  if (!isPlainObject(value) || isMarker(value)) return replace(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replace(member)]));
}

function isMarker(value: unknown): value is Marker {
  return isPlainObject(value) && '$kinora' in value;
}

import { isKinoraError, KinoraError } from '../errors.ts';

/** An error as plain data. Structured clone keeps neither `code` nor `hint`, and Node 20 cannot clone a DOMException. */
export type WireError =
  | {
      readonly kind: 'kinora' | 'dom' | 'error';
      readonly name: string;
      readonly message: string;
      readonly stack?: string;
      readonly code?: KinoraError['code'];
      readonly hint?: string;
      readonly details?: KinoraError['details'];
      readonly cause?: WireError;
    }
  | { readonly kind: 'value'; readonly value: unknown };

/** Causes are kept down to this depth, which also ends a chain that bites its own tail. */
const MAX_CAUSES = 4;

export function toWireError(error: unknown, depth = 0): WireError {
  if (!isErrorLike(error)) return { kind: 'value', value: isPrimitive(error) ? error : describe(error) };
  const { name, message, stack, cause } = error;
  return {
    kind: isKinoraError(error) ? 'kinora' : isDomException(error) ? 'dom' : 'error',
    name,
    message,
    ...(typeof stack === 'string' && { stack }),
    ...(isKinoraError(error) && { code: error.code, details: error.details }),
    ...(isKinoraError(error) && error.hint !== undefined && { hint: error.hint }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: toWireError(cause, depth + 1) }),
  };
}

/** An error of the same class, name and code; its stack is the one of the side that threw. */
export function fromWireError(wire: WireError): unknown {
  if (wire.kind === 'value') return wire.value;
  const error = build(wire);
  if (wire.stack !== undefined) Object.defineProperty(error, 'stack', { value: wire.stack, configurable: true });
  return error;
}

function build(wire: Exclude<WireError, { kind: 'value' }>): Error {
  const cause = wire.cause === undefined ? {} : { cause: fromWireError(wire.cause) };
  if (wire.kind === 'dom') return new DOMException(wire.message, wire.name);
  if (wire.kind === 'kinora' && wire.code !== undefined) {
    const hint = wire.hint === undefined ? {} : { hint: wire.hint };
    return new KinoraError(wire.code, wire.message, { ...hint, details: wire.details ?? {}, ...cause });
  }
  const error = new Error(wire.message, cause);
  error.name = wire.name;
  return error;
}

function isErrorLike(value: unknown): value is Error {
  return value instanceof Error || isDomException(value);
}

function isDomException(value: unknown): value is DOMException {
  return typeof DOMException === 'function' && value instanceof DOMException;
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');
}

/** A thrown object that is no error may hold what cannot be cloned: its JSON is enough to find who threw it. */
function describe(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value); // A cycle or a hostile toJSON: the type is all that is left to tell.
  }
}

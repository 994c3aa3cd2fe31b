import * as v from 'valibot';
import { object, text } from './schema.ts';

/** The body of an answer with a status of 400 or more. A foreign service may send text, HTML or nothing instead. */
export interface ErrorBody {
  readonly message: string;
  /** `<room>/<what>`, where the service is ours. */
  readonly code?: string;
  readonly hint?: string;
}

/** What an error's body says. Anything else than our JSON (text, HTML, nothing) says nothing. */
export function readErrorBody(value: unknown): ErrorBody | undefined {
  const result = v.safeParse(errorBody, value);
  return result.success ? result.output : undefined;
}

const errorBody = object({ message: text, code: v.exactOptional(text), hint: v.exactOptional(text) });

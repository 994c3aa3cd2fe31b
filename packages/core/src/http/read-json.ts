import { readBytes } from './read-bytes.ts';
import type { Attempt } from './send.ts';

/** No answer of a protocol is larger. */
const MAX_JSON_BYTES = 8 * 1024 * 1024;

/**
 * Reads an answer as JSON, for `Call.read`.
 *
 * @throws `http/unreadable`; what `parse` throws.
 */
export function jsonOf<T>(parse: (value: unknown) => T): (response: Response, attempt: Attempt) => Promise<T> {
  return async (response, { alive, unreadable }) => {
    const bytes = await readBytes(response, { what: 'read an answer', maxBytes: MAX_JSON_BYTES, onBytes: alive });
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      throw unreadable('something else than JSON'); // Without its cause: the parser's message quotes the body.
    }
    return parse(value);
  };
}

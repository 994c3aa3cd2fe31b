import { readPieces } from './read-bytes.ts';

/** One event of a `text/event-stream`. */
export interface ServerEvent {
  /** Of this event, or of the last one that had one. */
  readonly id: string | undefined;
  /** `message` where the server names none. */
  readonly type: string;
  readonly data: string;
}

/** No event of ours is longer. */
const MAX_EVENT_LENGTH = 65_536;

/**
 * Reads events as they come (HTML Living Standard, §9.2.6). Ends with the stream; what stands behind its last empty line
 * is no event.
 *
 * @param onBytes - hears of every sign of life, comments among them.
 * @throws `RangeError` for an event that is too long; what the stream throws.
 */
export async function* readEvents(response: Response, onBytes: () => void): AsyncGenerator<ServerEvent, void> {
  const decoder = new TextDecoder();
  let text = '';
  let id: string | undefined;
  for await (const piece of readPieces(response)) {
    onBytes();
    text += decoder.decode(piece, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? '';
    if (text.length > MAX_EVENT_LENGTH) throw new RangeError('An event is too long');
    for (const block of blocks) {
      const fields = fieldsOf(block);
      id = fields.get('id') ?? id;
      const data = fields.get('data');
      if (data !== undefined) yield { id, type: fields.get('event') ?? 'message', data };
    }
  }
}

function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ''] = /^(\w+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === undefined) continue; // A comment.
    const earlier = name === 'data' ? fields.get(name) : undefined;
    fields.set(name, earlier === undefined ? value : `${earlier}\n${value}`);
  }
  return fields;
}

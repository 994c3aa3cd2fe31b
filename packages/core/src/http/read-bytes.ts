import { KinoraError } from '../errors.ts';

export interface ReadBytesOptions {
  /** What errors say could not be done. */
  readonly what: string;
  readonly maxBytes: number;
  /** Told after each piece. `total` is undefined where the server does not say it. */
  readonly onBytes?: (done: number, total: number | undefined) => void;
}

/**
 * The body of an answer, bounded.
 *
 * @throws `http/too-large` as soon as it is known to be.
 */
export async function readBytes(
  response: Response,
  { what, maxBytes, onBytes }: ReadBytesOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const total = totalOf(response);
  if (total !== undefined && total > maxBytes) throw tooLarge(what, maxBytes);
  const pieces: Uint8Array[] = [];
  let done = 0;
  for await (const piece of readPieces(response)) {
    pieces.push(piece);
    done += piece.byteLength;
    if (done > maxBytes) throw tooLarge(what, maxBytes);
    onBytes?.(done, total);
  }
  return join(pieces, done);
}

/** The beginning of a body, of which no more than that is taken: also of one that breaks off. */
export async function readBeginning(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let done = 0;
  try {
    for await (const piece of readPieces(response)) {
      pieces.push(piece);
      done += piece.byteLength;
      if (done >= maxBytes) break;
    }
  } catch {
    // What came is what there is: the caller has its status already, which says more.
  }
  return join(pieces, done).slice(0, maxBytes);
}

/** A compressed answer gives more bytes than its length says. */
function totalOf({ headers }: Response): number | undefined {
  const length = headers.get('Content-Length');
  return length === null || headers.has('Content-Encoding') ? undefined : Number(length);
}

/** A body, piece by piece: Safari's streams are not iterable. Whoever stops reading lets go of it. */
export async function* readPieces({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    for (;;) {
      const piece = await reader?.read();
      if (!piece?.value) return;
      yield piece.value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined); // A stream that failed says so by `read`.
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}

function tooLarge(what: string, maxBytes: number): KinoraError {
  return new KinoraError('http/too-large', `Cannot ${what}: it is larger than ${maxBytes} bytes`, {
    details: { maxBytes },
  });
}

import { KinoraError } from '@kinora/core/motion';

/** Where an avatar comes from: an address, a dropped file, or bytes. */
export type AvatarSource = string | URL | Blob | Uint8Array;

export interface NamedBytes {
  /** For people: the file's name without its ending. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * @throws KinoraError `viewer/load` where the address does not answer with a file, or the file cannot be read.
 */
export async function readSource(source: AvatarSource, signal: AbortSignal | undefined): Promise<NamedBytes> {
  signal?.throwIfAborted();
  if (source instanceof Uint8Array) return { name: 'avatar', bytes: ownBytes(source) };
  if (source instanceof Blob) {
    const name = source instanceof File ? bareName(source.name) : 'avatar';
    return { name, bytes: await readBody(source, `the file "${name}"`, signal) };
  }
  const address = String(source);
  const response = await fetchAvatar(address, signal);
  return { name: bareName(withoutQuery(address)), bytes: await readBody(response, shown(address), signal) };
}

async function fetchAvatar(address: string, signal: AbortSignal | undefined): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, signal ? { signal } : {});
  } catch (cause) {
    signal?.throwIfAborted();
    throw new KinoraError('viewer/load', `Cannot load ${shown(address)}: no answer`, {
      hint: 'Check the address, and that its server allows this page to read it (CORS)',
      cause,
    });
  }
  if (response.ok) return response;
  throw new KinoraError('viewer/load', `Cannot load ${shown(address)}: status ${response.status}`, {
    hint: 'Check the address of the avatar',
    details: { status: response.status },
  });
}

async function readBody(
  body: Blob | Response,
  what: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = new Uint8Array(await body.arrayBuffer());
    signal?.throwIfAborted();
    return bytes;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new KinoraError('viewer/load', `Cannot load ${what}: reading broke off`, {
      hint: 'Try again; a dropped file may have been moved or changed since',
      cause,
    });
  }
}

/** The same bytes where they lie in a buffer of their own kind; a copy where they are shared between threads. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

/** An address as it may appear in a message: a query may carry a token. */
function shown(address: string): string {
  return `"${address.startsWith('data:') ? 'data:…' : withoutQuery(address)}"`;
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function bareName(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.replace(/\.[^.]*$/, '') || 'avatar';
}

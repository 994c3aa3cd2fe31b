import { KinoraError } from '@kinora/core/motion';
import { sha256 } from '@noble/hashes/sha2.js';
import type { ModelFile } from './manifest.ts';

/** Gets the bytes behind a URL: `fetch` in a browser. */
export type Fetch = (url: URL, options: { readonly signal: AbortSignal }) => Promise<Response>;

/** Told how many bytes are here, of how many. */
export type OnBytes = (done: number, total: number) => void;

/**
 * Fetches one model and makes sure that it is the one of the manifest. A model of other bytes would not fail: it would
 * give poses that are wrong.
 *
 * @throws `capture/model-unavailable` where it cannot be fetched, `capture/model-corrupt` where it is another file; the
 * signal's reason.
 */
export async function loadModel(
  file: ModelFile,
  url: URL,
  signal: AbortSignal,
  get: Fetch = (url, options) => fetch(url, options),
  onBytes: OnBytes = () => {},
): Promise<Uint8Array> {
  const bytes = await download(file, url, signal, get, onBytes);
  // Not crypto.subtle: it is absent on a page that is served by plain http.
  const found = hex(sha256(bytes));
  if (found === file.sha256) return bytes;
  throw new KinoraError('capture/model-corrupt', `Cannot use the model "${file.name}": it is another file`, {
    hint: file.extra ? EXTRA : SHIPPED,
    details: { ...factsOf(file), expected: file.sha256, found, bytes: bytes.byteLength },
  });
}

async function download(
  file: ModelFile,
  url: URL,
  signal: AbortSignal,
  get: Fetch,
  onBytes: OnBytes,
): Promise<Uint8Array> {
  try {
    const response = await get(url, { signal });
    if (!response.ok) throw unavailable(file, `the server answered ${response.status}`, { status: response.status });
    return await readBody(response, file.bytes, onBytes);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KinoraError) throw error;
    throw unavailable(file, error instanceof Error ? error.message : String(error), {}, error);
  }
}

async function readBody(response: Response, expected: number, onBytes: OnBytes): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    done += next.value.length;
    // Of another file, which is found out below, no more is told than of the one that was expected, nor much more read.
    onBytes(Math.min(done, expected), expected);
    if (done > expected) await reader.cancel();
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const SHIPPED =
  'Install @kinora/capture again, and serve the files beside its worker unchanged, all of the same version, from the page’s own origin.';

/** The way to the models that are not shipped. */
const EXTRA = 'Fill the folder of your own models anew: "npx --no-install kinora assets DIR".';

function unavailable(file: ModelFile, why: string, details: Record<string, number>, cause?: unknown): KinoraError {
  return new KinoraError('capture/model-unavailable', `Cannot load the model "${file.name}": ${why}`, {
    hint: file.extra ? EXTRA : SHIPPED,
    details: { ...factsOf(file), ...details },
    cause,
  });
}

/** Which model it is, and of one that can be done without, what it is for. */
function factsOf({ name, extra }: ModelFile): Record<string, string> {
  return { name, ...(extra && { extra }) };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

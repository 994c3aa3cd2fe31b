import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { KinoraError } from '@kinora/core/motion';
import type { ModelHost } from '../pose-models.ts';

/** Models and WebAssembly from the files beside this script; LiteRT's loader asks Node for the rest (specs/capture.md §2). */
export const nodeModels: ModelHost = {
  get: async (url, { signal }) => new Response(await read(url, signal)),
  readWasm: (url) => read(url),
  commonJs: {
    require: createRequire(import.meta.url),
    __dirname: fileURLToPath(new URL('.', import.meta.url)),
    __filename: fileURLToPath(import.meta.url),
  },
};

async function read(url: URL, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFile(url, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    throw new KinoraError('capture/model-unavailable', `Cannot read "${name}"`, {
      hint: 'The files of @kinora/capture are not complete: install it again.',
      details: { name },
      cause: error,
    });
  }
}

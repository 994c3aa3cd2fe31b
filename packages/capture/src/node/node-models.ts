import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EXTRA_MODELS } from '../models/manifest.ts';
import type { ExtraModel } from '../models/manifest.ts';
import type { ExtraPlace, ModelHost } from '../pose-models.ts';

/** The packages that bring along what is not shipped, each in its one version. Ours, to develop with, are the same. */
export const MODEL_PACKAGES: Readonly<Record<string, string>> = {
  '@mediapipe/pose': '0.5.1675469404',
  '@mediapipe/hands': '0.4.1675469240',
  '@mediapipe/face_mesh': '0.4.1657299874',
};

/** Models and WebAssembly from the files beside this script; LiteRT's loader asks Node for the rest. */
export const nodeModels: ModelHost = {
  get: async (url, { signal }) => new Response(await readModel(url, signal)),
  findExtra: ({ name }) => {
    const model = EXTRA_MODELS.find((extra) => extra.name === name);
    return model && placeOfExtra(model);
  },
  readWasm: (url) => readFile(url),
  commonJs: {
    require: createRequire(import.meta.url),
    __dirname: fileURLToPath(new URL('.', import.meta.url)),
    __filename: fileURLToPath(import.meta.url),
  },
};

/** Where a model lies that is not shipped: alone in its file, or in the middle of it. Undefined where it is not installed. */
export function placeOfExtra({ package: name, file, start, bytes }: ExtraModel): ExtraPlace | undefined {
  const folder = packageFolder(name);
  if (folder === undefined) return undefined;
  return {
    url: pathToFileURL(join(folder, file)),
    get: async (url, { signal }) => new Response((await readModel(url, signal)).subarray(start, start + bytes)),
  };
}

/** What the system says of a file names its path, which is nothing for whoever asked a service for a capture. */
async function readModel(url: URL, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFile(url, { signal });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || signal.aborted) throw error;
    const isLost = code === 'ENOENT' || code === 'ENOTDIR';
    throw new Error(isLost ? 'there is no such file' : `the system says ${code}`, { cause: error });
  }
}

/** Folder of a package, in its one version: beside Kinora, or else beside the current folder. */
function packageFolder(name: string): string | undefined {
  // It exports no files, so its folder is looked for as Node would look for it.
  return [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json'))]
    .flatMap((from) => createRequire(from).resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((folder) => versionIn(folder) === MODEL_PACKAGES[name]);
}

function versionIn(folder: string): unknown {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version : undefined;
}

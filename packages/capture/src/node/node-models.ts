import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ModelHost } from '../pose-models.ts';

/** The package that brings along what is not shipped. Ours, as a development dependency, is the same. */
export const MODEL_PACKAGE = { name: '@mediapipe/pose', version: '0.5.1675469404' } as const;

/** Models and WebAssembly from the files beside this script; LiteRT's loader asks Node for the rest (specs/capture.md §2). */
export const nodeModels: ModelHost = {
  get: async (url, { signal }) => new Response(await readFile(url, { signal })),
  findExtra: ({ name }) => {
    const folder = modelPackage();
    return folder === undefined ? undefined : pathToFileURL(join(folder, name));
  },
  readWasm: (url) => readFile(url),
  commonJs: {
    require: createRequire(import.meta.url),
    __dirname: fileURLToPath(new URL('.', import.meta.url)),
    __filename: fileURLToPath(import.meta.url),
  },
};

/** Folder of the package, in its one version: beside Kinora, or else beside the current folder. */
function modelPackage(): string | undefined {
  const { name, version } = MODEL_PACKAGE;
  // It exports no files, so its folder is looked for as Node would look for it.
  return [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json'))]
    .flatMap((from) => createRequire(from).resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((folder) => versionIn(folder) === version);
}

function versionIn(folder: string): unknown {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version : undefined;
}

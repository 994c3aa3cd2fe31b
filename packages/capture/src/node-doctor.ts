import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKinoraError } from '@kinora/core/motion';
import { detectorUrl, landmarksFullUrl, landmarksLiteUrl } from './assets.ts';
import { loadModel } from './models/load-model.ts';
import { DETECTOR, EXTRA_MODELS, LANDMARKS } from './models/manifest.ts';
import type { ModelFile } from './models/manifest.ts';
import { nodeModels, placeOfExtra } from './node/node-models.ts';
import { readExtraAssets } from './node-assets.ts';

/** What is wrong, and what mends it. */
export interface Trouble {
  readonly what: string;
  readonly fix: string;
}

/** What a capture in Node needs of this machine. */
export interface CaptureCheck {
  readonly decoder: { readonly name: string; readonly version?: string; readonly trouble?: Trouble };
  readonly models: readonly ModelCheck[];
}

export interface ModelCheck {
  readonly name: string;
  /** `right`: its SHA-256 is the one that it must be. `absent`: it is not shipped, and not installed. */
  readonly state: 'right' | 'absent' | 'wrong';
  readonly trouble?: Trouble;
}

const DECODER = '@mediabunny/server';

/** Looks whether the decoder runs here and whether each model is the one that it must be. Starts and changes nothing. */
export async function checkCapture(): Promise<CaptureCheck> {
  const shipped: readonly (readonly [ModelFile, URL])[] = [
    [DETECTOR, detectorUrl],
    [LANDMARKS.lite, landmarksLiteUrl],
    [LANDMARKS.full, landmarksFullUrl],
  ];
  const models = await Promise.all([
    ...shipped.map(([file, url]) =>
      check(file, () => loadModel(file, url, new AbortController().signal, nodeModels.get)),
    ),
    ...EXTRA_MODELS.map((model) =>
      placeOfExtra(model)
        ? check(model, () => readExtraAssets([model.extra]))
        : Promise.resolve({ name: model.name, state: 'absent' as const }),
    ),
  ]);
  return { decoder: await checkDecoder(), models };
}

async function check({ name }: ModelFile, read: () => Promise<unknown>): Promise<ModelCheck> {
  try {
    await read();
    return { name, state: 'right' };
  } catch (error) {
    return { name, state: 'wrong', trouble: troubleOf(error) };
  }
}

async function checkDecoder(): Promise<CaptureCheck['decoder']> {
  try {
    const { loadOpenFile } = await import('./node/register-decoder.ts');
    await loadOpenFile();
  } catch (error) {
    return { name: DECODER, trouble: troubleOf(error) };
  }
  const version = versionOf(DECODER);
  return { name: DECODER, ...(version !== undefined && { version }) };
}

/** It exports no package.json, so that is looked for as Node would look for it. */
function versionOf(name: string): string | undefined {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const file = paths.map((path) => join(path, name, 'package.json')).find((path) => existsSync(path));
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }).version;
}

function troubleOf(error: unknown): Trouble {
  if (isKinoraError(error)) return { what: error.message, fix: error.hint ?? '' };
  return { what: String(error), fix: 'Install @kinora/capture again.' };
}

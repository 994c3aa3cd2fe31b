import { readFile } from 'node:fs/promises';
import { KinoraError } from '@kinora/core/motion';
import { loadModel } from './models/load-model.ts';
import { LANDMARKS } from './models/manifest.ts';
import { MODEL_PACKAGE, nodeModels } from './node/node-models.ts';

/** Beside this package's NOTICE from `src` as from `dist`, if it stays directly under them. */
const NOTICE = new URL('../NOTICE', import.meta.url);

/** One file of the folder that `assetBase` and `--assets` name. */
export interface ExtraAsset {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the models that are not shipped out of the package `@mediapipe/pose`, where it is installed beside Kinora or beside
 * the current folder, and what their licence asks to be kept with them. Nothing is downloaded.
 *
 * @returns the model of `heavy`, checked by its SHA-256, and a NOTICE.
 * @throws `capture/model-unavailable` where the package is not there in its exact version, `capture/model-corrupt` where
 * the model is another one.
 */
export async function readExtraAssets(): Promise<readonly ExtraAsset[]> {
  const model = LANDMARKS.heavy;
  const place = nodeModels.findExtra?.(model);
  if (!place) throw notInstalled();
  const bytes = await loadModel(model, place, new AbortController().signal, nodeModels.get);
  return [
    { name: model.name, bytes },
    { name: 'NOTICE', bytes: await readFile(NOTICE) },
  ];
}

function notInstalled(): KinoraError {
  const wanted = `${MODEL_PACKAGE.name}@${MODEL_PACKAGE.version}`;
  return new KinoraError(
    'capture/model-unavailable',
    `Cannot find the models: the package ${wanted} is not installed`,
    {
      hint: `Install it beside Kinora: npm install --save-dev --save-exact ${wanted}`,
      details: { package: MODEL_PACKAGE.name, version: MODEL_PACKAGE.version },
    },
  );
}

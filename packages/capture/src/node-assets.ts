import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KinoraError } from '@kinora/core/motion';
import { loadModel } from './models/load-model.ts';
import { EXTRA_MODELS, EXTRAS } from './models/manifest.ts';
import type { Extra, ExtraModel } from './models/manifest.ts';
import { MODEL_PACKAGES, placeOfExtra } from './node/node-models.ts';

/** Beside this package's NOTICE from `src` as from `dist`, if it stays directly under them. */
const NOTICE = new URL('../NOTICE', import.meta.url);

/** One file of the folder that `assetBase` and `--assets` name. */
export interface ExtraAsset {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the models that are not shipped out of the packages that have them, where those are installed beside Kinora or
 * beside the current folder, and what their licence asks to be kept with them. Nothing is downloaded.
 *
 * @param extras - what the models are for. Default: all there are.
 * @returns the models, each checked by its SHA-256, and a NOTICE.
 * @throws `capture/model-unavailable` where a package is not there in its exact version, `capture/model-corrupt` where
 * a model is another one.
 */
export async function readExtraAssets(extras: readonly Extra[] = EXTRAS): Promise<readonly ExtraAsset[]> {
  const wanted = EXTRA_MODELS.filter(({ extra }) => extras.includes(extra));
  const missing = wanted.filter((model) => !placeOfExtra(model));
  if (missing.length > 0) throw notInstalled(missing);
  const models = await Promise.all(wanted.map(async (model) => ({ name: model.name, bytes: await readExtra(model) })));
  return [...models, { name: 'NOTICE', bytes: await readFile(NOTICE) }];
}

/**
 * What there are models for. They are not read here: one that is another file fails the capture that needs it.
 *
 * @param assets - folder that `kinora assets` filled. Default: the packages that have the models.
 */
export function findExtras(assets?: string): readonly Extra[] {
  const isThere = (model: ExtraModel): boolean =>
    assets === undefined ? placeOfExtra(model) !== undefined : existsSync(join(assets, model.name));
  return EXTRAS.filter((wanted) => EXTRA_MODELS.filter(({ extra }) => extra === wanted).every(isThere));
}

async function readExtra(model: ExtraModel): Promise<Uint8Array> {
  const place = placeOfExtra(model);
  if (!place) throw notInstalled([model]);
  return loadModel(model, place.url, new AbortController().signal, place.get);
}

function notInstalled(models: readonly ExtraModel[]): KinoraError {
  const wanted = [...new Set(models.map(({ package: name }) => `${name}@${MODEL_PACKAGES[name]}`))];
  const extras = [...new Set(models.map(({ extra }) => extra))];
  const [packages, are] = wanted.length === 1 ? ['package', 'is'] : ['packages', 'are'];
  return new KinoraError(
    'capture/model-unavailable',
    `Cannot find the models of ${extras.join(' and ')}: the ${packages} ${wanted.join(' and ')} ${are} not installed`,
    {
      hint: `Install what you need beside Kinora: npm install --save-dev --save-exact ${wanted.join(' ')}`,
      details: { packages: wanted.join(' '), extras: extras.join(' ') },
    },
  );
}

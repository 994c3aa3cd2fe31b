import { readListModelsQuery } from '@kinora/core/protocol';
import type { DeleteModelAnswer, SeedModel } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { writeLink } from '../../files/links.ts';
import { originOf } from '../../files/storage-routes.ts';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import { forbidden } from '../../http/refusal.ts';
import type { StoredModel } from '../../records/records.ts';
import { DOCUMENTED } from '../dialect.ts';
import { DOWNLOAD_LIFE_MS } from '../jobs/download.ts';
import { STOCK_MODELS } from './stock-models.ts';
import { isOwn, visibleModel, visibleModels } from './visible-models.ts';

/** `GET /character/listModels` */
export function answerModels(house: House, context: Context, caller: Caller): Response {
  const { modelId, searchToken = '', stockModel } = readListModelsQuery(context.req.query());
  const { lists, modelId: idKey } = { ...DOCUMENTED, ...house.dialect };
  const own = visibleModels(house, caller).map((model) => seedModel(house, context, model));
  const models = [...own, ...stockOf(stockModel)]
    .filter(({ Id, name }) => (modelId ?? Id) === Id && name.toLowerCase().includes(searchToken.toLowerCase()))
    .map(({ Id, ...rest }) => ({ [idKey]: Id, ...rest }));
  return context.json(lists === 'named' ? { count: models.length, list: models } : models);
}

/** `DELETE /character/deleteModel/<id>` */
export async function deleteModel(house: House, context: Context, caller: Caller): Promise<Response> {
  const id = context.req.param('id') ?? '';
  if (STOCK_MODELS.some((model) => model.id === id)) throw forbidden('A stock character cannot be deleted');
  const model = visibleModel(house, caller, id);
  if (!model) return context.json({ count: 0 } satisfies DeleteModelAnswer);
  if (!isOwn(model, caller)) throw forbidden('The character is the account’s: a player cannot delete it');
  await house.records.dropModel(id);
  for (const key of [model.modelKey, model.thumbKey]) if (key !== undefined) await house.files.delete(key);
  return context.json({ count: 1 } satisfies DeleteModelAnswer);
}

function seedModel(house: House, context: Context, model: StoredModel): SeedModel {
  const { id, name, thumbKey, createdMs, changedMs } = model;
  const expiresMs = house.now() + DOWNLOAD_LIFE_MS;
  return {
    Id: id,
    name,
    ...(thumbKey !== undefined && {
      thumb: writeLink(house.signer, originOf(context), { kind: 'get', key: thumbKey, name: 'thumb', expiresMs }),
    }),
    rigId: 'humanoid',
    ctime: createdMs,
    mtime: changedMs,
    platform: 'custom',
  };
}

/** Any value asks for all of them, but the name of a platform for those of that platform. */
function stockOf(stockModel: string | undefined): SeedModel[] {
  if (stockModel === undefined) return [];
  const one = STOCK_MODELS.filter(({ platform }) => platform === stockModel);
  return (one.length > 0 ? one : STOCK_MODELS).map(({ id, name, rigId, platform }) => ({
    Id: id,
    name,
    rigId,
    ctime: 0,
    mtime: 0,
    platform,
  }));
}

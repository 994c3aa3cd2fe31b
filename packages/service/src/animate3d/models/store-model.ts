import { readStoreModelRequest } from '@kinora/core/protocol';
import type { StoreModelAnswer, StoreModelRequest } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { readLink } from '../../files/links.ts';
import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import { fetchOutside } from '../../http/fetch-outside.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { badRequest, forbidden, notFound } from '../../http/refusal.ts';
import type { StoredModel } from '../../records/records.ts';
import { keyFor, uploadedFile } from '../uploads/uploaded-file.ts';
import type { UploadKind } from '../uploads/uploaded-file.ts';
import { newId } from '../uploads/offer-upload.ts';
import { drawThumb } from './draw-thumb.ts';
import { isOwn, visibleModel } from './visible-models.ts';

/** `POST /character/storeModel`: a new character by its upload, or another name, picture or file of one that is there. */
export async function storeModel(house: House, context: Context, caller: Caller): Promise<Response> {
  const request = readStoreModelRequest(await readJsonBody(context));
  const { signal } = context.req.raw;
  const known = request.modelId === undefined ? undefined : ownModel(house, caller, request.modelId);
  const file = request.modelUrl === undefined ? undefined : await fileAt(house, 'model', request.modelUrl, signal);
  const modelKey = file?.key ?? known?.modelKey;
  if (modelKey === undefined) throw badRequest('One of modelUrl and modelId is needed');
  const thumbKey = await thumbOf(house, request, modelKey, signal);
  const now = house.now();
  const model: StoredModel = {
    id: known?.id ?? newId(),
    name: request.modelName ?? known?.name ?? stemOf(file?.name ?? ''),
    ...(caller.user !== undefined && { user: caller.user }),
    modelKey,
    ...(known?.thumbKey !== undefined && { thumbKey: known.thumbKey }),
    ...(thumbKey !== undefined && { thumbKey }),
    createdMs: known?.createdMs ?? now,
    changedMs: now,
  };
  await house.records.keepModel(model);
  await removeReplaced(house, known, model);
  return context.json({ modelId: model.id } satisfies StoreModelAnswer);
}

function ownModel(house: House, caller: Caller, id: string): StoredModel {
  const model = visibleModel(house, caller, id);
  if (!model) throw notFound('such character');
  if (!isOwn(model, caller)) throw forbidden('The character is the account’s: a player cannot change it');
  return model;
}

async function thumbOf(
  house: House,
  { thumbUrl, createThumb }: StoreModelRequest,
  modelKey: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (thumbUrl !== undefined && (await isThere(house, thumbUrl)))
    return (await fileAt(house, 'thumb', thumbUrl, signal)).key;
  return createThumb === 1 ? drawThumb(house.files, modelKey, keyFor('thumb', newId())) : undefined;
}

/** Clients send the link of a picture that they never uploaded: getModelUploadUrl gives both links. */
async function isThere(house: House, url: string): Promise<boolean> {
  const link = readLink(house.signer, url);
  return !link || (await house.files.size(link.key)) !== undefined;
}

/** One of our own uploads, or a file of a host that the operator allows, which is copied here at once. */
async function fileAt(
  house: House,
  kind: UploadKind,
  url: string,
  signal: AbortSignal,
): Promise<{ readonly key: string; readonly name: string }> {
  if (readLink(house.signer, url)) return uploadedFile(house, kind, url);
  const response = await fetchOutside(url, { hosts: [], ...house.outside, signal });
  if (!response.ok || !response.body) throw badRequest(`The url of the ${kind} was answered by ${response.status}`);
  const key = keyFor(kind, newId());
  await house.files.write(key, response.body);
  return { key, name: decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '') };
}

async function removeReplaced(house: House, old: StoredModel | undefined, model: StoredModel): Promise<void> {
  for (const name of ['modelKey', 'thumbKey'] as const) {
    const key = old?.[name];
    if (key !== undefined && key !== model[name]) await house.files.delete(key);
  }
}

function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '') || 'character';
}

import { readListModelsQuery, readModelUploadQuery, readStoreModelRequest } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { readJsonBody } from '../../http/json-body.ts';
import { readOutsideUrl } from '../../http/outside-url.ts';
import { badRequest, forbidden, notFound } from '../../http/refusal.ts';
import { admit } from '../admit.ts';
import type { Visitor } from '../admit.ts';
import type { Gateway } from '../gateway.ts';
import { assertSize } from './uploads.ts';

/** `GET /character/getModelUploadUrl` */
export async function offerModelUpload(gateway: Gateway, context: Context): Promise<Response> {
  const { upstream, records, limits } = gateway;
  const { user, call } = admit(gateway, context, 'upload');
  const query = readModelUploadQuery(context.req.query());
  if (query.name !== undefined && /[/\\\u0000-\u001f\u007f]/.test(query.name))
    throw badRequest('The name is no file name');
  assertSize(query.fileSize, limits.maxUploadBytes);
  const answer = await upstream.modelUpload(query, call);
  const urls = [answer.modelUrl, ...(answer.thumbUrl === undefined ? [] : [answer.thumbUrl])];
  await records.keep(...urls.map((url) => records.uploadOf(url, { user, name: query.name ?? 'model' })));
  return context.json(answer);
}

/** `POST /character/storeModel` */
export async function storeModel(gateway: Gateway, context: Context): Promise<Response> {
  const { upstream, records } = gateway;
  const visitor = admit(gateway, context, 'process');
  const request = readStoreModelRequest(await readJsonBody(context));
  for (const url of [request.modelUrl, request.thumbUrl]) if (url !== undefined) assertSource(gateway, visitor, url);
  if (request.modelId !== undefined) assertOwn(gateway, visitor, request.modelId);
  const { modelId } = await upstream.storeModel(request, visitor.call);
  await records.keep(records.modelOf(modelId, { user: visitor.user }));
  return context.json({ modelId });
}

/** `GET /character/listModels`: the player's own, and those that no player uploaded. */
export async function listModels(gateway: Gateway, context: Context): Promise<Response> {
  const { user, call } = admit(gateway, context, 'read');
  const all = await gateway.upstream.listModels(readListModelsQuery(context.req.query()), call);
  return context.json(all.filter(({ id }) => (gateway.records.model(id)?.user ?? user) === user));
}

/** `DELETE /character/deleteModel/<id>` */
export async function deleteModel(gateway: Gateway, context: Context): Promise<Response> {
  const { upstream, records } = gateway;
  const visitor = admit(gateway, context, 'process');
  const id = context.req.param('id') ?? '';
  assertOwn(gateway, visitor, id);
  const answer = await upstream.deleteModel(id, visitor.call);
  await records.keep(records.modelOf(id, undefined));
  return context.json(answer);
}

/** `GET /account/creditBalance`, and of an older account `GET /account/minutesBalance`: 404 for the one that it has not. */
export async function answerBalance(gateway: Gateway, context: Context): Promise<Response> {
  const { call } = admit(gateway, context, 'read');
  if (!gateway.showsBalance) throw forbidden('The balance of the account is not shown to pages');
  const { unit, value } = await gateway.upstream.balance(call);
  if (!context.req.path.endsWith(`/${unit === 'credits' ? 'creditBalance' : 'minutesBalance'}`))
    throw notFound('such balance');
  return context.json({ [unit]: value });
}

/**
 * A character comes from an upload of the player's own, or from a host that the operator allows: whoever fetches it, this
 * process or the account, must not be led elsewhere.
 */
function assertSource({ records, modelHosts }: Gateway, { user }: Visitor, url: string): void {
  if (records.upload(url)?.user !== user) readOutsideUrl(url, { hosts: modelHosts });
}

/** What changes is the player's own: neither another's nor everybody's. */
function assertOwn({ records }: Gateway, { user }: Visitor, id: string): void {
  if (records.model(id)?.user !== user) throw notFound('such character');
}

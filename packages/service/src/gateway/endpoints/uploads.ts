import { KinoraError, readUploadQuery, readVideoInfoRequest } from '@kinora/core/protocol';
import type { UploadAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { readJsonBody } from '../../http/json-body.ts';
import { badRequest, notFound } from '../../http/refusal.ts';
import { admit } from '../admit.ts';
import type { Gateway } from '../gateway.ts';
import { tagged } from '../policy/file-tag.ts';

/** `GET /upload`: a signed URL for one file, which from now on is this player's. */
export async function offerUpload(gateway: Gateway, context: Context): Promise<Response> {
  const { upstream, records, limits } = gateway;
  const { user, call } = admit(gateway, context, 'upload');
  const query = readUploadQuery(context.req.query());
  assertFileName(query.name);
  assertSize(query.fileSize, limits.maxUploadBytes);
  const name = upstream.isIdempotent ? query.name : tagged(query.name);
  const { url } = await upstream.upload({ ...query, name }, call);
  await records.keep(records.uploadOf(url, { user, name }));
  return context.json({ url } satisfies UploadAnswer);
}

/** `POST /videoInfo` */
export async function answerVideoInfo(gateway: Gateway, context: Context): Promise<Response> {
  const { user, call } = admit(gateway, context, 'upload');
  const { url } = readVideoInfoRequest(await readJsonBody(context));
  if (gateway.records.upload(url)?.user !== user) throw notFound('such upload');
  return context.json(await gateway.upstream.videoInfo(url, call));
}

/** @throws `service/bad-request` for a name that could lead elsewhere, or has no ending for the account to go by. */
export function assertFileName(name: string): void {
  const isName = name.length <= 255 && !/[/\\\u0000-\u001f\u007f]/.test(name) && /[^.]\.\w{1,10}$/.test(name);
  if (!isName) {
    throw badRequest(
      'The name has to be a file name with its ending: no path, no control characters, up to 255 letters',
    );
  }
}

/** @throws `service/too-large`, and `service/bad-request` for a file of no bytes. */
export function assertSize(bytes: number | undefined, maxBytes: number): void {
  if (bytes === 0) throw badRequest('The file is empty');
  if (bytes !== undefined && bytes > maxBytes) {
    throw new KinoraError('service/too-large', `The file is larger than ${Math.floor(maxBytes / 1e6)} MB`, {
      hint: 'Cut the video, or export it at a lower quality.',
      details: { maxBytes },
    });
  }
}

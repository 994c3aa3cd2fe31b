import { readModelUploadQuery } from '@kinora/core/protocol';
import type { ModelUploadAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../../house.ts';
import { badRequest } from '../../http/refusal.ts';
import { assertFileName, assertFits, newId, uploadLink } from '../uploads/offer-upload.ts';

/** What the documents name. What a job can use of it is said when one does. */
const MODEL_KINDS: readonly string[] = ['fbx', 'glb', 'gltf', 'vrm'];
const THUMB_KINDS: readonly string[] = ['png', 'jpg', 'jpeg', 'webp'];

/** `GET /character/getModelUploadUrl`: links for a character and its picture. */
export function offerModelUpload(house: House, context: Context): Response {
  const {
    name = 'character',
    modelExt = 'glb',
    thumbExt = 'png',
    ...query
  } = readModelUploadQuery(context.req.query());
  const { resumable, fileSize } = query;
  assertFileName(name);
  assertFits(house, fileSize);
  const id = newId();
  return context.json({
    modelUrl: uploadLink(house, context, {
      kind: 'model',
      id,
      name: `${name}.${endingOf(modelExt, MODEL_KINDS)}`,
      resumable,
    }),
    thumbUrl: uploadLink(house, context, {
      kind: 'thumb',
      id,
      name: `${name}.${endingOf(thumbExt, THUMB_KINDS)}`,
      resumable,
    }),
  } satisfies ModelUploadAnswer);
}

function endingOf(given: string, known: readonly string[]): string {
  const ending = given.replace(/^\./, '').toLowerCase();
  if (known.includes(ending)) return ending;
  throw badRequest(`The ending of the file has to be one of ${known.join(', ')}`);
}

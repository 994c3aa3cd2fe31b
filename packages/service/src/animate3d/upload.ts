import { randomBytes } from 'node:crypto';
import { readUploadQuery } from '@kinora/core/protocol';
import type { UploadAnswer } from '@kinora/core/protocol';
import { KinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { writeLink } from '../files/links.ts';
import { originOf } from '../files/storage-routes.ts';
import type { House } from '../house.ts';
import { badRequest } from '../http/refusal.ts';

/** How long a link waits for the upload to begin. */
const UPLOAD_LIFE_MS = 3_600_000;

/** `GET /upload`: a link for one file. Nothing is kept until bytes arrive. */
export function offerUpload(house: House, context: Context): Response {
  const { name, resumable, fileSize = 0 } = readUploadQuery(context.req.query());
  if (!isFileName(name))
    throw badRequest('The name has to be a file name: no path, no control characters, up to 255 letters');
  if (fileSize > house.maxUploadBytes) {
    const megabytes = Math.floor(house.maxUploadBytes / 1e6);
    throw new KinoraError('service/too-large', `The file is larger than ${megabytes} MB`, {
      hint: 'Cut the video, or export it at a lower quality.',
    });
  }
  const url = writeLink(house.signer, originOf(context), {
    kind: resumable ? 'start' : 'put',
    key: randomBytes(16).toString('base64url'),
    name,
    expiresMs: house.now() + UPLOAD_LIFE_MS,
  });
  return context.json({ url } satisfies UploadAnswer);
}

function isFileName(name: string): boolean {
  return name.length <= 255 && !/[/\\\u0000-\u001f\u007f]/.test(name) && name !== '.' && name !== '..';
}

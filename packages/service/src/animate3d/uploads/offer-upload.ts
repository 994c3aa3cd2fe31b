import { randomBytes } from 'node:crypto';
import { KinoraError, readUploadQuery } from '@kinora/core/protocol';
import type { UploadAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { writeLink } from '../../files/links.ts';
import { originOf } from '../../files/storage-routes.ts';
import type { House } from '../../house.ts';
import { badRequest } from '../../http/refusal.ts';
import { keyFor } from './uploaded-file.ts';
import type { UploadKind } from './uploaded-file.ts';

/** How long a link waits for the upload to begin. */
const UPLOAD_LIFE_MS = 3_600_000;

export interface Upload {
  readonly kind: UploadKind;
  readonly id: string;
  /** For a person. */
  readonly name: string;
  /** Whether the link starts a resumable session, or takes one PUT. */
  readonly resumable: boolean;
}

/** `GET /upload`: a link for one file. Nothing is kept until bytes arrive. */
export function offerUpload(house: House, context: Context): Response {
  const { name, resumable, fileSize } = readUploadQuery(context.req.query());
  assertFileName(name);
  assertFits(house, fileSize);
  return context.json({
    url: uploadLink(house, context, { kind: 'video', id: newId(), name, resumable }),
  } satisfies UploadAnswer);
}

/** An absolute link to which one file may be uploaded. */
export function uploadLink(house: House, context: Context, { kind, id, name, resumable }: Upload): string {
  return writeLink(house.signer, originOf(context), {
    kind: resumable ? 'start' : 'put',
    key: keyFor(kind, id),
    name,
    expiresMs: house.now() + UPLOAD_LIFE_MS,
  });
}

/** 22 letters that nobody guesses. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** @throws `service/bad-request` */
export function assertFileName(name: string): void {
  const isName = name.length <= 255 && !/[/\\\u0000-\u001f\u007f]/.test(name) && name !== '.' && name !== '..';
  if (!isName) throw badRequest('The name has to be a file name: no path, no control characters, up to 255 letters');
}

/** @throws `service/too-large` */
export function assertFits(house: House, fileSize = 0): void {
  if (fileSize <= house.maxUploadBytes) return;
  const megabytes = Math.floor(house.maxUploadBytes / 1e6);
  throw new KinoraError('service/too-large', `The file is larger than ${megabytes} MB`, {
    hint: 'Cut the video, or export it at a lower quality.',
  });
}

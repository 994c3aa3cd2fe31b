import { readLink } from '../../files/links.ts';
import type { House } from '../../house.ts';
import { badRequest, notFound } from '../../http/refusal.ts';

/** What an upload is for. A link that was made for one is not taken for another. */
export type UploadKind = 'video' | 'model' | 'thumb' | 'pose';

/** A file that lies here. */
export interface UploadedFile {
  readonly key: string;
  /** As the uploader called it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** The key of a file in the store: of videos the id alone, of others with what they are for. */
export function keyFor(kind: UploadKind, id: string): string {
  return kind === 'video' ? id : `${id}.${kind}`;
}

/**
 * The file behind a URL of ours. Nothing is ever fetched, and the link may have ended: it was there for the upload.
 *
 * @throws `service/bad-request` for a URL that is none of ours or for another use; `service/not-found` where nothing has
 * been uploaded to it.
 */
export async function uploadedFile(house: House, kind: UploadKind, url: string): Promise<UploadedFile> {
  const link = readLink(house.signer, url);
  const isUpload = link?.kind === 'put' || link?.kind === 'start';
  if (!isUpload || kindOf(link.key) !== kind) throw badRequest(`The url is none that was given for a ${kind}`);
  const size = await house.files.size(link.key);
  if (size === undefined) throw notFound('file behind the url: nothing has been uploaded to it');
  return { key: link.key, name: link.name, size };
}

function kindOf(key: string): string {
  const dot = key.lastIndexOf('.');
  return dot < 0 ? 'video' : key.slice(dot + 1);
}

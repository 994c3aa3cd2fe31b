import { badRequest } from '../http/refusal.ts';

/** What a PUT to a resumable session means. */
export type UploadRange =
  /** All bytes, from the first. */
  | { readonly kind: 'all' }
  /** How much is there? */
  | { readonly kind: 'query'; readonly total: number | undefined }
  /** Bytes from `first` to `last`, or to the end of the file where `last` is open. */
  | {
      readonly kind: 'part';
      readonly first: number;
      readonly last: number | undefined;
      readonly total: number | undefined;
    };

// A star stands for what is not known: `bytes 0-99/200`, `bytes 0-99/*`, `bytes 100-*/200`, `bytes */200`, `bytes */*`.
const CONTENT_RANGE = /^bytes (?:(\d{1,15})-(\d{1,15}|\*)|\*)\/(\d{1,15}|\*)$/;

/**
 * Reads the `Content-Range` of an upload.
 *
 * @throws `service/bad-request`
 */
export function parseContentRange(header: string | undefined): UploadRange {
  if (header === undefined) return { kind: 'all' };
  const match = CONTENT_RANGE.exec(header.trim());
  if (!match) throw badRequest('The Content-Range cannot be read');
  const [, first, last, totalText] = match;
  const total = numberOrOpen(totalText);
  if (first === undefined) return { kind: 'query', total };
  const range = { kind: 'part', first: Number(first), last: numberOrOpen(last), total } as const;
  const end = range.last ?? range.first;
  if (end < range.first || (total !== undefined && end >= Math.max(total, 1))) {
    throw badRequest('The Content-Range ends before it begins, or behind the end of the file');
  }
  return range;
}

function numberOrOpen(text: string | undefined): number | undefined {
  return text === undefined || text === '*' ? undefined : Number(text);
}

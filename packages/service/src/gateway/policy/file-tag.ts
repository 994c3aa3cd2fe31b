import { randomBytes } from 'node:crypto';

const TAG = /~k[0-9a-f]{12}/;

/**
 * A file's name as the account gets it: with a mark that no other upload has, so that a job whose answer was lost is found
 * again in the account's list and never taken for another.
 */
export function tagged(name: string): string {
  const dot = name.lastIndexOf('.');
  const mark = `~k${randomBytes(6).toString('hex')}`;
  return dot < 1 ? `${name}${mark}` : `${name.slice(0, dot)}${mark}${name.slice(dot)}`;
}

/** An answer of the account with the names that the page gave. URLs stay as they are: a changed one opens nothing. */
export function untagged<T>(value: T): T;
export function untagged(value: unknown): unknown {
  if (typeof value === 'string') return /^https?:/i.test(value) ? value : value.replace(TAG, '');
  if (Array.isArray(value)) return value.map((each) => untagged<unknown>(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, untagged<unknown>(each)]));
}

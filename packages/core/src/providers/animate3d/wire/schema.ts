import * as v from 'valibot';
import { KinoraError } from '../../../errors.ts';

/**
 * What travels between a client and an Animate 3D service (v1.5.8 and v2.0.0 are the same endpoints), and the short-lived
 * tokens of a gateway before it. The types are what a service writes. The parsers are what a client believes: they keep
 * fields that they do not know, accept the shapes that real services were seen to use, and name what they refuse by its
 * place alone, since an answer may hold signed URLs.
 */

/** An object whose nulls count as absent, and whose unknown fields are kept. */
export function object<T extends v.ObjectEntries>(
  entries: T,
): Schema<v.InferOutput<v.LooseObjectSchema<T, undefined>>> {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isRecord, 'an object'), // A list is a record for valibot.
    v.transform((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))),
    v.looseObject(entries),
  );
}

/** What reads a `T` out of anything. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** No list of a service is longer; more would be an attack, or a mistake. */
const MAX_ITEMS = 50_000;

/** A list, bare or under one of these names: documents and services disagree. */
export function listUnder<T>(names: readonly string[], item: Schema<T>): Schema<T[]> {
  return v.pipe(
    v.unknown(),
    v.transform((value) => (Array.isArray(value) ? value : isRecord(value) ? findList(names, value) : value)),
    list(item),
  );
}

export function list<T>(item: Schema<T>): Schema<T[]> {
  return v.pipe(v.array(item), v.maxLength(MAX_ITEMS));
}

function findList(names: readonly string[], value: Readonly<Record<string, unknown>>): unknown {
  return names.map((name) => value[name]).find((each) => each !== undefined && each !== null);
}

export const text: Schema<string> = v.pipe(v.string(), v.maxLength(8192));
export const url: Schema<string> = v.pipe(v.string(), v.maxLength(8192), v.url());
/** The id of a job, a character or a webhook: opaque, and safe in a path. */
export const id: Schema<string> = v.pipe(v.string(), v.regex(/^[\w-]{1,200}$/, 'an id'));
/** Real services write some numbers as strings. */
export const number: Schema<number> = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.decimal(), v.toNumber())]),
  v.finite(),
);

/** Before 1973 in milliseconds, and beyond the year 5000 in seconds: what is smaller counts seconds. */
const LEAST_MILLISECONDS = 1e11;

/** Milliseconds since 1970, of which some services write seconds, or a date. */
export const timestamp: Schema<number> = v.pipe(
  v.union([number, v.pipe(v.string(), v.maxLength(64), v.isoTimestamp(), v.transform(Date.parse))]),
  v.transform((time) => (time < LEAST_MILLISECONDS ? time * 1000 : time)),
);

/** `0` or `1`; some clients write words or true values. */
export const flag: Schema<boolean> = v.pipe(
  v.union([v.boolean(), v.picklist([0, 1, '0', '1', 'true', 'false'])]),
  v.transform((value) => value === 1 || value === '1' || value === 'true' || value === true),
);

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Valibot's own messages quote what they got, which may be a signed URL: ours say where it was, and what was expected. */
export function read<T>(schema: Schema<T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue)?.slice(0, 100) ?? '';
  const expected = ['check', 'custom', 'regex'].includes(issue.type) ? issue.message : (issue.expected ?? issue.type);
  throw new KinoraError('animate3d/protocol', `Cannot read ${what}: ${where || 'it'} is not ${expected}`, {
    details: { where, expected },
  });
}

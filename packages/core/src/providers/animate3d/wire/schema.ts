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
    v.record(v.string(), v.unknown()),
    v.transform((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))),
    v.looseObject(entries),
  );
}

/** What reads a `T` out of anything. */
export type Schema<T> = v.GenericSchema<unknown, T>;

export const text: Schema<string> = v.pipe(v.string(), v.maxLength(8192));
export const url: Schema<string> = v.pipe(v.string(), v.maxLength(8192), v.url());
export const rid: Schema<string> = v.pipe(v.string(), v.regex(/^[\w-]{1,200}$/, 'an id'));
/** Real services write some numbers as strings. */
export const number: Schema<number> = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.decimal(), v.toNumber())]),
  v.finite(),
);

/** Valibot's own messages quote what they got, which may be a signed URL: ours say where it was, and what was expected. */
export function read<T>(schema: Schema<T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue)?.slice(0, 100) ?? '';
  const expected = issue.type === 'check' || issue.type === 'regex' ? issue.message : (issue.expected ?? issue.type);
  throw new KinoraError('animate3d/protocol', `Cannot read ${what}: ${where || 'it'} is not ${expected}`, {
    details: { where, expected },
  });
}

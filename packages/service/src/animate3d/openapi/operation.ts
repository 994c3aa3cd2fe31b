import { ref } from './schemas.ts';
import type { Schema } from './schemas.ts';

/** What one endpoint does, in short. */
export interface OperationSpec {
  readonly summary: string;
  /** Names in the path, in its order. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryParameter>>;
  readonly body?: Schema;
  /** What comes back with status 200; undefined for bytes, or nothing. */
  readonly answer?: Schema;
  /** Other answers than 200 and the refusals. */
  readonly others?: Readonly<Record<string, string>>;
  /** Default: the session's cookie. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface QueryParameter {
  readonly description: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

/** Signed links need no session, and neither does this document. */
export const OPEN: readonly Readonly<Record<string, readonly string[]>>[] = [{}];

/** An operation as OpenAPI 3.1 has it. */
export function operation({
  summary,
  path = {},
  query = {},
  body,
  answer,
  others = {},
  security,
}: OperationSpec): Schema {
  const parameters = [
    ...Object.entries(path).map(([name, description]) => parameter('path', name, { description, required: true })),
    ...Object.entries(query).map(([name, spec]) => parameter('query', name, spec)),
  ];
  const more = Object.entries(others).map(([status, description]) => [status, { description }] as const);
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: { description: 'Done', ...(answer && { content: json(answer) }) },
      ...Object.fromEntries(more),
      default: { description: 'Refused', content: json(ref('Error')) },
    },
    ...(security && { security }),
  };
}

function parameter(place: 'path' | 'query', name: string, spec: QueryParameter): Schema {
  const { description, required = false, schema = { type: 'string' } } = spec;
  return { name, in: place, required, description, schema };
}

function json(schema: Schema): Schema {
  return { 'application/json': { schema } };
}

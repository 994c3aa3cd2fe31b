import * as v from 'valibot';
import { personModel } from './persons.ts';
import type { PersonModel } from './persons.ts';
import { id, list, listUnder, number, object, read, text, timestamp, url } from './schema.ts';

/** The body of `POST /process`: exactly one of `url`, `rid` and `rid_mp_detection`. */
export interface ProcessRequest {
  readonly url?: string;
  readonly rid?: string;
  readonly rid_mp_detection?: string;
  readonly processor: 'video2anim';
  /** `key=value` strings. */
  readonly params: readonly string[];
}

/** The answer of `POST /process`. */
export interface ProcessAnswer {
  readonly rid: string;
}

/** The states that the documents name. Only SUCCESS and FAILURE are final; a client takes any other word for "not yet". */
export type JobState = 'STARTING' | 'PROGRESS' | 'RETRY' | 'SUCCESS' | 'FAILURE';

export interface JobDetails {
  /** May exceed `total`, and fall back after a RETRY. */
  readonly step?: number;
  /** May be absent or 0. */
  readonly total?: number;
  /** v1.5.8 and what clients read. */
  readonly in?: string | readonly string[];
  /** v2.0.0. */
  readonly In?: string | readonly string[];
  readonly out?: string | readonly string[];
  /** Text, a number, or a list of codes: `errors.ts` reads it. */
  readonly exc_message?: unknown;
  readonly exc_type?: unknown;
}

export interface JobStatus {
  readonly rid: string;
  /** A `JobState`, or a word of a newer service. */
  readonly status: string;
  readonly details?: JobDetails;
  readonly positionInQueue?: number;
}

/** The answer of `GET /status/<rid>[,<rid>…]`. A rid that is not known is left out. */
export interface StatusAnswer {
  readonly count: number;
  readonly status: readonly JobStatus[];
}

export interface ListedJob {
  readonly rid: string;
  readonly fileName: string;
  readonly fileSize: number;
  readonly fileDuration: number;
  readonly status: string;
  /** Milliseconds since 1970, as is `mtime`; 0 where the service does not say. */
  readonly ctime: number;
  readonly mtime: number;
  /** v2.0.0, of a job that is done: 1 for more than one person. */
  readonly mode?: number;
  /** v2.0.0: who was followed, and as which character. */
  readonly models?: readonly PersonModel[];
}

/** The answer of `GET /list[/<STATUS>[,<STATUS>…]]`. */
export interface ListAnswer {
  readonly count: number;
  readonly list: readonly ListedJob[];
}

export function readProcessRequest(value: unknown): ProcessRequest {
  return read(processRequest, value, 'the request for a job');
}

export function readProcessAnswer(value: unknown): ProcessAnswer {
  return read(processAnswer, value, 'the answer to the start of a job');
}

export function readStatusAnswer(value: unknown): StatusAnswer {
  const status = read(statusAnswer, value, 'the status of a job');
  return { count: status.length, status };
}

export function readListAnswer(value: unknown): ListAnswer {
  const jobs = read(listAnswer, value, 'the list of jobs');
  return { count: jobs.length, list: jobs };
}

const place = v.union([text, list(text)]);

const processRequest = v.pipe(
  object({
    url: v.exactOptional(url),
    rid: v.exactOptional(id),
    rid_mp_detection: v.exactOptional(id),
    processor: v.literal('video2anim'),
    params: v.pipe(v.array(text), v.maxLength(64)),
  }),
  v.check(
    (request) =>
      [request.url, request.rid, request.rid_mp_detection].filter((source) => source !== undefined).length === 1,
    'exactly one of url, rid and rid_mp_detection',
  ),
);

const processAnswer = object({ rid: id });

/** The format of an error "may change", say the documents: what is no object is the message itself. */
const details = v.union([
  object({
    step: v.exactOptional(number),
    total: v.exactOptional(number),
    in: v.exactOptional(place),
    In: v.exactOptional(place),
    out: v.exactOptional(place),
  }),
  v.pipe(
    v.union([text, v.number(), list(v.unknown())]),
    v.transform((exc_message): JobDetails => ({ exc_message })),
  ),
]);

const statusAnswer = listUnder(
  ['status'],
  object({ rid: id, status: text, details: v.exactOptional(details), positionInQueue: v.exactOptional(number) }),
);

const listAnswer = listUnder(
  ['list'],
  object({
    rid: id,
    fileName: v.optional(text, ''),
    fileSize: v.optional(number, 0),
    fileDuration: v.optional(number, 0),
    status: text,
    ctime: v.optional(timestamp, 0),
    mtime: v.optional(timestamp, 0),
    mode: v.exactOptional(number),
    models: v.exactOptional(list(personModel)),
  }),
);

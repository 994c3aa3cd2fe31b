import * as v from 'valibot';
import { number, object, read, rid, text, url } from './schema.ts';

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

/** The states that the seeds name. Only SUCCESS and FAILURE are final; a client takes any other word for "not yet". */
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
  /** Milliseconds since 1970, as is `mtime`. */
  readonly ctime: number;
  readonly mtime: number;
  readonly mode?: number;
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
  const { status } = read(statusAnswer, value, 'the status of a job');
  return { count: status.length, status };
}

export function readListAnswer(value: unknown): ListAnswer {
  const { list } = read(listAnswer, value, 'the list of jobs');
  return { count: list.length, list };
}

const place = v.union([text, v.array(text)]);

const processRequest = v.pipe(
  object({
    url: v.exactOptional(url),
    rid: v.exactOptional(rid),
    rid_mp_detection: v.exactOptional(rid),
    processor: v.literal('video2anim'),
    params: v.pipe(v.array(text), v.maxLength(64)),
  }),
  v.check(
    (request) =>
      [request.url, request.rid, request.rid_mp_detection].filter((source) => source !== undefined).length === 1,
    'exactly one of url, rid and rid_mp_detection',
  ),
);

const processAnswer = object({ rid });

const jobStatus = object({
  rid,
  status: text,
  details: v.exactOptional(
    object({
      step: v.exactOptional(number),
      total: v.exactOptional(number),
      in: v.exactOptional(place),
      In: v.exactOptional(place),
      out: v.exactOptional(place),
    }),
  ),
  positionInQueue: v.exactOptional(number),
});

const statusAnswer = object({ status: v.array(jobStatus) });

const listedJob = object({
  rid,
  fileName: v.optional(text, ''),
  fileSize: v.optional(number, 0),
  fileDuration: v.optional(number, 0),
  status: text,
  ctime: v.optional(number, 0),
  mtime: v.optional(number, 0),
  mode: v.exactOptional(number),
});

const listAnswer = object({ list: v.array(listedJob) });

import * as v from 'valibot';
import { KinoraError } from '../../errors.ts';

/**
 * What travels between a client and an Animate 3D service (v1.5.8 and v2.0.0 are the same endpoints), and the short-lived
 * tokens of a gateway before it. The types are what a service writes. The parsers are what a client believes: they keep
 * fields that they do not know, accept the shapes that real services were seen to use, and name what they refuse by its
 * place alone, since an answer may hold signed URLs.
 */

/** Where everything lies, below the host or below the gateway's `/v1`. */
export const ANIMATE3D_PATHS = {
  auth: '/session/auth',
  upload: '/upload',
  process: '/process',
  status: '/status',
  download: '/download',
  list: '/list',
} as const;

/** `POST {gateway}/token`. */
export interface GatewayToken {
  /** Sent as `Authorization: Bearer …`. */
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** The query of `GET /upload`. */
export interface UploadQuery {
  /** File name with its ending. */
  readonly name: string;
  /** True by default: the URL starts a resumable session. False: it takes one PUT. */
  readonly resumable: boolean;
  readonly fileSize?: number;
}

/** The answer of `GET /upload`. */
export interface UploadAnswer {
  /** Signed and absolute. Unchanged it is the `url` of the job. */
  readonly url: string;
}

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

/** One downloadable item. */
export interface DownloadItem {
  readonly name: string;
  /** File type → URL. Usually one key an object. */
  readonly files: readonly Readonly<Record<string, string>>[];
}

export interface DownloadLink {
  readonly rid: string;
  /** Of the video, as are `size` in bytes, `duration` in seconds and `input`. */
  readonly name?: string;
  readonly size?: number;
  readonly duration?: number;
  readonly input?: string;
  /** Absent while the job runs, and where it failed. */
  readonly urls?: readonly DownloadItem[];
  /** 1 for more than one person. */
  readonly mode?: number;
}

/** The answer of `GET /download/<rid>[,<rid>…]`. */
export interface DownloadAnswer {
  readonly count: number;
  readonly links: readonly DownloadLink[];
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

/** The body of an answer with a status of 400 or more. A foreign service may send text, HTML or nothing instead. */
export interface ErrorBody {
  readonly message: string;
  /** `<room>/<what>`, where the service is ours. */
  readonly code?: string;
  readonly hint?: string;
}

/** @throws `animate3d/protocol`, as all parsers here. */
export function readGatewayToken(value: unknown): GatewayToken {
  return read(gatewayToken, value, 'the token');
}

/** Reads the query of `GET /upload`: strings, as they come. */
export function readUploadQuery(value: Readonly<Record<string, string | undefined>>): UploadQuery {
  return read(uploadQuery, value, 'the query of an upload');
}

export function readUploadAnswer(value: unknown): UploadAnswer {
  return read(uploadAnswer, value, 'the answer to an upload');
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

export function readDownloadAnswer(value: unknown): DownloadAnswer {
  const { links } = read(downloadAnswer, value, 'the links of a result');
  return { count: links.length, links };
}

export function readListAnswer(value: unknown): ListAnswer {
  const { list } = read(listAnswer, value, 'the list of jobs');
  return { count: list.length, list };
}

/** What an error's body says. Anything else than our JSON (text, HTML, nothing) says nothing. */
export function readErrorBody(value: unknown): ErrorBody | undefined {
  const result = v.safeParse(errorBody, value);
  return result.success ? result.output : undefined;
}

/** An object whose nulls count as absent, and whose unknown fields are kept. */
const object = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))),
    v.looseObject(entries),
  );

const text = v.pipe(v.string(), v.maxLength(8192));
const url = v.pipe(text, v.url());
const rid = v.pipe(v.string(), v.regex(/^[\w-]{1,200}$/, 'an id'));
/** Real services write some numbers as strings. */
const number = v.pipe(v.union([v.number(), v.pipe(v.string(), v.decimal(), v.toNumber())]), v.finite());
const files = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((all) => Object.fromEntries(Object.entries(all).filter(isLink))),
);
const place = v.union([text, v.array(text)]);

const gatewayToken = object({
  token: v.pipe(text, v.regex(/^[\x21-\x7e]+$/, 'a token')),
  expiresInSeconds: v.pipe(number, v.minValue(1)),
});

const uploadQuery = v.object({
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(512)),
  resumable: v.pipe(
    v.optional(v.picklist(['0', '1']), '1'),
    v.transform((flag) => flag === '1'),
  ),
  fileSize: v.exactOptional(v.pipe(v.string(), v.digits(), v.toNumber(), v.safeInteger())),
});

const uploadAnswer = object({ url });

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

const downloadLink = object({
  rid,
  name: v.exactOptional(text),
  size: v.exactOptional(number),
  duration: v.exactOptional(number),
  input: v.exactOptional(text),
  urls: v.exactOptional(v.array(object({ name: v.optional(text, ''), files: v.array(files) }))),
  mode: v.exactOptional(number),
});

const downloadAnswer = object({ links: v.array(downloadLink) });

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

const errorBody = object({ message: text, code: v.exactOptional(text), hint: v.exactOptional(text) });

function isLink(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

/** Valibot's own messages quote what they got, which may be a signed URL: ours say where it was, and what was expected. */
function read<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue)?.slice(0, 100) ?? '';
  const expected = issue.type === 'check' || issue.type === 'regex' ? issue.message : (issue.expected ?? issue.type);
  throw new KinoraError('animate3d/protocol', `Cannot read ${what}: ${where || 'it'} is not ${expected}`, {
    details: { where, expected },
  });
}

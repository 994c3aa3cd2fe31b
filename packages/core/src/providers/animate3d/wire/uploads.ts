import * as v from 'valibot';
import { flag, object, read, url } from './schema.ts';

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

/** The answer of `POST /upload/start`, which is our gateway's own: a session that it began for a page. */
export interface StartedUpload {
  readonly session: string;
  /** The same session through the gateway. */
  readonly proxy: string;
}

/** Reads the query of `GET /upload`: strings, as they come. */
export function readUploadQuery(value: Readonly<Record<string, string | undefined>>): UploadQuery {
  return read(uploadQuery, value, 'the query of an upload');
}

export function readUploadAnswer(value: unknown): UploadAnswer {
  return read(uploadAnswer, value, 'the answer to an upload');
}

export function readStartedUpload(value: unknown): StartedUpload {
  return read(startedUpload, value, 'the answer to the start of an upload');
}

const uploadQuery = v.object({
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(512)),
  resumable: v.optional(flag, '1'),
  fileSize: v.exactOptional(v.pipe(v.string(), v.digits(), v.toNumber(), v.safeInteger())),
});

const uploadAnswer = object({ url });
const startedUpload = object({ session: url, proxy: url });

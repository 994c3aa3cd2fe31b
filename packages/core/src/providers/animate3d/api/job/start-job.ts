import { writeParams } from '../../params/params.ts';
import type { InputFacts, ProcessParams } from '../../params/params.ts';
import { readProcessAnswer } from '../../wire/jobs.ts';
import type { ProcessRequest } from '../../wire/jobs.ts';
import { ANIMATE3D_PATHS } from '../../wire/paths.ts';
import type { Endpoints } from '../endpoints.ts';
import type { CallOptions } from '../transport/transport.ts';

/** What a job is asked for: typed and checked here, or `key=value` strings as they travel, which the service checks. */
export type JobParams = ProcessParams | readonly string[];

export interface StartOptions extends CallOptions {
  /** Makes a repeat harmless behind our gateway, which starts one job a key. The service itself does not know of it. */
  readonly idempotencyKey?: string | undefined;
  /** What is known of the video or the image: parameters that do not fit it are refused before anything is sent. */
  readonly input?: InputFacts | undefined;
}

/** A job that was asked for. */
export interface StartedJob {
  /** The one to ask for from now on. */
  readonly rid: string;
  /**
   * Why its status may still be that of an earlier run, since both have one rid: it was run again, or its people were
   * detected before. `jobs.watch` waits until it is not.
   */
  readonly doubt?: 'rerun' | 'persons';
}

/** Starts a job of one of the three sources. */
export async function startJob(
  endpoints: Pick<Endpoints, 'transport' | 'onWarning'>,
  source: Omit<ProcessRequest, 'processor' | 'params'>,
  params: JobParams = {},
  { signal, idempotencyKey, input }: StartOptions = {},
): Promise<StartedJob> {
  const strings = stringsOf(endpoints, params, input);
  const { rid } = await endpoints.transport.call({
    what: 'start the job',
    path: ANIMATE3D_PATHS.process,
    method: 'POST',
    body: { ...source, processor: 'video2anim', params: strings } satisfies ProcessRequest,
    idempotencyKey,
    parse: readProcessAnswer,
    signal,
  });
  if (rid === source.rid_mp_detection) return { rid, doubt: 'persons' };
  return rid === source.rid ? { rid, doubt: 'rerun' } : { rid };
}

/** As they travel. @throws `animate3d/parameter` */
export function stringsOf(
  { onWarning }: Pick<Endpoints, 'onWarning'>,
  params: JobParams,
  input: InputFacts | undefined,
): readonly string[] {
  if (isStrings(params)) return params;
  if (params.camera !== undefined) {
    onWarning?.('The parameter "camera" is of Animate 3D before v1.5.1: render.camera takes its place, and is sent');
  }
  return writeParams(params, input);
}

function isStrings(params: JobParams): params is readonly string[] {
  return Array.isArray(params);
}

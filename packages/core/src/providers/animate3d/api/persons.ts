import { KinoraError } from '../../../errors.ts';
import { BRIEF } from '../../../http/retry.ts';
import type { Send } from '../../../http/send.ts';
import { requestError } from '../errors.ts';
import type { ProcessParams } from '../params/params.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { readDetections, readPeSaveAnswer } from '../wire/persons.ts';
import type { DetectedPerson, PeSaveUrls } from '../wire/persons.ts';
import { assertVersion2 } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import type { JobsApi } from './jobs.ts';
import { fetchFile, groupResult } from './files/results.ts';
import type { FileLinks } from './files/results.ts';
import { startJob } from './job/start-job.ts';
import type { StartedJob, StartOptions } from './job/start-job.ts';
import type { CallOptions } from './transport/transport.ts';

/** Who was found in a video. */
export interface Detection {
  /** There may be none, and more than the 16 whom a job follows. */
  readonly persons: readonly DetectedPerson[];
  /** Pictures of them, by the id. Links end. */
  readonly thumbnails: FileLinks;
}

/** Who is to be followed, and as which character. */
export interface ChosenPerson {
  /** Of a `DetectedPerson`. */
  readonly trackingId: string;
  readonly modelId: string;
}

/** What a job of several people is told, beside who they are. */
export type PersonsParams = Omit<ProcessParams, 'model' | 'models' | 'pipeline'>;

/**
 * Several people in one video, and the pose editor: v2.0.0, `animate3d/unsupported` where `apiVersion` is `1.5.8`.
 *
 * @example
 * const detection = await api.persons.detect(url);
 * for await (const { progress01 } of api.jobs.watch(detection)) show(progress01);
 * const { persons } = await api.persons.detected(detection.rid);
 * const chosen = persons.slice(0, 16).map(({ trackingId }) => ({ trackingId, modelId }));
 * const job = await api.persons.start(detection.rid, chosen, { formats: ['glb'] });
 */
export interface PersonsApi {
  /** Looks for people in an uploaded video. `POST /process` with `pipeline=mp_detection` */
  detect(url: string, options?: StartOptions): Promise<StartedJob>;
  /** Who was found by a detection that is done. @throws `animate3d/no-result` where it is not, or has no such file. */
  detected(rid: string, options?: CallOptions): Promise<Detection>;
  /**
   * Follows those whom a detection found. The rid stays that of the detection, so its SUCCESS may still be heard for some
   * time: `jobs.watch` waits until it is not. `POST /process` with `rid_mp_detection`
   *
   * @param persons - 1 to 16 of them, each once; several may become the same character.
   * @throws `animate3d/parameter` before anything is sent.
   */
  start(
    detectionRid: string,
    persons: readonly ChosenPerson[],
    params?: PersonsParams,
    options?: StartOptions,
  ): Promise<StartedJob>;
  /** Where the pose editor keeps its versions of a job's motions, an entry a person. `GET /pesave/getUrls/<rid>` */
  poseEdits(rid: string, options?: CallOptions): Promise<readonly PeSaveUrls[]>;
  /** The edited version as bytes, whose format is not documented; undefined where there is none yet. */
  readPoseEdit(edit: PeSaveUrls, options?: CallOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Puts an edited version in place. */
  writePoseEdit(edit: PeSaveUrls, bytes: Uint8Array<ArrayBuffer>, options?: CallOptions): Promise<void>;
}

export function personsApi(endpoints: Endpoints, jobs: Pick<JobsApi, 'links'>, send: Send): PersonsApi {
  return {
    detect: async (url, options) => {
      assertVersion2(endpoints, 'look for several people');
      return startJob(endpoints, { url }, { pipeline: 'mp_detection' }, options);
    },
    detected: async (rid, { signal } = {}) => {
      assertVersion2(endpoints, 'look for several people');
      const { detection, thumbnails } = groupResult((await jobs.links(rid, { signal })) ?? { rid });
      if (detection === undefined) throw noDetection();
      return { persons: readDetections(await fetchJson(send, detection, signal)), thumbnails };
    },
    start: async (detectionRid, persons, params = {}, options = {}) => {
      assertVersion2(endpoints, 'follow several people');
      return startJob(endpoints, { rid_mp_detection: detectionRid }, { ...params, models: persons }, options);
    },
    poseEdits: async (rid, { signal } = {}) => {
      assertVersion2(endpoints, 'ask for the pose editor’s versions');
      const path = `${ANIMATE3D_PATHS.peSave}/${encodeURIComponent(rid)}`;
      const call = { what: 'ask for the pose editor’s versions', path, parse: readPeSaveAnswer };
      return endpoints.transport.call({ ...call, signal });
    },
    readPoseEdit: async ({ modifiedVersionReadUrl }, { signal } = {}) =>
      modifiedVersionReadUrl === null ? undefined : fetchFile(send, modifiedVersionReadUrl, { signal }),
    writePoseEdit: ({ modifiedVersionWriteUrl }, bytes, { signal } = {}) =>
      putBytes(send, modifiedVersionWriteUrl, bytes, signal),
  };
}

/** A detection names a person a frame in some dozen bytes: this is hours of a crowd. */
const MAX_DETECTION_BYTES = 64 * 2 ** 20;

async function fetchJson(send: Send, url: string, signal: AbortSignal | undefined): Promise<unknown> {
  const bytes = await fetchFile(send, url, { signal, maxBytes: MAX_DETECTION_BYTES });
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new KinoraError('animate3d/protocol', 'Cannot read who was detected: it is no JSON'); // Its message quotes it.
  }
}

async function putBytes(
  send: Send,
  url: string,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await send({
      what: 'store the edited motion',
      url,
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
      retry: BRIEF,
      signal,
      read: (response) => response.body?.cancel(),
    });
  } catch (error) {
    throw requestError(error);
  }
}

function noDetection(): KinoraError {
  return new KinoraError('animate3d/no-result', 'The service has no list of who was detected', {
    hint: 'Wait until the detection is done, and ask by its rid before people are followed: then it is another result.',
  });
}

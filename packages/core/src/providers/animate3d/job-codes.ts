import type { KinoraErrorCode } from '../../errors.ts';
import type { Failure, FailureClass } from '../failure.ts';

/** What a number in the error of a job means. */
export interface JobFailure extends Failure {
  readonly code: KinoraErrorCode;
  /** A parameter with which the same job may succeed: `sim=0`. */
  readonly retryWith?: string;
}

type Cause =
  'quota' | 'video' | 'person' | 'request' | 'character' | 'face' | 'hands' | 'service' | 'interrupted' | 'slow';

interface CauseFacts {
  readonly code: KinoraErrorCode;
  readonly kind: FailureClass;
  readonly mayRetry: boolean;
  readonly advice: string;
  readonly retryWith?: string;
}

const FILMING = 'one person, the whole body, good light, a camera that stands still';

const CAUSES: Readonly<Record<Cause, CauseFacts>> = {
  quota: {
    code: 'animate3d/quota',
    kind: 'quota',
    mayRetry: false,
    advice: 'Add credits to the account of the service.',
  },
  video: {
    code: 'animate3d/bad-video',
    kind: 'input',
    mayRetry: false,
    advice: `Film again: ${FILMING}. MP4 with H.264 is understood best.`,
  },
  person: {
    code: 'animate3d/no-person',
    kind: 'input',
    mayRetry: false,
    advice: `Film again: ${FILMING}.`,
  },
  request: {
    code: 'animate3d/bad-request',
    kind: 'input',
    mayRetry: false,
    advice: 'Change the parameters, or leave the choice to the service.',
  },
  character: {
    code: 'animate3d/bad-character',
    kind: 'input',
    mayRetry: false,
    advice: 'Choose another character, or none: the animation fits any avatar afterwards.',
  },
  face: {
    code: 'animate3d/job-failed',
    kind: 'service',
    mayRetry: true,
    advice: 'Run the job again without trackFace.',
    retryWith: 'trackFace=0',
  },
  hands: {
    code: 'animate3d/job-failed',
    kind: 'service',
    mayRetry: true,
    advice: 'Run the job again without trackHand.',
    retryWith: 'trackHand=0',
  },
  service: {
    code: 'animate3d/job-failed',
    kind: 'service',
    mayRetry: true,
    advice: 'Try again later, with fewer extras where you asked for some.',
  },
  interrupted: { code: 'animate3d/job-failed', kind: 'transient', mayRetry: true, advice: 'Try again.' },
  slow: {
    code: 'animate3d/job-timeout',
    kind: 'transient',
    mayRetry: true,
    advice: 'Try a shorter video.',
  },
};

/** What another row says than its cause does. */
const SIM_OFF = { advice: 'Run the job again with the physics filter off (sim=0).', retryWith: 'sim=0' };
const DEFAULT_CONFIG = { advice: 'Leave the parameter "config" to the client.' };
const NO_FACE = {
  advice: 'Run the job again without trackFace, or with a character that has the blend shapes of ARKit.',
  retryWith: 'trackFace=0',
};

/**
 * The job codes of both documents, and 101, which only clients know. They stand in the details of a
 * job and are no HTTP statuses, though some numbers are the same.
 */
export const JOB_CODES: ReadonlyMap<number, JobFailure> = new Map(
  (
    [
      [101, 'quota', 'the account has not enough credits'],
      [201, 'interrupted', 'the video or a file of the service could not be downloaded'],
      [202, 'video', 'the video could not be converted'],
      [503, 'request', 'the parameters could not be processed'],
      [504, 'character', 'the character could not be loaded'],
      [505, 'request', 'the physics filter does not go with this character', SIM_OFF],
      [506, 'service', 'the pose estimation could not be made'],
      [507, 'service', 'the tracking of the body failed'],
      [508, 'video', 'the video or the image is not good enough for an animation'],
      [509, 'request', 'the configuration could not be loaded', DEFAULT_CONFIG],
      [510, 'service', 'a file of the service could not be opened'],
      [511, 'interrupted', 'the processing was interrupted'],
      [513, 'person', 'nobody was found in the video'],
      [599, 'slow', 'the tracking of the body took too long'],
      [701, 'face', 'the tracking of the face failed'],
      [799, 'slow', 'the tracking of the face took too long'],
      [901, 'character', 'the mesh of the character could not be loaded'],
      [902, 'character', 'the skeleton of the character could not be loaded'],
      [903, 'character', 'the animation could not be copied onto the character'],
      [904, 'character', 'the animation of the character could not be exported'],
      [905, 'character', 'the character has no skinned mesh'],
      [906, 'character', 'the character lacks more than half of the blend shapes of a face', NO_FACE],
      [907, 'character', 'the face of the character could not be loaded', NO_FACE],
      [908, 'face', 'the tracked face could not be loaded'],
      [909, 'character', 'the description of the character could not be loaded'],
      [999, 'slow', 'the animation took too long to bake'],
      [1301, 'hands', 'the hands could not be estimated'],
      [1302, 'hands', 'the hands could not be estimated'],
      [1303, 'hands', 'the hands could not be estimated'],
      [1304, 'video', 'the video could not be opened'],
      [1305, 'video', 'the place of the video could not be read'],
      [1306, 'service', 'a file of the service could not be loaded'],
      [1307, 'hands', 'the tracking of the hands failed'],
      [1308, 'video', 'the video could not be processed'],
      [1399, 'slow', 'the tracking of the hands took too long'],
    ] as const satisfies readonly (readonly [number, Cause, string, Partial<CauseFacts>?])[]
  ).map(([code, cause, meaning, special]) => [code, { ...CAUSES[cause], meaning, ...special }]),
);

/** What a job failed of that does not say it, or says it by a number that no document has. */
export const UNKNOWN_JOB_FAILURE: JobFailure = { ...CAUSES.service, meaning: 'it does not say why' };

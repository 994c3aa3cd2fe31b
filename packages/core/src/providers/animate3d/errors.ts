import { KinoraError } from '../../errors.ts';
import type { KinoraErrorCode } from '../../errors.ts';
import type { JobDetails } from './wire/jobs.ts';

/** What went wrong with a job, as the class of its cause. */
export type JobErrorClass = 'input' | 'request' | 'character' | 'quota' | 'timeout' | 'service' | 'transient';

interface JobError {
  readonly meaning: string;
  readonly kind: JobErrorClass;
}

/**
 * The job codes of both seeds (animate3d-api.md §1.14), and 101, which only clients know. They are no HTTP statuses,
 * though some numbers are the same.
 */
const JOB_ERRORS: ReadonlyMap<number, JobError> = new Map<number, JobError>(
  (
    [
      [101, 'quota', 'the account has not enough credits'],
      [201, 'transient', 'the video or a file of the service could not be downloaded'],
      [202, 'input', 'the video could not be converted'],
      [503, 'request', 'the parameters could not be processed'],
      [504, 'character', 'the character could not be loaded'],
      [505, 'request', 'the physics filter does not go with this character'],
      [506, 'service', 'the pose estimation could not be made'],
      [507, 'service', 'the tracking of the body failed'],
      [508, 'input', 'the video is not good enough for an animation'],
      [509, 'request', 'the configuration could not be loaded'],
      [510, 'service', 'a file of the service could not be opened'],
      [511, 'transient', 'the processing was interrupted'],
      [513, 'input', 'nobody was found in the video'],
      [599, 'timeout', 'the tracking of the body took too long'],
      [701, 'service', 'the tracking of the face failed'],
      [799, 'timeout', 'the tracking of the face took too long'],
      [901, 'character', 'the mesh of the character could not be loaded'],
      [902, 'character', 'the skeleton of the character could not be loaded'],
      [903, 'character', 'the animation could not be copied onto the character'],
      [904, 'character', 'the animation of the character could not be exported'],
      [905, 'character', 'the character has no skinned mesh'],
      [906, 'character', 'the character lacks more than half of the blend shapes of a face'],
      [907, 'character', 'the face of the character could not be loaded'],
      [908, 'service', 'the tracked face could not be loaded'],
      [909, 'character', 'the description of the character could not be loaded'],
      [999, 'timeout', 'the animation took too long to bake'],
      [1301, 'service', 'the hands could not be estimated'],
      [1302, 'service', 'the hands could not be estimated'],
      [1303, 'service', 'the hands could not be estimated'],
      [1304, 'input', 'the video could not be opened'],
      [1305, 'input', 'the place of the video could not be read'],
      [1306, 'service', 'a file of the service could not be loaded'],
      [1307, 'service', 'the tracking of the hands failed'],
      [1308, 'input', 'the video could not be processed'],
      [1399, 'timeout', 'the tracking of the hands took too long'],
    ] as const
  ).map(([code, kind, meaning]) => [code, { kind, meaning }]),
);

const CODES: Readonly<Record<JobErrorClass, KinoraErrorCode>> = {
  input: 'animate3d/bad-video',
  request: 'animate3d/bad-request',
  character: 'animate3d/bad-character',
  quota: 'animate3d/quota',
  timeout: 'animate3d/job-timeout',
  service: 'animate3d/job-failed',
  transient: 'animate3d/job-failed',
};

const HINTS: Readonly<Record<JobErrorClass, string>> = {
  input:
    'Film with a camera that stands still: one person, the whole body, good light. MP4 with H.264 is understood best.',
  request: 'Change the parameters: turn the physics filter off, or leave the choice to the service.',
  character: 'Choose another character, or none: the animation fits any avatar afterwards.',
  quota: 'Add credits to the account of the service.',
  timeout: 'Try a shorter video.',
  service: 'Try again later, with fewer extras where you asked for some.',
  transient: 'Try again.',
};

/**
 * The error of a job that the service gave up. An unknown number and a masked error are `animate3d/job-failed`; the raw
 * number is in `details.jobCode`.
 */
export function jobError(name: string, details: JobDetails = {}): KinoraError {
  const jobCode = jobCodeOf(details.exc_message) ?? jobCodeOf(details.exc_type);
  const { kind, meaning } = JOB_ERRORS.get(jobCode ?? -1) ?? UNKNOWN;
  const serviceCode = wordOf(details.exc_type);
  const serviceMessage = sentenceOf(details.exc_message);
  const number = jobCode === undefined ? '' : ` (${jobCode})`;
  return new KinoraError(
    jobCode === 513 ? 'animate3d/no-person' : CODES[kind],
    `The service could not animate "${name}": ${meaning}${number}`,
    {
      hint: HINTS[kind],
      details: {
        kind,
        mayRetry: kind === 'transient' || kind === 'service' || kind === 'timeout',
        ...(jobCode !== undefined && { jobCode }),
        ...(serviceCode !== undefined && { serviceCode }),
        ...(serviceMessage !== undefined && { serviceMessage }),
      },
    },
  );
}

const UNKNOWN: JobError = { kind: 'service', meaning: 'it does not say why' };

/** Codes come as a number, as text that holds one, or as a list of such. The format "may change", says the seed. */
function jobCodeOf(value: unknown): number | undefined {
  const found = textsOf(value).flatMap((text) => text.match(/(?<![\w.])\d{3,4}(?![\w.]\d)/g) ?? []);
  const numbers = found.map(Number);
  return numbers.find((number) => JOB_ERRORS.has(number)) ?? numbers[0];
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [value.slice(0, 1000)];
  return Array.isArray(value) ? value.slice(0, 20).flatMap(textsOf) : [];
}

/** What the service says in words, short, and without anything that may be an address or a key. */
function sentenceOf(message: unknown): string | undefined {
  const text = textsOf(message)
    .join(' ')
    .replace(/\w+:\/\/\S*|[^\s,;:()"']{24,}/g, '…');
  return /[a-z]{2}/i.test(text) ? text.slice(0, 200) : undefined;
}

/** The type of the error, where it is a word or a code of ours. */
function wordOf(type: unknown): string | undefined {
  return typeof type === 'string' && /^[\w-]{1,40}(\/[\w-]{1,40})?$/.test(type) ? type : undefined;
}

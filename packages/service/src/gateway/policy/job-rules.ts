import { KinoraError, readParams } from '@kinora/core/protocol';
import { forbidden } from '../../http/refusal.ts';

/** What pages may ask of a job. */
export interface JobRules {
  /** Names of parameters, without the long prefix `poseEstimation.`. Anything else is refused. */
  readonly params: readonly string[];
  /** Kinds of files. */
  readonly formats: readonly string[];
}

/** What is in both documents and serves motion. Rendered video is a matter of the operator: it costs, and is no motion. */
export const DEFAULT_JOB_RULES: JobRules = {
  params: [
    'config',
    'formats',
    'model',
    'models',
    'pipeline',
    'sim',
    'trackFace',
    'trackHand',
    'footLockingMode',
    'videoSpeedMultiplier',
    'poseFilteringStrength',
    'rootAtOrigin',
    'upperBodyOnly',
    'trim',
    'crop',
  ],
  formats: ['bvh', 'glb', 'fbx', 'dmpe'],
};

/** What the gateway itself has to know of a job's parameters. */
export interface JobFacts {
  /** Ids of the characters that it names. */
  readonly models: readonly string[];
  /** Length of the part that it wants, seconds; undefined for the whole video. */
  readonly trimSeconds: number | undefined;
}

const LONG_PREFIX = 'poseEstimation.';
const MAX_PARAM_LENGTH = 4096;

/**
 * Lets a job through that keeps to the rules.
 *
 * @throws `service/forbidden` for a parameter or a format that is not on the list; `animate3d/parameter` for a value out
 * of its range.
 */
export function checkJob(strings: readonly string[], rules: JobRules): JobFacts {
  const given = new Set<string>();
  for (const text of strings) {
    const key = keyOf(text);
    if (!rules.params.includes(key)) throw forbidden(`A page may not ask for the parameter "${key.slice(0, 40)}"`);
    // Which of two would count is the account's secret: what was checked has to be what acts.
    if (given.has(key)) throw bad(key, 'given once');
    if (text.length > MAX_PARAM_LENGTH || /[\u0000-\u001f\u007f]/.test(text)) throw bad(key, 'one line of text');
    given.add(key);
  }
  const params = readParams(strings);
  const format = params.formats?.find((each) => !rules.formats.includes(each));
  if (format !== undefined) throw forbidden(`A page may not ask for the format "${format}"`);
  return {
    models: [...(params.model === undefined ? [] : [params.model]), ...modelsIn(strings)],
    trimSeconds: params.trim && params.trim[1] - params.trim[0],
  };
}

function keyOf(text: string): string {
  const key = text.split('=', 1)[0]!.trim();
  return key.startsWith(LONG_PREFIX) ? key.slice(LONG_PREFIX.length) : key;
}

/** `models=[{"trackingId":"001","modelId":"…"}]`, of which the ids alone matter here. */
function modelsIn(strings: readonly string[]): string[] {
  const text = strings.find((each) => keyOf(each) === 'models');
  if (text === undefined) return [];
  try {
    const persons: unknown = JSON.parse(text.slice(text.indexOf('=') + 1));
    if (Array.isArray(persons)) return persons.flatMap(modelIdOf);
  } catch {
    // Told below, like JSON of another shape.
  }
  throw bad('models', 'a list in JSON of at most 16 persons, each with its trackingId');
}

function modelIdOf(person: unknown): string[] {
  const id = typeof person === 'object' && person !== null ? (person as { modelId?: unknown }).modelId : undefined;
  return typeof id === 'string' ? [id] : [];
}

function bad(parameter: string, expected: string): KinoraError {
  return new KinoraError('animate3d/parameter', `The parameter "${parameter.slice(0, 40)}" has to be ${expected}`, {
    details: { parameter: parameter.slice(0, 40), expected },
  });
}

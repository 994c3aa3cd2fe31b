import { KinoraError } from '../../../errors.ts';
import type { PersonModel } from '../wire/persons.ts';

export type FootLockingMode = 'auto' | 'always' | 'never' | 'grounding';

/** What a job may be told, typed. What is absent is left to the service. */
export interface ProcessParams {
  /** Default `configDefault`, the only one that is documented. */
  readonly config?: string;
  /** Kinds of files: `glb`, `bvh`, `fbx`, `mp4`, `png`, `jpg`. */
  readonly formats?: readonly string[];
  /** Id of a character of the account's own. */
  readonly model?: string;
  /** Who is followed, and as which characters, each once: v2.0.0, after a detection. */
  readonly models?: readonly PersonModel[];
  /** `mp_detection` looks for people instead of following one. */
  readonly pipeline?: string;
  /** The physics filter: fewer limbs that pass through each other. */
  readonly sim?: boolean;
  readonly trackFace?: boolean;
  readonly trackHand?: boolean;
  readonly rootAtOrigin?: boolean;
  readonly upperBodyOnly?: boolean;
  readonly footLockingMode?: FootLockingMode;
  /** How many times slower the video is than life, [1, 8]. */
  readonly videoSpeedMultiplier?: number;
  /** [0, 1]. */
  readonly poseFilteringStrength?: number;
  /** From and to, seconds. */
  readonly trim?: readonly [from: number, to: number];
  /** Edges as shares of the frame, [0, 1], from the top left. */
  readonly crop?: readonly [left: number, top: number, right: number, bottom: number];
  /** Keys that are not typed here, as they travel: `render.sbs` → `0`. */
  readonly others?: Readonly<Record<string, string>>;
}

const FLAGS = ['sim', 'trackFace', 'trackHand', 'rootAtOrigin', 'upperBodyOnly'] as const;
const WORDS = ['config', 'model', 'pipeline'] as const;
const FOOT_LOCKING: readonly string[] = ['auto', 'always', 'never', 'grounding'] satisfies FootLockingMode[];
const RANGES = { videoSpeedMultiplier: [1, 8], poseFilteringStrength: [0, 1] } as const;
/** `poseEstimation.footLockingMode` is the long name of `footLockingMode`, and so on. */
const LONG_PREFIX = 'poseEstimation.';

/**
 * The `params` of a request: one `key=value` string each, `config` first as official clients do.
 *
 * @throws `animate3d/parameter` for a value out of its range.
 */
export function writeParams(params: ProcessParams): string[] {
  check(params);
  const { config = 'configDefault', formats, trim, crop, footLockingMode, others = {} } = params;
  const pairs: [string, string | undefined][] = [
    ['config', config],
    ['formats', formats?.join(',')],
    ['model', params.model],
    ['pipeline', params.pipeline],
    ...FLAGS.map((key): [string, string | undefined] => [key, flag(params[key])]),
    ['footLockingMode', footLockingMode],
    ['videoSpeedMultiplier', decimal(params.videoSpeedMultiplier)],
    ['poseFilteringStrength', decimal(params.poseFilteringStrength)],
    ['trim', trim?.map(decimal).join(',')],
    ['crop', crop?.map(decimal).join(',')],
    ...Object.entries(others),
  ];
  return pairs.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
}

/**
 * Reads what `writeParams` and every known client write: long names, and flags as words.
 *
 * @throws `animate3d/parameter` for what is no `key=value`, or a value out of its range.
 */
export function readParams(strings: readonly string[]): ProcessParams {
  const params: { -readonly [Key in keyof ProcessParams]: ProcessParams[Key] } = {};
  const others: Record<string, string> = {};
  for (const [key, value] of strings.map(split)) {
    if (isOneOf(WORDS, key)) params[key] = value;
    else if (isOneOf(FLAGS, key)) params[key] = readFlag(key, value);
    else if (key === 'videoSpeedMultiplier' || key === 'poseFilteringStrength') params[key] = readNumber(key, value);
    else if (key === 'formats') params.formats = value.split(',').map((format) => format.trim().toLowerCase());
    else if (key === 'footLockingMode')
      params.footLockingMode = value as FootLockingMode; // `check` looks at it below.
    else if (key === 'trim') params.trim = readNumbers(key, value, 2) as [number, number];
    else if (key === 'crop') params.crop = readNumbers(key, value, 4) as [number, number, number, number];
    else others[key] = value;
  }
  const all = Object.keys(others).length > 0 ? { ...params, others } : params;
  check(all);
  return all;
}

function check({ formats, footLockingMode, trim, crop, ...rest }: ProcessParams): void {
  if (formats?.some((format) => !/^\w{1,16}$/.test(format))) throw bad('formats', 'a list of kinds of files');
  if (footLockingMode !== undefined && !FOOT_LOCKING.includes(footLockingMode)) {
    throw bad('footLockingMode', `one of ${FOOT_LOCKING.join(', ')}`);
  }
  for (const key of ['videoSpeedMultiplier', 'poseFilteringStrength'] as const) {
    const value = rest[key];
    const [from, to] = RANGES[key];
    if (value !== undefined && !(value >= from && value <= to)) throw bad(key, `a number from ${from} to ${to}`);
  }
  if (trim && !(trim[0] >= 0 && trim[0] < trim[1] && Number.isFinite(trim[1]))) {
    throw bad('trim', 'two times in seconds, the earlier one first');
  }
  if (crop && !isCrop(crop)) throw bad('crop', 'four edges from 0 to 1: left, top, right, bottom');
}

function isCrop([left, top, right, bottom]: readonly [number, number, number, number]): boolean {
  return left >= 0 && left < right && right <= 1 && top >= 0 && top < bottom && bottom <= 1;
}

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? '1' : '0';
}

function decimal(value: number): string;
function decimal(value: number | undefined): string | undefined;
/** Up to six places and never an exponent: `1e-7` would not be understood. */
function decimal(value: number | undefined): string | undefined {
  return value?.toFixed(6).replace(/\.?0+$/, '');
}

function split(pair: string): [key: string, value: string] {
  const sign = pair.indexOf('=');
  if (sign < 1) throw bad('params', 'a list of key=value strings');
  const key = pair.slice(0, sign).trim();
  return [key.startsWith(LONG_PREFIX) ? key.slice(LONG_PREFIX.length) : key, pair.slice(sign + 1).trim()];
}

function readFlag(key: string, value: string): boolean {
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  throw bad(key, '0 or 1');
}

function readNumber(key: string, value: string): number {
  if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(value)) throw bad(key, 'a number');
  return Number(value);
}

function readNumbers(key: string, value: string, count: number): number[] {
  const numbers = value.split(',').map((each) => readNumber(key, each.trim()));
  if (numbers.length !== count) throw bad(key, `${count} numbers`);
  return numbers;
}

function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word);
}

/** The value itself stays out of the message: it may be a signed URL that somebody put in the wrong place. */
function bad(parameter: string, expected: string): KinoraError {
  return new KinoraError('animate3d/parameter', `The parameter "${parameter.slice(0, 40)}" has to be ${expected}`, {
    details: { parameter: parameter.slice(0, 40), expected },
  });
}

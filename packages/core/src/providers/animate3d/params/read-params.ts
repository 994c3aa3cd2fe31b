import { readPersonModels } from '../wire/persons.ts';
import type { PersonModel } from '../wire/persons.ts';
import { checkRanges, FLAGS, NUMBERS, WORDS } from './check-params.ts';
import type { FootLockingMode, ProcessParams } from './params.ts';
import { isRenderKey, readRender } from './render.ts';
import { badParam, isOneOf, readFlag, readNumber, readNumbers } from './wire-text.ts';

/** `poseEstimation.footLockingMode` is the long name of `footLockingMode`, and so on. */
const LONG_PREFIX = 'poseEstimation.';
const MAX_PARAMS = 64;

type Draft = { -readonly [Key in keyof ProcessParams]: ProcessParams[Key] };

/**
 * Reads what `writeParams` and every known client write: long names, flags as words, both cameras. A value that is empty
 * counts as absent.
 *
 * @throws `animate3d/parameter` for what is no `key=value`, a key that comes twice, or a value out of its range.
 */
export function readParams(strings: readonly string[]): ProcessParams {
  if (strings.length > MAX_PARAMS) throw badParam('params', `at most ${MAX_PARAMS} strings`);
  const params: Draft = {};
  const others: Record<string, string> = {};
  const pairs = readPairs(strings);
  for (const [key, value] of pairs) {
    if (!isRenderKey(key) && !readTyped(params, key, value)) others[key] = value;
  }
  const render = readRender(pairs);
  const all = {
    ...params,
    ...(render && { render }),
    ...(Object.keys(others).length > 0 && { others }),
  };
  checkRanges(all);
  return all;
}

function readPairs(strings: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const [key, value] of strings.map(split)) {
    if (pairs.has(key)) throw badParam(key, 'given once');
    if (value !== '') pairs.set(key, value);
  }
  return pairs;
}

/** @returns false for a key that is not typed. */
function readTyped(params: Draft, key: string, value: string): boolean {
  if (isOneOf(WORDS, key)) params[key] = value;
  else if (isOneOf(FLAGS, key)) params[key] = readFlag(key, value);
  else if (isOneOf(NUMBERS, key)) params[key] = readNumber(key, value);
  else if (key === 'formats') params.formats = value.split(',').map((format) => format.trim().toLowerCase());
  else if (key === 'models') params.models = readModels(value);
  else if (key === 'footLockingMode')
    params.footLockingMode = value as FootLockingMode; // `checkRanges` looks at it.
  else if (key === 'trim') params.trim = readNumbers(key, value, 2) as [number, number];
  else if (key === 'crop') params.crop = readNumbers(key, value, 4) as [number, number, number, number];
  else return false;
  return true;
}

function split(pair: string): [key: string, value: string] {
  const sign = pair.indexOf('=');
  if (sign < 1) throw badParam('params', 'a list of key=value strings');
  const key = pair.slice(0, sign).trim();
  return [key.startsWith(LONG_PREFIX) ? key.slice(LONG_PREFIX.length) : key, pair.slice(sign + 1).trim()];
}

/** JSON alone: the documents' sample, in the words of a programming language, is none. */
function readModels(value: string): readonly PersonModel[] {
  try {
    return readPersonModels(JSON.parse(value));
  } catch {
    throw badParam('models', 'JSON: a list of 1 to 16 people with trackingId and modelId, each once');
  }
}

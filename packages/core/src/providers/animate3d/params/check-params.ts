import { MAX_PERSONS, trackingIdOf } from '../wire/persons.ts';
import { isCrop } from './crop.ts';
import type { FootLockingMode, InputFacts, ProcessParams } from './params.ts';
import { checkRender, isRenderKey } from './render.ts';
import { badParam } from './wire-text.ts';

export const FLAGS = ['sim', 'trackFace', 'trackHand', 'rootAtOrigin', 'upperBodyOnly'] as const;
export const NUMBERS = ['videoSpeedMultiplier', 'poseFilteringStrength'] as const;
export const WORDS = ['config', 'model', 'pipeline'] as const;
const RANGES = { videoSpeedMultiplier: [1, 8], poseFilteringStrength: [0, 1] } as const;
const FOOT_LOCKING: readonly string[] = ['auto', 'always', 'never', 'grounding'] satisfies FootLockingMode[];
const FORMATS: readonly string[] = ['glb', 'bvh', 'fbx', 'dmpe', 'mp4', 'png', 'jpg'];
const PICTURES: readonly string[] = ['png', 'jpg'];
const TYPED: readonly string[] = [
  ...FLAGS,
  ...NUMBERS,
  ...WORDS,
  'formats',
  'models',
  'footLockingMode',
  'trim',
  'crop',
];
const NAMES: readonly string[] = [...TYPED, 'render', 'camera', 'others'];

/** What holds for each value alone, whoever sent it. @throws `animate3d/parameter` */
export function checkRanges(params: ProcessParams): void {
  const { formats, footLockingMode } = params;
  // Callers without types would never hear that it has no effect.
  const unknown = Object.keys(params).find((key) => !NAMES.includes(key));
  if (unknown !== undefined) throw badParam(unknown, 'one that is known, or among "others"');
  for (const key of WORDS) {
    const word = params[key];
    if (word !== undefined && !/^[^\x00-\x1f\x7f]{1,200}$/.test(word)) throw badParam(key, 'a short text');
  }
  for (const key of FLAGS) {
    if (params[key] !== undefined && typeof params[key] !== 'boolean') throw badParam(key, 'true or false');
  }
  for (const key of NUMBERS) {
    const [from, to] = RANGES[key];
    const value = params[key];
    if (value === undefined || (isNumber(value) && value >= from && value <= to)) continue;
    throw badParam(key, `a number from ${from} to ${to}`);
  }
  if (formats?.some((format) => !/^\w{1,16}$/.test(format))) throw badParam('formats', 'a list of kinds of files');
  if (footLockingMode !== undefined && !FOOT_LOCKING.includes(footLockingMode)) {
    throw badParam('footLockingMode', `one of ${FOOT_LOCKING.join(', ')}`);
  }
  checkParts(params);
  checkPersons(params);
  checkRender(params);
  checkOthers(params);
}

function checkParts({ trim, crop }: ProcessParams): void {
  if (trim && !(areNumbers(trim, 2) && trim[0] >= 0 && trim[0] < trim[1])) {
    throw badParam('trim', 'two times in seconds, the earlier one first');
  }
  if (crop && !(areNumbers(crop, 4) && isCrop(crop))) {
    throw badParam('crop', 'four edges from 0 to 1: left, top, right, bottom');
  }
}

/** What holds for the values together, and for what goes in: a client refuses it before anything is sent. */
export function checkCombination(params: ProcessParams, input: InputFacts | undefined): void {
  const { formats = [], model, models, trim, render } = params;
  const unknown = formats.find((format) => !FORMATS.includes(format));
  if (unknown !== undefined) throw badParam('formats', `of ${FORMATS.join(', ')}`);
  if (model !== undefined && models !== undefined) throw badParam('model', 'left out where "models" is given');
  if (render?.sideBySide === true && (render.backdrop !== undefined || render.background !== undefined)) {
    throw badParam('render.sbs', 'off where there is a backdrop or a background');
  }
  const hasPicture = formats.some((format) => format === 'mp4' || PICTURES.includes(format));
  if (render && !hasPicture) throw badParam('render', 'left out where neither mp4 nor png nor jpg is asked for');
  if (trim && Math.round(trim[0] * 1000) === Math.round(trim[1] * 1000)) {
    throw badParam('trim', 'at least a thousandth of a second long');
  }
  if (input) checkInput(params, formats, input);
}

function checkInput({ trim }: ProcessParams, formats: readonly string[], { kind, durationSeconds }: InputFacts): void {
  if (kind === 'image' && formats.includes('mp4')) throw badParam('formats', 'png or jpg instead of mp4 for an image');
  if (kind === 'video' && formats.some((format) => PICTURES.includes(format))) {
    throw badParam('formats', 'mp4 instead of png and jpg for a video');
  }
  if (kind === 'image' && trim) throw badParam('trim', 'left out for an image');
  if (trim && durationSeconds !== undefined && trim[1] > durationSeconds) {
    throw badParam('trim', `within the ${durationSeconds} seconds of the video`);
  }
}

function checkPersons({ models }: ProcessParams): void {
  if (!models) return;
  const ids = models.map(({ trackingId }) => trackingId);
  const isWell = ids.every((id) => trackingIdOf(id) === id) && new Set(ids).size === ids.length;
  if (!isWell || ids.length === 0 || ids.length > MAX_PERSONS) {
    throw badParam('models', `1 to ${MAX_PERSONS} people by their ids of three digits, each once`);
  }
}

function checkOthers({ others = {} }: ProcessParams): void {
  for (const [key, value] of Object.entries(others)) {
    if (!/^[A-Za-z][\w.]{0,63}$/.test(key)) throw badParam('others', 'keys of letters, digits and points');
    if (TYPED.includes(key) || isRenderKey(key)) throw badParam('others', `without "${key}", which is typed`);
    if (/[\x00-\x1f\x7f]/.test(value)) throw badParam(key, 'a text in one line');
  }
}

/** The types say so; callers without types may say otherwise. */
function areNumbers(values: readonly unknown[], count: number): boolean {
  return values.length === count && values.every(isNumber);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

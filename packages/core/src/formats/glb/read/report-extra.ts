import type { CaptureAdvice, CaptureGap, CapturePeople, CapturePerson, CaptureReport } from '../../../clip/clip.ts';
import { isObject } from '../vet/vet-json.ts';

/** More than any capture of an hour tells: beyond it, a file only asks for work. */
const MOST = 10_000;

/** The report of a capture. Undefined where it is none; what was added to reports later is passed over where it does not fit. */
export function readReport(value: unknown): CaptureReport | undefined {
  if (!isObject(value)) return undefined;
  const { tracked, gaps, warnings } = value;
  if (!isNumber(tracked) || !isListOf(gaps, isGap) || !isListOf(warnings, isText)) return undefined;
  const people = readPeople(value['people']);
  const advice = isListOf(value['advice'], isAdvice) ? value['advice'].map(plainAdvice) : undefined;
  return { tracked, gaps, warnings, ...(people && { people }), ...(advice && { advice }) };
}

function readPeople(value: unknown): CapturePeople | undefined {
  if (!isObject(value)) return undefined;
  const { time, persons } = value;
  if (!isNumber(time) || !isListOf(persons, isPerson)) return undefined;
  return { time, persons: persons.map(({ box, score, followed }) => ({ box, score, followed })) };
}

function isPerson(value: unknown): value is CapturePerson {
  if (!isObject(value)) return false;
  const { box, score, followed } = value;
  return isListOf(box, isNumber) && box.length === 4 && isNumber(score) && typeof followed === 'boolean';
}

function isAdvice(value: unknown): value is CaptureAdvice {
  if (!isObject(value) || !isText(value['code']) || !isText(value['text'])) return false;
  const { from, to, joints } = value;
  const isAlways = from === undefined && to === undefined;
  return (isAlways || (isNumber(from) && isNumber(to))) && (joints === undefined || isListOf(joints, isText));
}

function plainAdvice({ code, text, from, to, joints }: CaptureAdvice): CaptureAdvice {
  return {
    code,
    text,
    ...(from !== undefined && to !== undefined && { from, to }),
    ...(joints && { joints }),
  };
}

function isGap(value: unknown): value is CaptureGap {
  return isObject(value) && isNumber(value['from']) && isNumber(value['to']) && isListOf(value['joints'], isText);
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.length <= MOST && value.every(is);
}

/** JSON writes no infinity, but `1e999` is read as one. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

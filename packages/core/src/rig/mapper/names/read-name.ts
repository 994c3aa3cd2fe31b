import { splitName } from './split-name.ts';
import {
  FINGERS,
  HELPER_WORDS,
  LEFT_WORDS,
  METACARPAL_WORDS,
  FINGER_SEGMENTS,
  MODIFIERS,
  NEUTRAL_WORDS,
  RIGHT_WORDS,
  SIDED_MODIFIERS,
  TERMS,
  TWIST_WORDS,
} from './vocabulary.ts';
import type { Finger } from './vocabulary.ts';

export type Side = 'left' | 'right';

/** What one joint's name says on its own, before the rest of the rig has been heard. */
export interface NameReading {
  readonly side: Side | undefined;
  /** Keys of `TERMS` that the name holds: usually one. */
  readonly terms: readonly string[];
  /** A finger by name, or by its number in the hand as the file counts; `some` where the name does not say which. */
  readonly finger: Finger | number | 'some' | undefined;
  /** Which bone of its finger, from 1, by number or by word. Of a thumb only what all makers count alike. */
  readonly segment: number | undefined;
  readonly metacarpal: boolean;
  /** Not a bone of the body. */
  readonly helper: boolean;
  /** Carries a share of a limb's roll, by its name. */
  readonly twist: boolean;
  /** The numbers behind what the name means: the order among joints of one kind. */
  readonly numbers: readonly number[];
  /** Words that no dictionary knows: each makes the reading less sure. */
  readonly unknownWords: number;
}

/** No one who names a bone goes on for longer; a file that does wants to keep us busy. */
const LONGEST_NAME = 256;

/** Reads every name of a rig. Words that nearly all names begin with are a prefix, and say nothing. */
export function readNames(names: readonly string[]): NameReading[] {
  const words = names.map((name) =>
    splitName(name.slice(0, LONGEST_NAME)).flatMap((word) => SIDED_MODIFIERS.get(word) ?? [word]),
  );
  const prefix = commonPrefix(words);
  const plain = new Set(names);
  const readings = names.map((name, joint) => {
    const reading = readWords(words[joint]!.slice(prefix(words[joint]!)));
    // `__UpLeg_L` above `UpLeg_L`: an offset that some exporters put between two bones.
    const isOffset = name.startsWith('__') && plain.has(name.slice(2));
    return isOffset ? { ...reading, helper: true } : reading;
  });
  return readings.some(({ finger }) => finger === 'index' || finger === 'thumb') ? withOneFinger(readings) : readings;
}

/**
 * Beside fingers with names, Synty's `Finger_01`, `Finger_02` count the bones of the one finger that is left: it moves as
 * the middle one.
 */
function withOneFinger(readings: readonly NameReading[]): NameReading[] {
  const isCounted = readings.some(
    ({ finger, numbers }) => typeof finger === 'number' && (finger > 0 || numbers[0] === 0),
  );
  return readings.map((reading) =>
    typeof reading.finger === 'number' && !isCounted
      ? { ...reading, finger: 'middle', segment: reading.numbers[0] }
      : reading,
  );
}

/** How many words to drop at the beginning: those that at least four of five names share. */
function commonPrefix(words: readonly (readonly string[])[]): (of: readonly string[]) => number {
  const shared: string[] = [];
  for (;;) {
    const counts = new Map<string, number>();
    const at = shared.length;
    const begun = words.filter((all) => shared.every((word, i) => all[i] === word));
    for (const all of begun) {
      const word = all[at];
      if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const [word, count] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0]);
    if (words.length < 5 || count < words.length * 0.8) break;
    shared.push(word);
  }
  return (of) => (shared.findIndex((word, i) => of[i] !== word) === -1 ? shared.length : 0);
}

function readWords(words: readonly string[]): NameReading {
  const nouns = words.filter((word) => TERMS.has(word));
  const fingerAt = words.findIndex((word) => FINGERS.has(word));
  const onlyHand = nouns.every((word) => word === 'hand');
  const isFinger = fingerAt >= 0 && onlyHand;
  const terms = isFinger ? [] : readTerms(words, nouns);
  const finger = isFinger ? readFinger(words, fingerAt) : undefined;
  const numbers = numbersBehind(words, isFinger ? fingerAt : words.findLastIndex((word) => TERMS.has(word)));
  return {
    side: readSide(words),
    terms,
    finger,
    segment: isFinger ? readSegment(words.slice(fingerAt + 1), finger) : undefined,
    metacarpal: words.some((word, i) => METACARPAL_WORDS.has(word) || (isFinger && isBase(words, i))),
    helper: isHelper(words, isFinger, terms),
    twist: words.some((word) => TWIST_WORDS.has(word)),
    numbers,
    unknownWords: words.filter((word) => isUnknown(word)).length,
  };
}

function readSide(words: readonly string[]): Side | undefined {
  // A whole word is meant; a letter may be the initial of something else.
  const spoken = words.filter((word) => word.length > 1);
  for (const candidates of [spoken, words]) {
    const left = candidates.some((word) => LEFT_WORDS.has(word));
    const right = candidates.some((word) => RIGHT_WORDS.has(word));
    if (left !== right) return left ? 'left' : 'right';
  }
  return undefined;
}

function readTerms(words: readonly string[], nouns: readonly string[]): string[] {
  const modifier = words.map((word) => MODIFIERS.get(word)).find((half) => half !== undefined);
  const isHipJoint = words.some((word, i) => word === 'joint' && words[i - 1] === 'hip');
  return [...new Set(nouns)].map((noun) => {
    if (noun === 'hip' && isHipJoint && readSide(words)) return 'hip joint';
    if ((noun === 'toe' || noun === 'toes') && words.some(isOneOfFive)) return 'one toe';
    const halved = `${modifier ?? ''} ${noun}`;
    return TERMS.has(halved) ? halved : noun;
  });
}

/** `bigtoe`, `indextoe`, `SmallToe1`: one beside others. */
function isOneOfFive(word: string): boolean {
  return word === 'big' || (FINGERS.has(word) && FINGERS.get(word) !== 'numbered');
}

function readFinger(words: readonly string[], at: number): Finger | number | 'some' {
  // Of two the latter: `HandRingPinky1` is a slip of the pen, and the little finger.
  const named = words.flatMap((word) => FINGERS.get(word) ?? []).findLast((finger) => finger !== 'numbered');
  if (named !== undefined) return named;
  const digits = words.slice(at + 1).find((word) => /^\d+$/.test(word));
  // Biped counts `Finger12`: the third bone of the second finger.
  return digits === undefined ? 'some' : Number(digits[0]);
}

/** @param words - those behind the finger's own. */
function readSegment(words: readonly string[], finger: NameReading['finger']): number | undefined {
  const [spoken] = words.flatMap((word) => FINGER_SEGMENTS.get(word) ?? []);
  const mayBeThumb = finger === 'thumb' || (typeof finger === 'number' && finger <= 1);
  if (spoken !== undefined) return mayBeThumb && spoken < 3 ? undefined : spoken;
  const [first, second] = words.filter((word) => DIGITS.test(word));
  if (typeof finger !== 'number') return first === undefined ? undefined : Number(first);
  if (second !== undefined) return Number(second);
  // Biped: `Finger2`, `Finger21`, `Finger22`.
  const [, digit] = first ?? '';
  return digit === undefined ? 1 : Number(digit) + 1;
}

/** Auto-Rig Pro's `middle1_base` lies in the palm below `middle1`. */
function isBase(words: readonly string[], at: number): boolean {
  return words[at] === 'base' && DIGITS.test(words[at - 1] ?? '');
}

/** `NeckTwist01` is Character Creator's neck, and the `in` of `LeftInHandIndex` marks a metacarpal. */
function isHelper(words: readonly string[], isFinger: boolean, terms: readonly string[]): boolean {
  const exempt = new Set([...(isFinger ? ['in'] : []), ...(terms.includes('neck') ? ['twist'] : [])]);
  return words.some((word, i) => (HELPER_WORDS.has(word) && !exempt.has(word)) || isPart(words, i));
}

/** Advanced Skeleton's `ShoulderPart1`: a stretch of a limb. */
function isPart(words: readonly string[], at: number): boolean {
  return words[at] === 'part' && DIGITS.test(words[at + 1] ?? '');
}

function numbersBehind(words: readonly string[], at: number): number[] {
  return words.slice(at + 1).flatMap((word) => (DIGITS.test(word) ? [Number(word)] : []));
}

const DIGITS = /^\d+$/;

function isUnknown(word: string): boolean {
  const known = TERMS.has(word) || FINGERS.has(word) || MODIFIERS.has(word) || HELPER_WORDS.has(word);
  const plain = NEUTRAL_WORDS.has(word) || METACARPAL_WORDS.has(word) || LEFT_WORDS.has(word) || RIGHT_WORDS.has(word);
  return !known && !plain && !/^\d+$/.test(word);
}

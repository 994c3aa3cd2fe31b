import file from '../fixtures/pair-exceptions.json' with { type: 'json' };
import { PASS_LINES } from './pass-lines.ts';
import type { PassLine } from './pass-lines.ts';
import type { PairFigures } from './real-pairs.ts';

/** Pairs by name that have other limits in one row, and why. */
export interface PairException {
  readonly row: string;
  /** File names. Default: all. */
  readonly avatars?: readonly string[];
  /** By file name of the source, with the name of the clip behind a space where several of a file are carried. */
  readonly limits: Readonly<Record<string, number>>;
  readonly reason: string;
}

/** A pair that is over a limit. */
export interface Fault {
  readonly pair: PairFigures;
  readonly line: PassLine;
  readonly value: number;
  readonly exception: PairException | undefined;
}

// In JSON each exception has a type of its own, by the names in it.
export const EXCEPTIONS = file.exceptions as unknown as readonly PairException[];

/** A limit that is looser than this, times the worst that it is for, hides what comes. */
const SLACK = 1.25;

/** Every line that some pair is over, and the exception that allows it as much. */
export function faultsOf(pairs: readonly PairFigures[]): Fault[] {
  return pairs.flatMap((pair) =>
    PASS_LINES.flatMap((line) => {
      const value = line.measure(pair);
      if (value === undefined || value <= line.limit) return [];
      const exception = EXCEPTIONS.find((one) => one.row === line.row && value <= (limitFor(one, pair) ?? -1));
      return [{ pair, line, value, exception }];
    }),
  );
}

/** What `pair-exceptions.json` says that is not so: names that need no exception, limits that are too wide. In words. */
export function idleExceptions(pairs: readonly PairFigures[]): string[] {
  const faults = faultsOf(pairs);
  return EXCEPTIONS.flatMap((exception) => {
    const own = faults.filter(
      ({ line, pair }) => line.row === exception.row && limitFor(exception, pair) !== undefined,
    );
    const avatars = (exception.avatars ?? []).filter((name) => !own.some(({ pair }) => fileName(pair.avatar) === name));
    const limits = Object.entries(exception.limits).flatMap(([source, limit]) => {
      const worst = Math.max(...own.filter(({ pair }) => isOf(pair, source)).map(({ value }) => value));
      return limit <= SLACK * worst ? [] : [`${source} is allowed ${limit} and needs ${worst.toFixed(3)}`];
    });
    return [...avatars.map((name) => `${name} needs none`), ...limits].map((words) => `row ${exception.row}: ${words}`);
  });
}

/** `dance.bvh (clip) on avatar.glb, row 2 mean: 3.1, at most 3` */
export function wordsOf({ pair, line, value }: Fault): string {
  const names = `${fileName(pair.source)} (${pair.clip}) on ${fileName(pair.avatar)}`;
  return `${names}, row ${line.row}: ${value.toFixed(3)}, at most ${line.limit}`;
}

/** Undefined where an exception is not for a pair. */
function limitFor({ avatars, limits }: PairException, pair: PairFigures): number | undefined {
  if (avatars && !avatars.includes(fileName(pair.avatar))) return undefined;
  return Object.entries(limits).find(([source]) => isOf(pair, source))?.[1];
}

function isOf({ source, clip }: PairFigures, name: string): boolean {
  return name === fileName(source) || name === `${fileName(source)} ${clip}`;
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

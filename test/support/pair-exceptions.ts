import file from '../fixtures/pair-exceptions.json' with { type: 'json' };
import { PASS_LINES } from './pass-lines.ts';
import type { PassLine } from './pass-lines.ts';
import type { PairFigures } from './real-pairs.ts';

/** Pairs by name that have another limit in one row, and why. */
export interface PairException {
  readonly row: string;
  /** File names, each with the name of a clip behind a space where the file has several that are carried. Default: all. */
  readonly sources?: readonly string[];
  /** File names. Default: all. */
  readonly avatars?: readonly string[];
  readonly limit: number;
  readonly reason: string;
}

/** A pair that is over a limit. */
export interface Fault {
  readonly pair: PairFigures;
  readonly line: PassLine;
  readonly value: number;
  readonly exception: PairException | undefined;
}

export const EXCEPTIONS: readonly PairException[] = file.exceptions;

/** A limit that is looser than this, times the worst that it is for, hides what comes. */
const SLACK = 1.25;

/** Every line that some pair is over, and the exception that allows it as much. */
export function faultsOf(pairs: readonly PairFigures[]): Fault[] {
  return pairs.flatMap((pair) =>
    PASS_LINES.flatMap((line) => {
      const value = line.measure(pair);
      if (value === undefined || value <= line.limit) return [];
      const exception = EXCEPTIONS.find((one) => one.row === line.row && covers(one, pair) && value <= one.limit);
      return [{ pair, line, value, exception }];
    }),
  );
}

/** What `pair-exceptions.json` says that is not so: names that need no exception, limits that are too wide. In words. */
export function idleExceptions(pairs: readonly PairFigures[]): string[] {
  const faults = faultsOf(pairs);
  return EXCEPTIONS.flatMap((exception) => {
    const title = `row ${exception.row}, ${[exception.sources ?? 'any', exception.avatars ?? 'any'].join(' on ')}`;
    const own = faults.filter(({ line, pair }) => line.row === exception.row && covers(exception, pair));
    const worst = Math.max(...own.map(({ value }) => value));
    const names = [...(exception.sources ?? []), ...(exception.avatars ?? [])];
    const needless = names.filter((name) => !own.some(({ pair }) => isOf(pair, name)));
    return [
      ...(own.length === 0
        ? [`${title}: no pair needs it`]
        : needless.map((name) => `${title}: "${name}" needs it not`)),
      ...(exception.limit > SLACK * worst
        ? [`${title}: ${exception.limit} is allowed, ${worst.toFixed(3)} needed`]
        : []),
    ];
  });
}

/** `dance.bvh (clip) on avatar.glb, row 2 mean: 3.1, at most 3` */
export function wordsOf({ pair, line, value, exception }: Fault): string {
  const limit = exception ? exception.limit : line.limit;
  return `${fileName(pair.source)} (${pair.clip}) on ${fileName(pair.avatar)}, row ${line.row}: ${value.toFixed(3)}, at most ${limit}`;
}

function covers({ sources, avatars }: PairException, pair: PairFigures): boolean {
  return (sources?.some((name) => isOf(pair, name)) ?? true) && (avatars?.some((name) => isOf(pair, name)) ?? true);
}

function isOf({ source, clip, avatar }: PairFigures, name: string): boolean {
  return [fileName(avatar), fileName(source), `${fileName(source)} ${clip}`].includes(name);
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

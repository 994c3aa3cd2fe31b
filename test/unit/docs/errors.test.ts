import { readFileSync } from 'node:fs';
import { HTTP_STATUSES, JOB_CODES, MOVINGIMAGE_CODES, MOVINGIMAGE_STATUSES } from '@kinora/core/protocol';
import type { Failure, JobFailure } from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';

/** `docs/errors.md`: every code and every number, as the sources have them. */
const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/errors.md', root), 'utf8');
const source = readFileSync(new URL('packages/core/src/errors.ts', root), 'utf8');

/** The rows of the tables below a heading, as their cells. */
function rowsBelow(heading: string): string[][] {
  const from = page.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`docs/errors.md has no "${heading}"`);
  const level = /^#+/.exec(heading)![0];
  const rest = page.slice(from + heading.length + 2);
  const end = new RegExp(`^#{2,${level.length}} `, 'm').exec(rest)?.index ?? rest.length;
  return rest
    .slice(0, end)
    .split('\n')
    .filter((line) => /^\| (`|\d)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

const union = source.slice(
  source.indexOf('KinoraErrorCode ='),
  source.indexOf(';', source.indexOf('KinoraErrorCode =')),
);
const codes = [...union.matchAll(/\| '([^']+)'/g)].map((found) => found[1]!);

const factsOf = (number: number, { kind, mayRetry, meaning, advice }: Failure): string[] => [
  String(number),
  kind,
  mayRetry ? 'yes' : 'no',
  meaning,
  advice,
];

describe('docs/errors.md', () => {
  test('has every code of the sources, and no other, each with a meaning and an advice', () => {
    const rows = rowsBelow('## Codes');
    expect(rows.map(([code]) => code)).toEqual(codes);
    for (const [, meaning, advice] of rows) expect([meaning, advice].every((cell) => cell!.length > 5)).toBe(true);
  });

  test('has every number of a job, as the table of the client', () => {
    const expected = [...JOB_CODES].map(([number, failure]: [number, JobFailure]) => [
      ...factsOf(number, failure),
      failure.code,
      failure.retryWith ?? '',
    ]);
    expect(rowsBelow('## Jobs of Animate 3D')).toEqual(expected);
  });

  test('has every HTTP status, as the table of the client', () => {
    expect(rowsBelow('## HTTP statuses of Animate 3D')).toEqual([...HTTP_STATUSES].map((entry) => factsOf(...entry)));
  });

  test('has all of movingimage, as its tables', () => {
    expect(rowsBelow('## movingimage')).toEqual(
      [...MOVINGIMAGE_STATUSES, ...MOVINGIMAGE_CODES].map((entry) => factsOf(...entry)),
    );
  });
});

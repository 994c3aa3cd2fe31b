import { assertHumanoid, retarget } from '@kinora/core/motion';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXCEPTIONS, faultsOf, idleExceptions, wordsOf } from '../../../support/pair-exceptions.ts';
import { PASS_LINES } from '../../../support/pass-lines.ts';
import { AVATARS, clipsOf, readAvatar, readReal, realMatrix, SOURCES } from '../../../support/real-pairs.ts';
import type { RealMatrix } from '../../../support/real-pairs.ts';
import { describeShared } from '../../../support/shared-assets.ts';
import { syntheticFaults, syntheticMatrix } from '../../../support/synthetic-matrix.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

/** Of the matrix that `npm run test:long` carries out whole: a third, the same in every run, which meets every scheme. */
const SAMPLE = syntheticMatrix(60).filter((_, i) => i % 3 === 0);

describe('retarget() on synthetic people, with zero settings', () => {
  test.each(SAMPLE.map((pair) => [pair.title, pair] as const))('%s', (_, pair) => {
    expect(syntheticFaults(pair.run())).toEqual([]);
  });
});

describeShared('retarget() on real pairs, with zero settings', () => {
  const sources = Object.entries(SOURCES);
  const avatars = Object.keys(AVATARS);
  let matrix: RealMatrix;
  // All of them: a sample would have to be drawn anew for each exception, and saves five seconds.
  beforeAll(() => (matrix = realMatrix()), 120_000);

  test.each(avatars)('%s is an avatar', (path) => {
    const { rig, map } = readAvatar(path);
    expect(() => assertHumanoid(rig, map)).not.toThrow();
  });

  test('every source that is one meets every avatar, and is measured', () => {
    const clips = sources.flatMap(([path, { expect: wanted, clips: named }]) =>
      wanted === 'ok' ? Array.from({ length: named?.length ?? 1 }, () => path) : [],
    );
    expect(matrix.pairs.map(({ source }) => source)).toEqual(clips.flatMap((path) => avatars.map(() => path)));
    for (const { turns } of matrix.pairs) expect(turns.direction!.limbs.length).toBeGreaterThanOrEqual(4);
  });

  test.each(PASS_LINES.map((line) => [line.row, line] as const))('row %s is kept', (_, line) => {
    const faults = faultsOf(matrix.pairs).filter((fault) => fault.line === line && !fault.exception);
    expect(faults.map(wordsOf)).toEqual([]);
  });

  test('no exception is allowed that nothing needs', () => {
    expect(idleExceptions(matrix.pairs)).toEqual([]);
  });

  test('every exception says why, and of a row that there is', () => {
    for (const { row, reason } of EXCEPTIONS) {
      expect(PASS_LINES.map((line) => line.row)).toContain(row);
      expect(reason.split(' ').length).toBeGreaterThan(5);
    }
  });

  test.each(sources.filter(([, { expect: wanted }]) => wanted === 'refused'))('%s is refused', (path, { code }) => {
    const avatar = readAvatar(avatars[0]!);
    const carry = (): unknown => {
      const content = readReal(path);
      return clipsOf(path, content).map((clip) => retarget(clip, avatar.rig));
    };
    expect(thrownCode(carry)).toBe(code);
  });
});

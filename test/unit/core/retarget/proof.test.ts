import { assertHumanoid, mapHumanoid, resampleClip, retarget } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import {
  AVATARS,
  clipsOf,
  measurePair,
  readAvatar,
  readReal,
  SOURCES,
  turnFaults,
} from '../../../support/real-pairs.ts';
import { describeShared } from '../../../support/shared-assets.ts';
import { faultsOf, syntheticMatrix } from '../../../support/synthetic-matrix.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

/** Of the matrix that `npm run test:long` carries out whole: a third, the same in every run, which meets every scheme. */
const SAMPLE = syntheticMatrix(60).filter((_, i) => i % 3 === 0);

describe('retarget() on synthetic people, with zero settings', () => {
  test.each(SAMPLE.map((pair) => [pair.title, pair] as const))('%s', (_, pair) => {
    expect(faultsOf(pair.run())).toEqual([]);
  });
});

describeShared('retarget() on real pairs, with zero settings', () => {
  const sources = Object.entries(SOURCES);
  const avatars = Object.keys(AVATARS);

  test.each(avatars)('%s is an avatar', (path) => {
    const { rig, map } = readAvatar(path);
    expect(() => assertHumanoid(rig, map)).not.toThrow();
  });

  // Every source meets two avatars, and every avatar some sources.
  test.each(sources.filter(([, { expect: wanted }]) => wanted === 'ok').map(([path], i) => [path, i] as const))(
    '%s keeps the direction of every limb',
    (path, i) => {
      const content = readReal(path);
      const map = mapHumanoid(content.rig);
      for (const clip of clipsOf(path, content)) {
        for (const avatar of [avatars[i % avatars.length]!, avatars[(i * 3 + 5) % avatars.length]!]) {
          // Ten frames a second see every stance, and keep the suite short.
          const figures = measurePair(path, resampleClip(clip, 10), map, readAvatar(avatar));
          expect(turnFaults(figures), avatar).toEqual([]);
          expect(figures.feet.unmeasured.map(({ metric }) => metric)).not.toContain('direction');
        }
      }
    },
  );

  test.each(sources.filter(([, { expect: wanted }]) => wanted === 'refused'))('%s is refused', (path, { code }) => {
    const avatar = readAvatar(avatars[0]!);
    const carry = (): unknown => {
      const content = readReal(path);
      return clipsOf(path, content).map((clip) => retarget(clip, avatar.rig));
    };
    expect(thrownCode(carry)).toBe(code);
  });
});

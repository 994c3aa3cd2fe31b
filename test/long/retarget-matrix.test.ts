import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { KinoraError, mapHumanoid } from '@kinora/core/motion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AVATARS,
  clipsOf,
  clipTitle,
  feetFaults,
  measurePair,
  readAvatar,
  readReal,
  SOURCES,
  turnFaults,
} from '../support/real-pairs.ts';
import type { PairFigures, RealAvatar } from '../support/real-pairs.ts';
import { describeShared } from '../support/shared-assets.ts';
import { faultsOf, syntheticMatrix } from '../support/synthetic-matrix.ts';
import type { SyntheticPair } from '../support/synthetic-matrix.ts';
import type { Proof } from '../support/proof.ts';
import { matrixPage } from '../support/matrix-page.ts';

const RANDOM_PAIRS = 300;
const HALF_AN_HOUR = 1_800_000;
const results = new URL('../../docs/results/', import.meta.url);

const synthetic: { readonly pair: SyntheticPair; readonly proof: Proof; readonly faults: readonly string[] }[] = [];
const real: PairFigures[] = [];
const refused: { readonly path: string; readonly code: string }[] = [];

afterAll(() => {
  mkdirSync(results, { recursive: true });
  const machine = `Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores`;
  writeFileSync(new URL('retarget-matrix.md', results), matrixPage({ machine, synthetic, real, refused }));
});

describe('retarget() on synthetic people', () => {
  test('every scheme, every pathology and random pairs of both pass', () => {
    for (const pair of syntheticMatrix(RANDOM_PAIRS)) {
      const proof = pair.run();
      synthetic.push({ pair, proof, faults: faultsOf(proof) });
    }
    expect(synthetic.flatMap(({ pair, faults }) => faults.map((fault) => `${pair.title}: ${fault}`))).toEqual([]);
  });
});

describeShared('retarget() on real pairs', () => {
  let avatars: readonly RealAvatar[];
  beforeAll(() => {
    avatars = Object.keys(AVATARS).map(readAvatar);
    for (const path of Object.keys(SOURCES)) measureSource(path);
  }, HALF_AN_HOUR);

  function measureSource(path: string): void {
    try {
      const content = readReal(path);
      const map = mapHumanoid(content.rig);
      if (map.confidence === 0) throw new KinoraError('rig/not-humanoid', path);
      for (const clip of clipsOf(path, content)) {
        for (const avatar of avatars) real.push(measurePair(path, clip, map, avatar));
      }
    } catch (error) {
      if (!(error instanceof KinoraError)) throw error;
      refused.push({ path, code: error.code });
    }
  }

  test('what must be refused is, and nothing else', () => {
    const wanted = Object.entries(SOURCES).filter(([, expected]) => expected.expect === 'refused');
    expect(refused).toEqual(wanted.map(([path, { code }]) => ({ path, code })));
  });

  test('every limb keeps its direction where the joints are turned alone', () => {
    expect(faultyPairs(turnFaults)).toEqual([]);
  });

  test('planted feet stand, and no foot is under the ground', () => {
    expect(faultyPairs(feetFaults)).toEqual([]);
  });

  function faultyPairs(faults: (figures: PairFigures) => readonly string[]): string[] {
    return real.flatMap((figures) =>
      faults(figures).map((fault) => `${clipTitle(figures)} on ${figures.avatar}: ${fault}`),
    );
  }
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrixPage } from '../support/matrix-page.ts';
import { faultsOf, idleExceptions, wordsOf } from '../support/pair-exceptions.ts';
import type { Proof } from '../support/proof.ts';
import { realMatrix, SOURCES } from '../support/real-pairs.ts';
import type { RealMatrix } from '../support/real-pairs.ts';
import { describeShared } from '../support/shared-assets.ts';
import { syntheticFaults, syntheticMatrix } from '../support/synthetic-matrix.ts';
import type { SyntheticPair } from '../support/synthetic-matrix.ts';

const RANDOM_PAIRS = 300;
const HALF_AN_HOUR = 1_800_000;
const results = new URL('../../docs/results/', import.meta.url);

const synthetic: { readonly pair: SyntheticPair; readonly proof: Proof; readonly faults: readonly string[] }[] = [];
let real: RealMatrix = { pairs: [], refused: [] };

afterAll(() => {
  mkdirSync(results, { recursive: true });
  const machine = `Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores`;
  writeFileSync(new URL('retarget-matrix.md', results), matrixPage({ machine, synthetic, real }));
});

describe('retarget() on synthetic people', () => {
  test('every scheme, every pathology and random pairs of both pass', () => {
    for (const pair of syntheticMatrix(RANDOM_PAIRS)) {
      const proof = pair.run();
      synthetic.push({ pair, proof, faults: syntheticFaults(proof) });
    }
    expect(synthetic.flatMap(({ pair, faults }) => faults.map((fault) => `${pair.title}: ${fault}`))).toEqual([]);
  });
});

describeShared('retarget() on real pairs', () => {
  beforeAll(() => (real = realMatrix()), HALF_AN_HOUR);

  test('what must be refused is, and nothing else', () => {
    const wanted = Object.entries(SOURCES).filter(([, expected]) => expected.expect === 'refused');
    expect(real.refused).toEqual(wanted.map(([path, { code }]) => ({ path, code })));
  });

  test('every row is kept, or the pair is an exception by name', () => {
    const faults = faultsOf(real.pairs).filter(({ exception }) => !exception);
    expect(faults.map(wordsOf)).toEqual([]);
  });

  test('no exception is allowed that nothing needs', () => {
    expect(idleExceptions(real.pairs)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { splitName } from '../../../../packages/core/src/rig/mapper/names/split-name.ts';
import { JAPANESE, KNOWN_WORDS, TERMS } from '../../../../packages/core/src/rig/mapper/names/vocabulary.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { readTruths } from '../../../support/rig-truth.ts';

/** A name of several words: a word of Japanese is one, however many of ours it is translated to. */
const isCompound = (name: string): boolean => splitName(name).length > 1 && !JAPANESE.has(name);

describe('the vocabulary of the mapper', () => {
  test('holds words, and no whole name of a joint that any scheme or file uses', () => {
    const names = [
      ...NAMING_SCHEMES.flatMap(({ rig }) => rig.names),
      ...readTruths().flatMap(({ bones }) => Object.values(bones ?? {}).flat()),
    ];
    const entries = new Set([...KNOWN_WORDS, ...TERMS.keys(), ...JAPANESE.keys()]);
    const learnt = names.filter((name) => isCompound(name) && entries.has(name.toLowerCase()));
    expect(learnt).toEqual([]);
    expect(new Set(names).size).toBeGreaterThan(1500);
  });
});

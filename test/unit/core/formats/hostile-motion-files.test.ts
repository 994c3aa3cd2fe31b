import {
  createRetargetPlan,
  isKinoraError,
  kinanimRig,
  mapHumanoid,
  parseBvh,
  parseMotion,
  retargetClip,
  validateClip,
  validateRig,
  writeBvh,
  writeGlbClip,
  writeKinanim,
} from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bvhBytes, bvhModels, bvhSpellings } from '../../../support/bvh-grammar.ts';
import { expectSameRotation } from '../../../support/expect-rotation.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';
import { zipBytes } from '../../../support/zip-bytes.ts';

/** Parses, and holds to it what every file is owed: a sound result, or an error of the formats. */
function survive(bytes: Uint8Array): 'read' | 'refused' {
  try {
    const { rig, clips } = parseMotion(bytes, 'file');
    validateRig(rig);
    for (const clip of clips) validateClip(clip);
    return 'read';
  } catch (error) {
    if (isKinoraError(error) && error.code.startsWith('formats/')) return 'refused';
    throw error;
  }
}

/** A change somewhere in a file: bytes cut out, others put in. */
interface Change {
  /** [0, 1] from the first byte to the last. */
  readonly place: number;
  readonly cut: number;
  readonly put: Uint8Array;
}

function changesOf(put: fc.Arbitrary<Uint8Array>, mostCut: number): fc.Arbitrary<readonly Change[]> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.array(fc.record({ place, cut: fc.nat(mostCut), put }), { minLength: 1, maxLength: 3 });
}

const anyBytes = fc.uint8Array({ maxLength: 12 });
/** So little that many a file with it is still one. */
const someDigits = fc
  .string({ unit: fc.constantFrom(...Array.from(' \n\t0123456789.-e')), maxLength: 2 })
  .map((text) => new TextEncoder().encode(text));

function changed(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  return changes.reduce((now, { place, cut, put }) => {
    const at = Math.floor(place * now.length);
    return Uint8Array.from([...now.subarray(0, at), ...put, ...now.subarray(at + cut)]);
  }, bytes);
}

describe('BVH files by their grammar', () => {
  test('are read the same however they are spelt', () => {
    fc.assert(
      fc.property(bvhModels, bvhSpellings, (model, spelling) => {
        const plain = parseBvh(bvhBytes(model), 'x');
        expect(parseBvh(bvhBytes(model, spelling), 'x')).toEqual(plain);
        validateClip(plain.clip);
      }),
      { numRuns: 600, seed: 21 },
    );
  });

  test('give every person that they hold, each as alone in a file', () => {
    fc.assert(
      fc.property(bvhModels, (model) => {
        model.roots.forEach((root, i) => {
          const { rig, clip } = parseBvh(bvhBytes(model), 'x', { person: i + 1 });
          expect(rig.names[0]).toBe(root.name);
          expect([...rig.parents].filter((parent) => parent === -1)).toHaveLength(1);
          validateRig(rig);
          validateClip(clip);
        });
      }),
      { numRuns: 300, seed: 22 },
    );
  });

  test('are read or refused, whatever words stand in them', () => {
    const words = [
      'HIERARCHY',
      'ROOT',
      'JOINT',
      'End Site',
      '{',
      '}',
      'OFFSET',
      'CHANNELS',
      'MOTION',
      'Frames:',
      'Frame Time:',
    ];
    const others = [
      'Xrotation',
      'Zposition',
      '-1',
      '0',
      '3',
      '6',
      '1e308',
      '9e9',
      'NaN',
      '.',
      '\0',
      '\ufffd',
      'a',
      '4294967296',
    ];
    const text = fc.array(fc.constantFrom(...words, ...others), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.constantFrom(' ', '\n'), (list, space) => {
        survive(new TextEncoder().encode(`HIERARCHY${space}${list.join(space)}`));
      }),
      { numRuns: 1500, seed: 23 },
    );
  });

  test('are read or refused, whatever is changed in them', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(
        bvhModels,
        bvhSpellings,
        fc.oneof(changesOf(someDigits, 1), changesOf(anyBytes, 12)),
        (model, spelling, list) => {
          outcomes[survive(changed(bvhBytes(model, spelling), list))] += 1;
        },
      ),
      { numRuns: 1500, seed: 24 },
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(50);
  });
});

const { clip, map } = syntheticPerson();

describe('kinanim files', () => {
  const face = { names: ['jawOpen', 'tongueOut'], weights: new Float32Array(clip.frames * 2).fill(0.5) };
  const { bytes } = writeKinanim({ ...clip, morphs: face }, map);

  test('are read or refused, whatever is changed in them', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(changesOf(anyBytes, 12), (list) => {
        outcomes[survive(changed(bytes, list))] += 1;
      }),
      { numRuns: 1500, seed: 25 },
    );
    expect(outcomes.refused).toBeGreaterThan(100);
  });

  test('are read or refused, whatever number stands in them', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const other = Uint8Array.from(bytes);
        other[at] = value;
        outcomes[survive(other)] += 1;
      }),
      { numRuns: 1500, seed: 26 },
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(20);
  });

  test('are read or refused as far as they go', () => {
    for (let length = 0; length < bytes.length; length += 7) survive(bytes.subarray(0, length));
  });
});

describe('zip archives', () => {
  const bvh = bvhBytes(fc.sample(bvhModels, { numRuns: 1, seed: 27 })[0]!);
  const { bytes: kinanim } = writeKinanim(
    { ...syntheticPerson().clip, rig: syntheticPerson().rig },
    syntheticPerson().map,
  );
  const archive = zipBytes([
    { name: 'a.bvh', data: bvh },
    { name: 'b/c.kinanim', data: kinanim.subarray(0, 2000), stored: true },
  ]);

  test('are read or refused, whatever is changed in them', () => {
    fc.assert(
      fc.property(changesOf(anyBytes, 12), (list) => {
        survive(changed(archive, list));
      }),
      { numRuns: 1500, seed: 28 },
    );
  });

  test('are read or refused, whatever number stands in them', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.nat(255), (at, value) => {
        const other = Uint8Array.from(archive);
        other[at] = value;
        outcomes[survive(other)] += 1;
      }),
      { numRuns: 1000, seed: 29 },
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(20);
  });
});

describe('names that programs stumble over', () => {
  const EVIL = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  /** A person with such joints in each hand, who waves. */
  function person(): Clip {
    const body = kinanimRig();
    const count = body.names.length;
    const extra = EVIL.flatMap((name) => [name, name]);
    const hands = extra.map((_, i) => body.names.indexOf(i % 2 === 0 ? 'leftHand' : 'rightHand'));
    const identity = (joints: number): number[] => Array.from({ length: joints * 4 }, (_, i) => (i % 4 === 3 ? 1 : 0));
    const rig: Rig = {
      unitMetres: 1,
      names: [...body.names, ...extra],
      parents: Int16Array.of(...body.parents, ...hands),
      restTranslations: Float32Array.of(...body.restTranslations, ...extra.flatMap(() => [0, 0.1, 0])),
      restRotations: Float32Array.from(identity(count + extra.length)),
    };
    const rotations = Float32Array.from([...rig.restRotations, ...rig.restRotations]);
    rotations.set([0, 0, 0.6, 0.8], (rig.names.length + rig.names.indexOf('leftUpperArm')) * 4);
    const still = { translated: new Int16Array(), translations: new Float32Array() };
    return { name: '__proto__', rig, frames: 2, rate: 30, rotations, ...still };
  }

  test('go through every format, the map and a retarget', () => {
    const source = person();
    for (const bytes of [writeBvh(source), writeGlbClip(source)]) {
      const { rig, clips } = parseMotion(bytes, '__proto__');
      expect(rig.names.toSorted()).toEqual(source.rig.names.toSorted());
      const map = mapHumanoid(rig);
      expect(map.confidence).toBeGreaterThan(0.6);
      expect(rig.names[map.bones.leftUpperArm!.joint]).toBe('leftUpperArm');
      const onKinanim = retargetClip(createRetargetPlan(rig, kinanimRig(), { sourceMap: map }), clips[0]!);
      const [again] = parseMotion(writeKinanim(onKinanim).bytes, '__proto__').clips as [Clip];
      expect(again.name).toBe('__proto__');
      const at = (again.rig.names.length + again.rig.names.indexOf('leftUpperArm')) * 4;
      expectSameRotation(again.rotations.subarray(at, at + 4), [0, 0, 0.6, 0.8], 0.1);
    }
  });

  test('are no names of human bones', () => {
    const { rig } = person();
    const nameless = { ...rig, names: rig.names.map((_, i) => EVIL[i % EVIL.length]!) };
    expect(() => mapHumanoid(nameless)).not.toThrow();
  });
});

import { readFbx } from '@kinora/core/fbx';
import { isKinoraError, validateClip, validateRig } from '@kinora/core/motion';
import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fbxText } from '../../../../support/fbx-text.ts';
import { describeShared, sharedAsset } from '../../../../support/shared-assets.ts';
import { thrownCode } from '../../../../support/thrown-code.ts';

/** Reads what may be anything: a result that holds together, or an error of ours. */
function readOrRefuse(bytes: Uint8Array): void {
  try {
    const { rig, clips } = readFbx(bytes, 'hostile.fbx');
    validateRig(rig);
    clips.forEach(validateClip);
  } catch (error) {
    if (!isKinoraError(error)) throw error;
    expect(error.code).toMatch(/^formats\//);
  }
}

/** The bytes with some of them changed, and perhaps cut off. */
const damage = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      edits: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }),
      end: fc.oneof({ weight: 3, arbitrary: fc.constant(bytes.length) }, fc.nat(bytes.length)),
    })
    .map(({ edits, end }) => {
      const damaged = bytes.slice();
      for (const [at, value] of edits) damaged[at] = value;
      return damaged.subarray(0, end);
    });

/** One record of a binary file, of 32-bit lengths. */
function record(
  name: string,
  values: Uint8Array,
  count: number,
  children: readonly Uint8Array[],
  at: number,
): Uint8Array {
  const inside = children.reduce((sum, child) => sum + child.length, 0);
  const out = new Uint8Array(13 + name.length + values.length + inside);
  const view = new DataView(out.buffer);
  view.setUint32(0, at + out.length, true);
  view.setUint32(4, count, true);
  view.setUint32(8, values.length, true);
  out[12] = name.length;
  out.set(new TextEncoder().encode(name), 13);
  out.set(values, 13 + name.length);
  let next = 13 + name.length + values.length;
  for (const child of children) {
    out.set(child, next);
    next += child.length;
  }
  return out;
}

function binary(...records: readonly Uint8Array[]): Uint8Array {
  const header = new Uint8Array(27);
  header.set(new TextEncoder().encode('Kaydara FBX Binary  \0\x1a'));
  new DataView(header.buffer).setUint32(23, 7400, true);
  return Uint8Array.from([...header, ...records.flatMap((bytes) => [...bytes])]);
}

/** An array value that says it has so many doubles, whatever is stored. */
function packedArray(length: number, stored: Uint8Array): Uint8Array {
  const out = new Uint8Array(13 + stored.length);
  const view = new DataView(out.buffer);
  out[0] = 'd'.charCodeAt(0);
  view.setUint32(1, length, true);
  view.setUint32(5, 1, true);
  view.setUint32(9, stored.length, true);
  out.set(stored, 13);
  return out;
}

/** `Objects: { AnimationCurve: { KeyTime: … } }` */
function curveOf(value: Uint8Array): Uint8Array {
  const [objects, curve] = [27 + 13 + 'Objects'.length, 13 + 'AnimationCurve'.length];
  const key = record('KeyTime', value, 1, [], objects + curve);
  return binary(
    record('Objects', new Uint8Array(0), 0, [record('AnimationCurve', new Uint8Array(0), 0, [key], objects)], 27),
  );
}

describe('readFbx() takes no more than it may', () => {
  test.each([
    [
      'an array of four thousand million numbers in a few bytes',
      2 ** 32 - 1,
      zlibSync(new Uint8Array(64)),
      'formats/too-large',
    ],
    ['an array that claims more than its bytes can hold', 2 ** 24, zlibSync(new Uint8Array(64)), 'formats/fbx-syntax'],
    ['an array that ends early', 64, zlibSync(new Uint8Array(8)), 'formats/fbx-syntax'],
    ['an array that is not packed as it says', 8, new Uint8Array(64), 'formats/fbx-syntax'],
  ])('%s', (_, length, stored, code) => {
    expect(thrownCode(() => readFbx(curveOf(packedArray(length, stored)), 'bomb.fbx'))).toBe(code);
  });

  test('an array that unpacks to more than it claims is cut there', () => {
    const bomb = zlibSync(new Uint8Array(4 * 2 ** 20));
    expect(thrownCode(() => readFbx(curveOf(packedArray(4096, bomb)), 'bomb.fbx'))).toBe('formats/fbx-scene');
  });

  test('records inside each other without end', () => {
    let inner = new Uint8Array(0);
    const size = 13 + 'Model'.length;
    for (let depth = 200; depth > 0; depth--) {
      inner = record(
        'Model',
        new Uint8Array(0),
        0,
        inner.length > 0 ? [inner] : [],
        27 + 20 + (depth - 1) * size,
      ) as never;
    }
    expect(thrownCode(() => readFbx(binary(record('Objects', new Uint8Array(0), 0, [inner], 27)), 'deep.fbx'))).toBe(
      'formats/fbx-syntax',
    );
  });

  test('names that objects of JavaScript have', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const limbs = names.map((name, i) => ({ name, ...(i > 0 && { parent: names[i - 1]! }) }));
    expect(readFbx(fbxText({ limbs }), 'names.fbx').rig.names).toEqual(names);
  });

  test('properties that objects of JavaScript have', () => {
    const curve = { limb: 'Hips', channel: 'X', keys: [[0, 0], [1, 90]] } as const; // prettier-ignore
    const layer = ['__proto__', 'constructor', 'Lcl Rotation'].map((property) => ({ ...curve, property }));
    expect(readFbx(fbxText({ limbs: [{ name: 'Hips' }], stacks: { '': [layer] } }), 'walk.fbx').clips).toMatchObject([
      { name: 'walk', frames: 31 },
    ]);
  });

  test('any damage to a text file', () => {
    const bytes = fbxText({
      limbs: [{ name: 'Hips' }, { name: 'Spine', parent: 'Hips', properties: { 'Lcl Translation': [0, 10, 0] } }],
      stacks: { Turn: [[{ limb: 'Spine', property: 'Lcl Rotation', channel: 'X', keys: [[0, 0], [1, 90]] }]] }, // prettier-ignore
      bindPose: { Hips: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
    });
    fc.assert(fc.property(damage(bytes), readOrRefuse), { numRuns: 1000 });
  });

  test('words in any order', () => {
    const word = fc.constantFrom(
      'Objects',
      ':',
      '{',
      '}',
      '"',
      ',',
      '*3',
      'a:',
      '1e9',
      'Model',
      '\n',
      ';',
      '"Model::A"',
      'Properties70',
      'P:',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) =>
        readOrRefuse(new TextEncoder().encode(`; FBX 7\n${words.join(' ')}`)),
      ),
      { numRuns: 1000 },
    );
  });
});

describeShared('readFbx() takes any damage to real files', () => {
  test.each([
    ['fbx/ozz_walk.fbx', 20],
    ['fbx/ufbx_maya_kenney_character_7700_binary.fbx', 20],
    ['fbx/ufbx_maya_human_ik_7400_ascii.fbx', 20],
  ])('%s', (name, numRuns) => {
    const bytes = new Uint8Array(readFileSync(sharedAsset(name)));
    fc.assert(fc.property(damage(bytes), readOrRefuse), { numRuns });
  });
});

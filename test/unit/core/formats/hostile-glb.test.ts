import {
  addClipToGlb,
  isKinoraError,
  parseMotion,
  readGlb,
  validateClip,
  validateRig,
  vetGlb,
  writeGlbClip,
} from '@kinora/core/motion';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dracoAvatar, meshoptAvatar } from '../../../support/compressed-glb.ts';
import { glbOf } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';
import { richGlb } from '../../../support/rich-glb.ts';

const rich = richGlb();
const WHOLE = glbOf(rich.json, rich.bin);
const FILES = [WHOLE, meshoptAvatar({ animation: true }), dracoAvatar()];

/** Nothing that a file says may make anyone fetch anything. */
const fetched = vi.fn();
beforeAll(() => {
  vi.stubGlobal('fetch', fetched);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** Reads a file, and holds to it what every file is owed: a sound result, or an error of the formats. */
function survive(file: Uint8Array): 'read' | 'refused' {
  try {
    const { rig, clips, blendshapes, expressions } = readGlb(file);
    validateRig(rig);
    for (const clip of clips) validateClip(clip);
    const places = [...blendshapes, ...expressions].flatMap(({ targets }) => targets);
    expect(places.every(({ node, mesh, index }) => Number.isInteger(node + mesh + index))).toBe(true);
    return 'read';
  } catch (error) {
    if (isKinoraError(error) && /^(formats|rig)\//.test(error.code)) return 'refused';
    throw error;
  }
}

/** Runs cases, of which some must be read and some refused: else the changes are too mild, or too wild to get far. */
function surviveAll(cases: fc.Arbitrary<Uint8Array>, numRuns: number, seed: number): void {
  const outcomes = { read: 0, refused: 0 };
  fc.assert(
    fc.property(cases, (file) => {
      outcomes[survive(file)]++;
    }),
    { numRuns, seed },
  );
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(numRuns / 100);
  expect(fetched).not.toHaveBeenCalled();
}

const anyFile = fc.constantFrom(...FILES);

describe('GLB files that somebody changed', () => {
  test('read as they are', () => {
    expect(FILES.map(survive)).toEqual(['read', 'read', 'read']);
    const { clips, blendshapes, expressions } = readGlb(WHOLE);
    expect([clips.length, blendshapes.length, expressions.length]).toEqual([2, 2, 2]);
    expect(clips[0]!.morphs!.names).toEqual(['smile', 'blink', 'happy']);
  });

  test('bytes: 1,500 files with up to eight of them another', () => {
    const change = fc.tuple(share(), fc.nat(255));
    const cases = fc.tuple(anyFile, fc.array(change, { minLength: 1, maxLength: 8 })).map(([file, changes]) => {
      const changed = file.slice();
      for (const [place, byte] of changes) changed[Math.floor(place * file.length)] = byte;
      return changed;
    });
    surviveAll(cases, 1500, 31);
  });

  test('numbers: 500 files whose keys and matrices are any floats', () => {
    const start = WHOLE.length - rich.bin.length;
    const change = fc.tuple(fc.nat(rich.bin.length / 4 - 1), fc.float());
    const cases = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
      const changed = WHOLE.slice();
      const view = new DataView(changed.buffer, start);
      for (const [at, value] of changes) view.setFloat32(at * 4, value, true);
      return changed;
    });
    surviveAll(cases, 500, 32);
  });

  test('lengths: 500 files that end too early, some of which say so', () => {
    const cases = fc.tuple(anyFile, share(), fc.boolean()).map(([file, share, says]) => {
      const cut = file.slice(0, Math.round(share * file.length));
      if (says && cut.length >= 12) new DataView(cut.buffer).setUint32(8, cut.length, true);
      return cut;
    });
    fc.assert(
      fc.property(cases, (file) => {
        survive(file);
      }),
      { numRuns: 500, seed: 33 },
    );
  });

  test('JSON: 2,500 files with values where others belong', () => {
    surviveAll(
      fc
        .array(edit(), { minLength: 1, maxLength: 4 })
        .map((edits) => glbOf(JSON.stringify(edited(rich.json, edits)), rich.bin)),
      2500,
      34,
    );
  });

  test('trees: 500 files whose nodes are children of any others', () => {
    const nodes = rich.json['nodes'] as Json[];
    const lists = fc.array(fc.subarray([...nodes.keys()], { maxLength: 3 }), {
      minLength: nodes.length,
      maxLength: nodes.length,
    });
    fc.assert(
      fc.property(lists, (children) => {
        survive(glbOf({ ...rich.json, nodes: nodes.map((node, i) => ({ ...node, children: children[i] })) }, rich.bin));
      }),
      { numRuns: 500, seed: 35 },
    );
  });

  test('parts: 500 files of .gltf, which ask for nothing that is not beside them', () => {
    const asked: string[] = [];
    const sibling = (path: string): Uint8Array => {
      asked.push(path);
      return rich.bin;
    };
    const json = { ...rich.json, buffers: [{ byteLength: rich.bin.length, uri: 'a.bin' }], images: [{ uri: 'b.png' }] };
    const uri = fc.constantFrom(
      '../a',
      '/a',
      'a/../..',
      'http://a',
      '//a',
      '%2e%2e/a',
      'c:a',
      'data:;base64,AAAA',
      'sub/b',
      '',
    );
    fc.assert(
      fc.property(fc.array(edit(uri), { minLength: 1, maxLength: 3 }), (edits) => {
        try {
          parseMotion(new TextEncoder().encode(JSON.stringify(edited(json, edits))), 'a.gltf', { sibling });
        } catch (error) {
          if (!isKinoraError(error) || !/^(formats|rig)\//.test(error.code)) throw error;
        }
      }),
      { numRuns: 500, seed: 36 },
    );
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((path) => /\.\.|^\/|:/.test(path))).toEqual([]);
    expect(fetched).not.toHaveBeenCalled();
  });

  test('what is read can be written: 300 changed avatars get a clip, or say why not', () => {
    fc.assert(
      fc.property(fc.array(edit(), { minLength: 1, maxLength: 2 }), (edits) => {
        const file = glbOf(JSON.stringify(edited(rich.json, edits)), rich.bin);
        if (survive(file) === 'refused') return;
        const [clip] = readGlb(file).clips;
        if (!clip) return;
        expect(survive(addClipToGlb(file, clip))).toBe('read');
        expect(survive(writeGlbClip(clip))).toBe('read');
      }),
      { numRuns: 300, seed: 37 },
    );
  });
});

describe('GLB files that ask for much', () => {
  const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

  test.each([
    ['a skeleton of 100,000 joints', { nodes: many(100_000, (i) => (i % 300 > 0 ? { children: [] } : {})) }],
    [
      'a thousand skins of all nodes',
      { nodes: many(1000, () => ({})), skins: many(1000, () => ({ joints: [...many(1000, (i) => i)] })) },
    ],
    [
      'expressions that move one mesh in 40,000 places',
      {
        nodes: many(40_000, () => ({ mesh: 0 })),
        meshes: [{ primitives: [{ targets: [{}] }] }],
        extensions: {
          VRM: {
            blendShapeMaster: {
              blendShapeGroups: [{ name: 'a', binds: many(1000, () => ({ mesh: 0, index: 0, weight: 1 })) }],
            },
          },
        },
      },
    ],
    [
      'buffers that a decoder would fill with a petabyte',
      {
        nodes: [{}],
        buffers: [{ byteLength: 2 ** 50, extensions: { EXT_meshopt_compression: { fallback: true } } }],
      },
    ],
  ])('%s get an answer', (_, json) => {
    survive(glbOf(json));
    expect(fetched).not.toHaveBeenCalled();
  });

  test('an engine gets none that are compressed', () => {
    for (const file of FILES.slice(1)) expect(() => vetGlb(file)).toThrow(/compress/);
  });
});

/** [0, 1), evenly: doubles of fast-check crowd about 0. */
function share(): fc.Arbitrary<number> {
  return fc.nat(2 ** 30 - 1).map((n) => n / 2 ** 30);
}

/** A change of the JSON: the value at a place becomes another, a copy from elsewhere, or nothing; or its key another. */
interface Edit {
  /** [0, 1) of all places. */
  readonly place: number;
  readonly from: number;
  readonly kind: 'value' | 'copy' | 'drop' | 'rename';
  readonly value: unknown;
}

function edit(value: fc.Arbitrary<unknown> = odd()): fc.Arbitrary<Edit> {
  const kind = fc.constantFrom('value', 'value', 'value', 'copy', 'drop', 'rename' as const);
  return fc.record({ place: share(), from: share(), kind, value });
}

function odd(): fc.Arbitrary<unknown> {
  const deep = (depth: number): unknown => (depth === 0 ? 0 : [deep(depth - 1)]);
  return fc.oneof(
    fc.constantFrom(-1, 0, 1, 2, 3, 0.5, 99, 65_535, 2 ** 24, 2 ** 31, 2 ** 53, 1e9, 1e308, 5126, 5121),
    fc.constantFrom(
      null,
      true,
      '',
      '__proto__',
      'constructor',
      'rotation',
      'weights',
      'MAT4',
      'VEC3',
      'LINEAR',
      'http://a/b',
    ),
    fc.constantFrom<unknown>(
      [],
      {},
      [0],
      [0, 0],
      [[]],
      [null],
      deep(40),
      deep(150),
      { uri: 'http://a/b' },
      [1e308, 1e308, 1e308],
    ),
    fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 6 }),
  );
}

/** A copy of the JSON with all the changes. */
function edited(json: Json, edits: readonly Edit[]): Json {
  const copy = JSON.parse(JSON.stringify(json)) as Json;
  const places: Place[] = [];
  collectPlaces(copy, places);
  for (const { place, from, kind, value } of edits) {
    const { owner, key } = places[Math.floor(place * places.length)]!;
    const other = places[Math.floor(from * places.length)]!;
    if (kind === 'drop') Reflect.deleteProperty(owner, key);
    else if (kind === 'copy') put(owner, key, JSON.parse(JSON.stringify(other.owner[other.key] ?? null)));
    else if (kind === 'rename')
      put(owner, ['__proto__', 'constructor', 'toString', 'uri'][Math.floor(from * 4)]!, owner[key]);
    else put(owner, key, value);
  }
  return copy;
}

interface Place {
  readonly owner: Record<string, unknown>;
  readonly key: string;
}

function collectPlaces(value: unknown, places: Place[]): void {
  if (typeof value !== 'object' || value === null) return;
  const owner = value as Record<string, unknown>;
  for (const key of Object.keys(owner)) {
    places.push({ owner, key });
    collectPlaces(owner[key], places);
  }
}

/** Not by assignment, which would set the prototype. */
function put(owner: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(owner, key, { value, configurable: true, enumerable: true, writable: true });
}

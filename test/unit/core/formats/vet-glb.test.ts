import { isKinoraError, readGlb, vetGlb } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GlbBuilder, glbOf, glbOfChunks } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

const FLOATS = 5126;
const bin = new Uint8Array(64);
const data: Json = { buffers: [{ byteLength: 64 }], bufferViews: [{ buffer: 0, byteLength: 64 }] };
const accessor = (fields: Json): Uint8Array =>
  glbOf({ ...data, accessors: [{ bufferView: 0, componentType: FLOATS, count: 4, type: 'VEC3', ...fields }] }, bin);
const chain = (length: number): Json[] =>
  Array.from({ length }, (_, i) => (i + 1 < length ? { children: [i + 1] } : {}));

function animated(sampler: Json, channel: Json = { sampler: 0, target: { node: 0, path: 'rotation' } }): Uint8Array {
  const builder = new GlbBuilder();
  builder.floats([0, 1], 'SCALAR');
  builder.floats([0, 0, 0, 1, 0, 0, 0, 1], 'VEC4');
  return builder.build({
    nodes: [{}],
    animations: [{ samplers: [{ input: 0, output: 1, ...sampler }], channels: [channel] }],
  });
}

/** A small file that asks for much work: every channel reads the same keys. */
function sharedKeys(keys: number, channels: number): Uint8Array {
  const builder = new GlbBuilder();
  const zeros = builder.view(new Uint8Array(keys * 12));
  builder.accessor({ bufferView: zeros, componentType: FLOATS, count: keys, type: 'SCALAR' });
  builder.accessor({ bufferView: zeros, componentType: FLOATS, count: keys, type: 'VEC3' });
  const channel = { sampler: 0, target: { node: 0, path: 'translation' } };
  const animation = { samplers: [{ input: 0, output: 1 }], channels: Array.from({ length: channels }, () => channel) };
  return builder.build({ nodes: [{}], animations: [animation] });
}

const HOSTILE: readonly (readonly [name: string, file: Uint8Array, code: string])[] = [
  ['nothing at all', new Uint8Array(0), 'formats/empty'],
  ['wrong magic', glbOf({}, bin, { magic: 0x21212121 }), 'formats/glb-header'],
  ['version 1', glbOf({}, bin, { version: 1 }), 'formats/glb-header'],
  ['the magic alone', glbOf({}).subarray(0, 4), 'formats/truncated'],
  ['a file cut in the middle', glbOf(data, bin).subarray(0, 100), 'formats/truncated'],
  ['a header that claims more than there is', glbOf({}, bin, { length: 1e9 }), 'formats/truncated'],
  ['a chunk longer than the file', glbOfChunks([{ type: 0x4e4f534a, data: bin, claims: 1e9 }]), 'formats/glb-chunk'],
  ['no JSON chunk', glbOfChunks([{ type: 0x004e4942, data: bin }]), 'formats/glb-chunk'],
  ['no chunk', glbOfChunks([{ type: 0x4e4f534a, data: bin }], { length: 12 }), 'formats/glb-chunk'],
  ['JSON that is none', glbOf('{"asset":'), 'formats/glb-json'],
  ['JSON that is a list', glbOf('[]'), 'formats/glb-json'],
  ['JSON nested 5,000 deep', glbOf(`{"extras":${'['.repeat(5000)}${']'.repeat(5000)}}`), 'formats/glb-json'],
  ['a number beyond all numbers', glbOf('{"asset":{"version":"2.0"},"x":1e999}'), 'formats/glb-json'],
  [
    'a million objects of no use',
    glbOf(`{"asset":{"version":"2.0"},"x":[${'{},'.repeat(600_000)}{}]}`),
    'formats/too-large',
  ],
  ['a text of forty megabytes', glbOf(`{"asset":{"version":"2.0"},"x":"${'x'.repeat(4e7)}"}`), 'formats/too-large'],
  ['a name without end', glbOf({ nodes: [{ name: 'LeftArm.'.repeat(1000) }] }), 'formats/glb-nodes'],
  ['no asset', glbOf({ asset: null }), 'formats/glb-json'],
  ['glTF 1.0', glbOf({ asset: { version: '1.0' } }), 'formats/glb-json'],
  ['nodes that are no list', glbOf({ nodes: { length: 1e9 } }), 'formats/glb-json'],
  ['nodes that are no objects', glbOf({ nodes: [null] }), 'formats/glb-json'],
  ['200,000 nodes', glbOf({ nodes: Array.from({ length: 200_000 }, () => ({})) }), 'formats/too-large'],
  [
    'a buffer on the network',
    glbOf({ buffers: [{ byteLength: 4, uri: 'https://example.com/a.bin' }] }),
    'formats/external-file',
  ],
  ['a buffer on the disk', glbOf({ buffers: [{ byteLength: 4, uri: 'file:///etc/passwd' }] }), 'formats/external-file'],
  ['an image beside the file', glbOf({ images: [{ uri: 'skin.png' }] }), 'formats/external-file'],
  [
    'an address inside an extension',
    glbOf({ extensions: { EXT_x: { a: [{ uri: '//example.com/a' }] } } }),
    'formats/external-file',
  ],
  [
    'an embedded buffer that is shorter than it says',
    glbOf({ buffers: [{ byteLength: 99, uri: 'data:;base64,AAAA' }] }),
    'formats/truncated',
  ],
  [
    'an embedded buffer that is no base64',
    glbOf({ buffers: [{ byteLength: 1, uri: 'data:;base64,!' }] }),
    'formats/glb-accessor',
  ],
  ['a buffer longer than the BIN chunk', glbOf({ buffers: [{ byteLength: 1e6 }] }, bin), 'formats/truncated'],
  ['a buffer without data', glbOf({ buffers: [{ byteLength: 4 }] }), 'formats/glb-accessor'],
  [
    'a view beyond its buffer',
    glbOf({ ...data, bufferViews: [{ buffer: 0, byteLength: 65 }] }, bin),
    'formats/glb-accessor',
  ],
  ['a view of no buffer', glbOf({ ...data, bufferViews: [{ buffer: 1, byteLength: 4 }] }, bin), 'formats/glb-accessor'],
  [
    'a negative offset',
    glbOf({ ...data, bufferViews: [{ buffer: 0, byteLength: 4, byteOffset: -4 }] }, bin),
    'formats/glb-accessor',
  ],
  ['10⁸ elements in a small view', accessor({ count: 1e8 }), 'formats/glb-accessor'],
  [
    '10⁸ elements in no view',
    glbOf({ accessors: [{ componentType: FLOATS, count: 1e8, type: 'VEC3' }] }),
    'formats/glb-accessor',
  ],
  [
    'a gigabyte of zeros in many accessors',
    glbOf({ accessors: Array.from({ length: 8 }, () => ({ componentType: FLOATS, count: 1e7, type: 'VEC3' })) }),
    'formats/too-large',
  ],
  [
    'the same bytes a thousand times',
    glbOf(
      {
        ...data,
        accessors: Array.from({ length: 1000 }, () => ({
          bufferView: 0,
          componentType: FLOATS,
          count: 16,
          type: 'SCALAR',
        })),
      },
      bin,
    ),
    'formats/too-large',
  ],
  ['an accessor one byte too long', accessor({ byteOffset: 17 }), 'formats/glb-accessor'],
  ['an accessor of no elements', accessor({ count: 0 }), 'formats/glb-accessor'],
  ['half an element', accessor({ count: 0.5 }), 'formats/glb-accessor'],
  ['an unknown component', accessor({ componentType: 5130 }), 'formats/glb-accessor'],
  ['a component with a name that every object has', accessor({ componentType: 'constructor' }), 'formats/glb-accessor'],
  ['a shape with a name that every object has', accessor({ type: 'constructor' }), 'formats/glb-accessor'],
  ['an unknown shape', accessor({ type: 'VEC9' }), 'formats/glb-accessor'],
  [
    'a sparse accessor with more values than elements',
    accessor({ sparse: { count: 9, indices: { bufferView: 0, componentType: 5121 }, values: { bufferView: 0 } } }),
    'formats/glb-accessor',
  ],
  ['a sparse accessor without indices', accessor({ sparse: { count: 1 } }), 'formats/glb-accessor'],
  [
    'a node that is its own ancestor',
    glbOf({ nodes: [{ children: [1] }, { children: [2] }, { children: [0] }] }),
    'formats/glb-nodes',
  ],
  ['a node that is its own child', glbOf({ nodes: [{ children: [0] }] }), 'formats/glb-nodes'],
  ['a node with two parents', glbOf({ nodes: [{ children: [2] }, { children: [2] }, {}] }), 'formats/glb-nodes'],
  ['a child that does not exist', glbOf({ nodes: [{ children: [7] }] }), 'formats/glb-nodes'],
  ['a chain 5,000 deep', glbOf({ nodes: chain(5000) }), 'formats/glb-nodes'],
  [
    'a chain 5,000 deep, written from its end',
    glbOf({ nodes: Array.from({ length: 5000 }, (_, i) => (i > 0 ? { children: [i - 1] } : {})) }),
    'formats/glb-nodes',
  ],
  ['a place 10³⁸ metres away', glbOf({ nodes: [{ translation: [1e38, 0, 0] }] }), 'formats/glb-nodes'],
  ['a rotation of three numbers', glbOf({ nodes: [{ rotation: [0, 0, 0] }] }), 'formats/glb-nodes'],
  ['a scene of a node that does not exist', glbOf({ nodes: [{}], scenes: [{ nodes: [1] }] }), 'formats/glb-nodes'],
  ['a skin of a node that does not exist', glbOf({ nodes: [{}], skins: [{ joints: [1] }] }), 'formats/glb-nodes'],
  [
    'a skin without bind matrices for its joints',
    glbOf(
      {
        ...data,
        accessors: [{ bufferView: 0, componentType: FLOATS, count: 1, type: 'MAT4' }],
        nodes: [{}, {}],
        skins: [{ joints: [0, 1], inverseBindMatrices: 0 }],
      },
      bin,
    ),
    'formats/glb-accessor',
  ],
  ['a sampler without keys', animated({ input: 9 }), 'formats/glb-accessor'],
  ['fewer values than keys', animated({ interpolation: 'CUBICSPLINE' }), 'formats/glb-accessor'],
  ['an unknown interpolation', animated({ interpolation: 'MAGIC' }), 'formats/glb-json'],
  [
    'a channel of a node that does not exist',
    animated({}, { sampler: 0, target: { node: 3, path: 'rotation' } }),
    'formats/glb-json',
  ],
  ['a million keys read a hundred times', sharedKeys(1e6, 100), 'formats/too-large'],
  [
    'a channel without a sampler',
    animated({}, { sampler: 5, target: { node: 0, path: 'rotation' } }),
    'formats/glb-json',
  ],
  [
    'Draco, whose decoder would have to be fetched',
    glbOf({ extensionsRequired: ['KHR_draco_mesh_compression'] }),
    'formats/unsupported',
  ],
  ['an extension that nobody knows', glbOf({ extensionsRequired: ['ACME_spell'] }), 'formats/unsupported'],
];

describe('vetGlb()', () => {
  test.each(HOSTILE)('refuses %s', (_, file, code) => {
    expect(thrownCode(() => vetGlb(file))).toBe(code);
  });

  test('never shows the query of an address, which may hold a key', () => {
    const file = glbOf({ images: [{ uri: 'https://example.com/a.png?token=s3cret' }] });
    expect(() => vetGlb(file)).toThrow(/example\.com\/a\.png/);
    expect(() => vetGlb(file)).not.toThrow(/s3cret/);
  });

  test('accepts what only looks dangerous: an address in extras, embedded images, an optional extension', () => {
    const json = {
      extras: { uri: 'https://example.com' },
      images: [{ uri: 'data:image/png;base64,AAAA' }],
      extensionsUsed: ['ACME_spell'],
      nodes: chain(500),
    };
    expect(vetGlb(glbOf(json)).json.nodes).toHaveLength(500);
  });

  test('gives views on the file, without a copy', () => {
    const file = glbOf(data, bin);
    const { buffers } = vetGlb(file);
    expect(buffers[0]!.buffer).toBe(file.buffer);
    expect(buffers[0]).toHaveLength(64);
  });

  test('fails with a code, and with nothing else, whatever bytes are changed', () => {
    const file = animated({});
    const edits = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (list) => {
        const changed = file.slice();
        for (const [at, byte] of list) changed[at] = byte;
        expectCodeOrResult(() => readGlb(changed));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test('fails with a code, and with nothing else, whatever value stands in the JSON', () => {
    const node = fc.record(
      { children: odd(), translation: odd(), rotation: odd(), scale: odd(), matrix: odd(), name: odd() },
      { requiredKeys: [] },
    );
    const sampler = fc.record({ input: odd(), output: odd(), interpolation: odd() }, { requiredKeys: [] });
    const channel = fc.record(
      { sampler: odd(), target: fc.oneof(odd(), fc.record({ node: odd(), path: odd() })) },
      { requiredKeys: [] },
    );
    const json = fc.record(
      {
        nodes: fc.array(node, { maxLength: 3 }),
        skins: fc.array(fc.record({ joints: odd(), inverseBindMatrices: odd() }, { requiredKeys: [] }), {
          maxLength: 2,
        }),
        accessors: fc.array(
          fc.record(
            {
              bufferView: odd(),
              componentType: fc.constantFrom(5121, 5126),
              count: odd(),
              type: fc.constantFrom('SCALAR', 'VEC3', 'MAT4'),
              sparse: odd(),
            },
            { requiredKeys: [] },
          ),
          { maxLength: 2 },
        ),
        bufferViews: fc.array(
          fc.record({ buffer: odd(), byteOffset: odd(), byteLength: odd(), byteStride: odd() }, { requiredKeys: [] }),
          { maxLength: 2 },
        ),
        animations: fc.array(
          fc.record(
            {
              channels: fc.oneof(odd(), fc.array(channel, { maxLength: 2 })),
              samplers: fc.array(sampler, { maxLength: 2 }),
              extras: odd(),
            },
            { requiredKeys: [] },
          ),
          { maxLength: 2 },
        ),
        extensions: fc.oneof(
          odd(),
          fc.record({ VRM: fc.record({ humanoid: odd() }), VRMC_vrm: odd() }, { requiredKeys: [] }),
        ),
        extras: odd(),
      },
      { requiredKeys: ['nodes'] },
    );
    fc.assert(
      fc.property(json, (value) => {
        expectCodeOrResult(() => readGlb(glbOf({ buffers: [{ byteLength: 64 }], ...value }, bin)));
      }),
      { numRuns: 1500, seed: 2 },
    );
  });
});

/** What a file may hold where something else belongs. */
function odd(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(
      null,
      true,
      'rotation',
      'x',
      -1,
      0,
      1,
      2,
      16,
      1.5,
      1e9,
      {},
      [],
      [0],
      [1],
      [0, 0, 0],
      [0, 0, 0, 1],
      [null],
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
}

function expectCodeOrResult(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!isKinoraError(error)) throw error;
    expect(error.code).toMatch(/^formats\//);
  }
}

import { readGlb, restModel } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { GlbBuilder, glbOf } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

const H = Math.SQRT1_2;
const REST = [0, 0, 0, 1];
const QUARTER_X = [H, 0, 0, H];

/** One joint, one track. */
function clipOf(builder: GlbBuilder, sampler: Json, path = 'rotation', node: Json = {}): Clip {
  const file = builder.build({
    nodes: [{ name: 'bone', ...node }],
    animations: [{ name: 'move', samplers: [sampler], channels: [{ sampler: 0, target: { node: 0, path } }] }],
  });
  return readGlb(file).clips[0]!;
}

function clipOfKeys(times: readonly number[], values: readonly number[], fields: Json = {}, path = 'rotation'): Clip {
  const builder = new GlbBuilder();
  const input = builder.floats(times, 'SCALAR');
  const output = builder.floats(values, path === 'rotation' ? 'VEC4' : 'VEC3');
  return clipOf(builder, { input, output, ...fields }, path);
}

describe('readGlb(): the rig', () => {
  test('takes every node where no skin tells bones from props, parents first', () => {
    const { rig, nodes } = readGlb(glbOf({ nodes: [{ name: 'tip' }, { name: 'root', children: [2, 0] }, {}] }));
    expect(rig.names).toEqual(['root', 'node_2', 'tip']);
    expect([...rig.parents]).toEqual([-1, 0, 0]);
    expect([...nodes]).toEqual([1, 2, 0]);
  });

  test('keeps the order of the file where parents come first already', () => {
    const { rig } = readGlb(
      glbOf({ nodes: [{ name: 'a', children: [1, 2] }, { name: 'b', children: [3] }, { name: 'c' }, { name: 'd' }] }),
    );
    expect(rig.names).toEqual(['a', 'b', 'c', 'd']);
  });

  test('takes skin joints, animated nodes and their ancestors, and leaves props', () => {
    const builder = new GlbBuilder();
    const input = builder.floats([0, 1], 'SCALAR');
    const output = builder.floats([...REST, ...QUARTER_X], 'VEC4');
    const file = builder.build({
      nodes: [{ name: 'scene', children: [1, 2, 3] }, { name: 'bone' }, { name: 'moved' }, { name: 'lamp' }],
      skins: [{ joints: [1] }],
      animations: [
        { samplers: [{ input, output }], channels: [{ sampler: 0, target: { node: 2, path: 'rotation' } }] },
      ],
    });
    expect(readGlb(file).rig.names).toEqual(['scene', 'bone', 'moved']);
  });

  test('bakes scales into translations and tells how to undo it', () => {
    const scaled = { name: 'Armature', scale: [0.01, 0.01, 0.01], children: [1] };
    const { rig, scales, warnings } = readGlb(
      glbOf({
        nodes: [scaled, { scale: [2, 2, 2], translation: [0, 100, 0], children: [2] }, { translation: [0, 50, 0] }],
      }),
    );
    expect(restModel(rig).positions[7]).toBeCloseTo(2, 5);
    expect(scales[1]).toBeCloseTo(0.01, 6);
    expect(scales[2]).toBeCloseTo(0.02, 6);
    expect(rig.restTranslations[4]! / scales[1]!).toBeCloseTo(100, 3);
    expect(warnings).toEqual([]);
  });

  test('takes a matrix apart', () => {
    // A quarter turn about x, twice as large, one metre up.
    const matrix = [2, 0, 0, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 1];
    const { rig, scales } = readGlb(glbOf({ nodes: [{ matrix, children: [1] }, { translation: [0, 1, 0] }] }));
    QUARTER_X.forEach((value, i) => expect(rig.restRotations[i]).toBeCloseTo(value, 6));
    expect(scales[1]).toBeCloseTo(2, 6);
    expect(restModel(rig).positions[5]).toBeCloseTo(2, 5);
  });

  test('says so where a node is stretched unevenly', () => {
    const { warnings } = readGlb(glbOf({ nodes: [{ name: 'flat', scale: [1, 0.2, 1] }] }));
    expect(warnings.join()).toMatch(/unevenly \(flat\)/);
  });

  test('brings centimetres to metres, and the node scales with them', () => {
    const { rig, scales } = readGlb(
      glbOf({
        nodes: [
          { translation: [0, 99, 0], children: [1, 2] },
          { translation: [0, -95, 0] },
          { translation: [0, 160, 0] },
        ],
      }),
    );
    expect(rig.unitMetres).toBe(0.01);
    expect(rig.restTranslations[1]).toBeCloseTo(0.99, 6);
    expect(rig.restTranslations[1]! / scales[0]!).toBeCloseTo(99, 4);
  });

  test('takes a robot of five metres for one', () => {
    const { rig } = readGlb(
      glbOf({ nodes: [{ children: [1, 2] }, { translation: [0, -3, 0] }, { translation: [0, 4, 0] }] }),
    );
    expect(rig.unitMetres).toBe(1);
  });

  test.each([
    ['VRM 1.0', { VRMC_vrm: { humanoid: { humanBones: { hips: { node: 0 }, leftThumbMetacarpal: { node: 1 } } } } }],
    [
      'VRM animation',
      { VRMC_vrm_animation: { humanoid: { humanBones: { hips: { node: 0 }, leftThumbMetacarpal: { node: 1 } } } } },
    ],
    [
      'VRM 0.x',
      {
        VRM: {
          humanoid: {
            humanBones: [
              { bone: 'hips', node: 0 },
              { bone: 'leftThumbProximal', node: 1 },
            ],
          },
        },
      },
    ],
  ])('knows the bones that %s declares', (_, extensions) => {
    expect(readGlb(glbOf({ nodes: [{}, {}], extensions })).rig.declared).toEqual({ hips: 0, leftThumbMetacarpal: 1 });
  });

  test('passes over declared bones that do not exist', () => {
    const humanBones = { hips: { node: 9 }, tail: { node: 0 }, head: null };
    expect(
      readGlb(glbOf({ nodes: [{}], extensions: { VRMC_vrm: { humanoid: { humanBones } } } })).rig.declared,
    ).toBeUndefined();
  });

  test('takes the bind pose for the rest where the nodes stand in the first frame of a clip', () => {
    const { rig, clips, warnings } = readGlb(posedFile([...QUARTER_X, ...REST]));
    expect(warnings.join()).toMatch(/bind pose/);
    expect([...rig.restRotations.slice(4, 8)]).toEqual(REST);
    expect(clips[0]!.rotations[4]).toBeCloseTo(H, 6);
  });

  test('takes the nodes for the rest where no clip begins as they stand', () => {
    expect(readGlb(posedFile([...REST, ...REST])).rig.restRotations[4]).toBeCloseTo(H, 6);
  });
});

/** A chain of six, bound straight; every node but the first is bent a quarter about x. */
function posedFile(keys: readonly number[]): Uint8Array {
  const builder = new GlbBuilder();
  const input = builder.floats([0, 1], 'SCALAR');
  const output = builder.floats(keys, 'VEC4');
  const joints = [0, 1, 2, 3, 4, 5];
  const inverse = joints.flatMap((i) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -i, 0, 1]);
  const bent = (i: number): Json => ({
    translation: [0, 1, 0],
    rotation: QUARTER_X,
    ...(i < 5 && { children: [i + 1] }),
  });
  return builder.build({
    nodes: joints.map((i) => (i === 0 ? { children: [1] } : bent(i))),
    skins: [{ joints, inverseBindMatrices: builder.floats(inverse, 'MAT4') }],
    animations: [
      {
        samplers: [{ input, output }],
        channels: joints.slice(1).map((node) => ({ sampler: 0, target: { node, path: 'rotation' } })),
      },
    ],
  });
}

describe('readGlb(): clips', () => {
  test('reads linear keys at their rate', () => {
    const clip = clipOfKeys([0, 1 / 24, 2 / 24], [...REST, ...QUARTER_X, ...REST]);
    expect(clip).toMatchObject({ name: 'move', frames: 3, rate: 24 });
    expect(clip.rotations[4]).toBeCloseTo(H, 6);
  });

  test('fills in frames between sparse keys by slerp', () => {
    const clip = clipOfKeys([0, 1], [...REST, ...QUARTER_X]);
    expect(clip).toMatchObject({ frames: 31, rate: 30 });
    // A third of the way is 30°.
    expect(clip.rotations[40]).toBeCloseTo(Math.sin(Math.PI / 12), 6);
  });

  test('holds a step until its next key, and no longer', () => {
    const clip = clipOfKeys([0, 0.1, 0.2], [...REST, ...QUARTER_X, ...REST], { interpolation: 'STEP' });
    const x = Array.from({ length: clip.frames }, (_, frame) => Number(clip.rotations[frame * 4]!.toFixed(3)));
    const perKey = (clip.frames - 1) / 2;
    expect(x).toEqual(x.map((_, frame) => (frame < perKey || frame === perKey * 2 ? 0 : 0.707)));
  });

  test('follows a cubic spline', () => {
    // In-tangent, value, out-tangent of a curve from 0 to 1 m that is flat at both ends: 3t² − 2t³.
    const keys = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const clip = clipOfKeys([0, 1], keys, { interpolation: 'CUBICSPLINE' }, 'translation');
    const quarter = 0.3;
    expect(clip.translations[9 * 3 + 1]).toBeCloseTo(3 * quarter ** 2 - 2 * quarter ** 3, 5);
    expect(clip.translations[30 * 3 + 1]).toBeCloseTo(1, 6);
  });

  test('starts at the first key of a late clip', () => {
    const clip = clipOfKeys([1 / 24, 2 / 24, 1], [...REST, ...REST, ...QUARTER_X]);
    expect(clip).toMatchObject({ frames: 24, rate: 24 });
    expect(clip.rotations[23 * 4]).toBeCloseTo(H, 6);
  });

  test('meets the keys of tracks with times of their own', () => {
    const builder = new GlbBuilder();
    const samplers = [
      { input: builder.floats([0, 0.5], 'SCALAR'), output: builder.floats([...REST, ...QUARTER_X], 'VEC4') },
      { input: builder.floats([0.25, 0.75, 1], 'SCALAR'), output: builder.floats([0, 0, 0, 0, 1, 0, 0, 2, 0], 'VEC3') },
    ];
    const channels = [
      { sampler: 0, target: { node: 0, path: 'rotation' } },
      { sampler: 1, target: { node: 0, path: 'translation' } },
    ];
    const clip = readGlb(builder.build({ nodes: [{}], animations: [{ samplers, channels }] })).clips[0]!;
    const frame = (time: number): number => Math.round(time * clip.rate);
    expect((clip.frames - 1) / clip.rate).toBeCloseTo(1, 6);
    expect(clip.translations[frame(0) * 3 + 1]).toBe(0);
    expect(clip.translations[frame(0.5) * 3 + 1]).toBeCloseTo(0.5, 5);
    expect(clip.translations[frame(1) * 3 + 1]).toBeCloseTo(2, 5);
    expect(clip.rotations[frame(1) * 4]).toBeCloseTo(H, 5);
  });

  test('reads a clip of one key', () => {
    expect(clipOfKeys([0.5], QUARTER_X)).toMatchObject({ frames: 1, rate: 30 });
  });

  test('gives neighbouring keys one sign', () => {
    const { rotations } = clipOfKeys([0, 1 / 30], [...QUARTER_X, ...QUARTER_X.map((value) => -value)]);
    expect(rotations[4]).toBeCloseTo(H, 6);
  });

  test('lists only joints that leave their rest as translated', () => {
    expect([...clipOfKeys([0, 1], [0, 0, 0, 0, 0, 0], {}, 'translation').translated]).toEqual([]);
    expect([...clipOfKeys([0, 1], [0, 0, 0, 0, 0.1, 0], {}, 'translation').translated]).toEqual([0]);
    expect([...clipOfKeys([0, 1], [0, 0.1, 0, 0, 0.1, 0], {}, 'translation').translated]).toEqual([0]);
  });

  test('scales keys as it scales the rest', () => {
    const builder = new GlbBuilder();
    const samplers = [{ input: builder.floats([0, 1], 'SCALAR'), output: builder.floats([0, 0, 0, 0, 50, 0], 'VEC3') }];
    const channels = [{ sampler: 0, target: { node: 1, path: 'translation' } }];
    const nodes = [{ scale: [0.01, 0.01, 0.01], children: [1] }, {}];
    const clip = readGlb(builder.build({ nodes, animations: [{ samplers, channels }] })).clips[0]!;
    expect(clip.translations.at(-2)).toBeCloseTo(0.5, 6);
  });

  test('says so where a clip changes sizes, and where it moves nothing', () => {
    const builder = new GlbBuilder();
    const input = builder.floats([0, 1], 'SCALAR');
    const samplers = [
      { input, output: builder.floats([...REST, ...QUARTER_X], 'VEC4') },
      { input, output: builder.floats([1, 1, 1, 2, 2, 2], 'VEC3') },
    ];
    const turn = { sampler: 0, target: { node: 0, path: 'rotation' } };
    const grow = { sampler: 1, target: { node: 0, path: 'scale' } };
    const animations = [
      { name: 'balloon', samplers, channels: [turn, grow] },
      { name: 'lamp', samplers, channels: [] },
    ];
    const { clips, warnings } = readGlb(builder.build({ nodes: [{}], animations }));
    expect(clips.map(({ name }) => name)).toEqual(['balloon']);
    expect(warnings).toEqual([
      expect.stringContaining('"balloon" changes the size'),
      expect.stringContaining('"lamp" moves no joint'),
    ]);
  });

  test.each([
    ['times that fall', [0, 1, 0.5]],
    ['a negative time', [-1, 0, 1]],
    ['a time that is not a number', [0, NaN, 1]],
  ])('refuses %s', (_, times) => {
    expect(thrownCode(() => clipOfKeys(times, [...REST, ...REST, ...REST]))).toBe('formats/glb-accessor');
  });

  test('refuses a rotation that is not a number', () => {
    expect(thrownCode(() => clipOfKeys([0, 1], [...REST, NaN, 0, 0, 1]))).toBe('formats/glb-accessor');
  });

  test('refuses a clip that would last for days', () => {
    expect(thrownCode(() => clipOfKeys([0, 1e9], [...REST, ...REST]))).toBe('formats/too-large');
  });
});

describe('readGlb(): accessors', () => {
  const times = [0, 1 / 30];

  test.each([
    ['bytes', 5120, Int8Array.of(0, 0, 0, 127, 127, 0, 0, -128)],
    ['shorts', 5122, Int16Array.of(0, 0, 0, 32767, 32767, 0, 0, -32768)],
  ])('reads rotations in normalised %s', (_, componentType, values) => {
    const builder = new GlbBuilder();
    const input = builder.floats(times, 'SCALAR');
    const bufferView = builder.view(new Uint8Array(values.buffer));
    const output = builder.accessor({ bufferView, componentType, normalized: true, count: 2, type: 'VEC4' });
    const { rotations } = clipOf(builder, { input, output });
    expect(rotations[3]).toBe(1);
    expect(Math.abs(rotations[4]!)).toBeCloseTo(H, 6);
    expect(rotations[4]! * rotations[7]!).toBeCloseTo(-0.5, 6);
  });

  test('reads interleaved values', () => {
    const builder = new GlbBuilder();
    const input = builder.floats(times, 'SCALAR');
    const both = Float32Array.of(9, 9, ...REST, 9, 9, ...QUARTER_X);
    const bufferView = builder.view(new Uint8Array(both.buffer), { byteStride: 24 });
    const output = builder.accessor({ bufferView, byteOffset: 8, componentType: 5126, count: 2, type: 'VEC4' });
    expect(clipOf(builder, { input, output }).rotations[4]).toBeCloseTo(H, 6);
  });

  test('reads sparse values, with zeros where nothing stands', () => {
    const builder = new GlbBuilder();
    const input = builder.floats(times, 'SCALAR');
    const indices = { bufferView: builder.view(Uint8Array.of(1)), componentType: 5121 };
    const values = { bufferView: builder.view(new Uint8Array(Float32Array.of(0, 5, 0).buffer)) };
    const output = builder.accessor({
      componentType: 5126,
      count: 2,
      type: 'VEC3',
      sparse: { count: 1, indices, values },
    });
    expect([...clipOf(builder, { input, output }, 'translation').translations]).toEqual([0, 0, 0, 0, 5, 0]);
  });

  test('refuses a sparse value beyond the end', () => {
    const builder = new GlbBuilder();
    const input = builder.floats(times, 'SCALAR');
    const indices = { bufferView: builder.view(Uint8Array.of(200)), componentType: 5121 };
    const values = { bufferView: builder.view(new Uint8Array(12)) };
    const output = builder.accessor({
      componentType: 5126,
      count: 2,
      type: 'VEC3',
      sparse: { count: 1, indices, values },
    });
    expect(thrownCode(() => clipOf(builder, { input, output }, 'translation'))).toBe('formats/glb-accessor');
  });

  test('reads a file that lies at an odd place in memory', () => {
    const builder = new GlbBuilder();
    const samplers = [
      { input: builder.floats(times, 'SCALAR'), output: builder.floats([...REST, ...QUARTER_X], 'VEC4') },
    ];
    const channels = [{ sampler: 0, target: { node: 0, path: 'rotation' } }];
    const file = builder.build({ nodes: [{}], animations: [{ samplers, channels }] });
    const shifted = new Uint8Array(file.length + 1).subarray(1);
    shifted.set(file);
    expect(readGlb(shifted)).toEqual(readGlb(file));
  });

  test('reads a buffer that is written out in the JSON', () => {
    const floats = Float32Array.of(...times, ...REST, ...QUARTER_X);
    const base64 = Buffer.from(floats.buffer).toString('base64');
    const file = glbOf({
      nodes: [{}],
      buffers: [{ byteLength: 40, uri: `data:application/octet-stream;base64,${base64}` }],
      bufferViews: [
        { buffer: 0, byteLength: 8 },
        { buffer: 0, byteOffset: 8, byteLength: 32 },
      ],
      accessors: [
        { bufferView: 0, componentType: 5126, count: 2, type: 'SCALAR' },
        { bufferView: 1, componentType: 5126, count: 2, type: 'VEC4' },
      ],
      animations: [
        { samplers: [{ input: 0, output: 1 }], channels: [{ sampler: 0, target: { node: 0, path: 'rotation' } }] },
      ],
    });
    expect(readGlb(file).clips[0]!.rotations[4]).toBeCloseTo(H, 6);
  });
});

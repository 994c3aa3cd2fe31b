import { addClipToGlb, readGlb, vetGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../../support/cli.ts';
import { dracoAvatar, meshoptAvatar, OPAQUE } from '../../../support/compressed-glb.ts';
import { glbOf, jsonOf } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

function nodding(rig: Clip['rig']): Clip {
  const joints = rig.names.length;
  const rotations = Float32Array.from({ length: 3 * joints * 4 }, (_, i) => {
    const angle = 0.1 * Math.floor(i / 4 / joints);
    return i % 4 === 0 ? Math.sin(angle) : i % 4 === 3 ? Math.cos(angle) : 0;
  });
  return {
    name: 'new',
    rig,
    frames: 3,
    rate: 30,
    rotations,
    translated: new Int16Array(0),
    translations: new Float32Array(0),
  };
}

function binOf(glb: Uint8Array): Uint8Array {
  return glb.subarray(28 + new DataView(glb.buffer, glb.byteOffset).getUint32(12, true));
}

const AVATARS: readonly (readonly [string, () => Uint8Array<ArrayBuffer>, string])[] = [
  ['Draco', dracoAvatar, 'KHR_draco_mesh_compression'],
  ['meshopt', meshoptAvatar, 'EXT_meshopt_compression'],
];

describe.each(AVATARS)('an avatar that is compressed by %s', (_, avatar, extension) => {
  test('gives its skeleton, and says which decoder its mesh would need', () => {
    const { rig, decoders } = readGlb(avatar());
    expect(rig.names.slice(0, 3)).toEqual(['hips', 'spine', 'head']);
    expect(decoders).toEqual([extension]);
  });

  test('gets a clip and is otherwise written back as it was', async () => {
    const file = avatar();
    const clip = nodding(readGlb(file).rig);
    const written = addClipToGlb(file, clip);
    const [before, after] = [jsonOf(file), jsonOf(written)] as [Json, Json];
    for (const key of ['meshes', 'skins', 'nodes', 'extensionsUsed', 'extensionsRequired'])
      expect(after[key]).toEqual(before[key]);
    const start = <T>(list: unknown, like: unknown): T[] => (list as T[]).slice(0, (like as T[]).length);
    expect(start(after['accessors'], before['accessors'])).toEqual(before['accessors']);
    expect(start(after['bufferViews'], before['bufferViews'])).toEqual(before['bufferViews']);
    expect(start(after['buffers'], before['buffers']).slice(1)).toEqual((before['buffers'] as Json[]).slice(1));
    expect([...binOf(written).subarray(0, binOf(file).length)]).toEqual([...binOf(file)]);
    expect(Buffer.from(binOf(written)).includes(Buffer.from(OPAQUE))).toBe(true);
    expect(readGlb(written).clips.at(-1)!.rotations.at(-4)).toBeCloseTo(Math.sin(0.2), 6);
    expect(await gltfErrors(written)).toEqual(await gltfErrors(file));
  });

  test('is given to no engine, which would fetch the decoder', () => {
    expect(thrownCode(() => vetGlb(avatar()))).toBe('formats/unsupported');
  });
});

describe('motion that is compressed by meshopt', () => {
  test('is left out and named, never guessed', () => {
    const { clips, warnings } = readGlb(meshoptAvatar({ animation: true }));
    expect(clips).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/"nod" is compressed and was left out: .*without compression/)]);
  });

  test('is read where it also lies there uncompressed', () => {
    const { clips, decoders, warnings } = readGlb(meshoptAvatar({ animation: true, filled: true }));
    expect(clips[0]!.rotations.at(-4)).toBeCloseTo(Math.SQRT1_2, 6);
    expect([decoders, warnings]).toEqual([[], []]);
    expect(vetGlb(meshoptAvatar({ filled: true })).buffers).toHaveLength(1);
  });

  test('makes the command line say what to do', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'nod.glb'), meshoptAvatar({ animation: true }));
    const { code, stderr } = await kinora(['convert', 'nod.glb', 'nod.bvh'], folder);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^formats\/no-animation: .*"nod" is compressed .*without compression/);
  });
});

describe('what only looks compressed', () => {
  const empty = (extensions: Json = { EXT_meshopt_compression: { fallback: true } }): Json[] => [
    { byteLength: 4 },
    { byteLength: 64, extensions },
  ];
  const view = (meshopt: unknown): Json[] => [
    { buffer: 1, byteLength: 64, extensions: { EXT_meshopt_compression: meshopt } },
  ];

  test.each([
    ['a buffer without data that nobody fills', { buffers: empty({}) }],
    ['a view of it that has no bytes of its own', { buffers: empty(), bufferViews: [{ buffer: 1, byteLength: 64 }] }],
    [
      'a view beyond it',
      { buffers: empty(), bufferViews: view({ buffer: 0, byteLength: 4 }).map((it) => ({ ...it, byteLength: 65 })) },
    ],
    ['compressed bytes beyond the file', { buffers: empty(), bufferViews: view({ buffer: 0, byteLength: 5 }) }],
    [
      'compressed bytes that are to be decoded first',
      { buffers: empty(), bufferViews: view({ buffer: 1, byteLength: 4 }) },
    ],
    ['compressed bytes nowhere', { buffers: empty(), bufferViews: view(null) }],
  ])('%s is refused', (_, json) => {
    expect(thrownCode(() => readGlb(glbOf({ nodes: [{}], ...json }, new Uint8Array(4))))).toBe('formats/glb-accessor');
  });

  test('an engine gets no buffer that is empty, whatever the file says it requires', () => {
    const file = glbOf(
      { nodes: [{}], buffers: empty(), bufferViews: view({ buffer: 0, byteLength: 4 }) },
      new Uint8Array(4),
    );
    expect(readGlb(file).decoders).toEqual(['EXT_meshopt_compression']);
    expect(thrownCode(() => vetGlb(file))).toBe('formats/unsupported');
  });
});

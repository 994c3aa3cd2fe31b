import { addClipToGlb, readGlb, validateClip, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { readFileSync } from 'node:fs';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { describe, expect, test } from 'vitest';
import { GlbBuilder, glbOf, jsonOf } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

/** A mesh of one point with this many blendshapes. */
function faceMesh(builder: GlbBuilder, targets: number, fields: Json = {}, extras: Json = {}): Json {
  const POSITION = builder.accessor({ componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [0, 0, 0] });
  const list = Array.from({ length: targets }, () => ({ POSITION }));
  return { primitives: [{ attributes: { POSITION }, ...(targets > 0 && { targets: list }), ...extras }], ...fields };
}

function named(...targetNames: readonly string[]): Json {
  return { extras: { targetNames } };
}

/** One `weights` channel for each node that gets keys. */
function facesOf(
  builder: GlbBuilder,
  meshes: readonly Json[],
  keys: Readonly<Record<number, readonly number[]>>,
  fields: Json = {},
): Uint8Array<ArrayBuffer> {
  const input = builder.floats([0, 0.5, 1], 'SCALAR');
  const samplers = Object.values(keys).map((values) => ({
    input,
    output: builder.floats(values, 'SCALAR'),
    ...fields,
  }));
  const channels = Object.keys(keys).map((node, sampler) => ({
    sampler,
    target: { node: Number(node), path: 'weights' },
  }));
  return builder.build({
    scene: 0,
    scenes: [{ nodes: [...meshes.keys()] }],
    nodes: meshes.map((_, mesh) => ({ name: `node of ${mesh}`, mesh })),
    meshes,
    animations: [{ name: 'face', samplers, channels }],
  });
}

function weightAt({ morphs, rate }: Clip, name: string, time: number): number {
  const column = morphs!.names.indexOf(name);
  return morphs!.weights[Math.round(time * rate) * morphs!.names.length + column]!;
}

describe('readGlb(): blendshapes', () => {
  test('takes names from the mesh, from its primitive, and makes up those that are missing', () => {
    const builder = new GlbBuilder();
    const meshes = [
      faceMesh(builder, 2, named('smile', 'blink')),
      faceMesh(builder, 2, { name: 'teeth' }, named('smile')),
      faceMesh(builder, 1),
      faceMesh(builder, 0),
    ];
    const { blendshapes } = readGlb(facesOf(builder, meshes, {}));
    expect(blendshapes).toEqual([
      {
        name: 'smile',
        targets: [
          { node: 0, mesh: 0, index: 0 },
          { node: 1, mesh: 1, index: 0 },
        ],
      },
      { name: 'blink', targets: [{ node: 0, mesh: 0, index: 1 }] },
      { name: 'teeth_1', targets: [{ node: 1, mesh: 1, index: 1 }] },
      { name: 'mesh_2_0', targets: [{ node: 2, mesh: 2, index: 0 }] },
    ]);
  });

  test('takes names that every object has for names', () => {
    const builder = new GlbBuilder();
    const file = facesOf(builder, [faceMesh(builder, 2, named('__proto__', 'constructor'))], {
      0: [0, 0, 1, 0.5, 0, 0],
    });
    const { blendshapes, clips } = readGlb(file);
    expect(blendshapes.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
    expect(weightAt(clips[0]!, '__proto__', 0.5)).toBe(1);
    expect(readGlb(writeGlbClip(clips[0]!)).clips[0]!.morphs!.names).toEqual(['__proto__', 'constructor']);
  });

  test('knows the expressions of VRM 1.0', () => {
    const builder = new GlbBuilder();
    const meshes = [faceMesh(builder, 2, named('smile', 'blink'))];
    const bind = (node: number, index: number, weight: number): Json => ({ node, index, weight });
    const expressions = {
      preset: { happy: { morphTargetBinds: [bind(0, 0, 0.5), bind(0, 9, 1), bind(7, 0, 1)] }, angry: {} },
      custom: { Wink: { morphTargetBinds: [bind(0, 1, 1)] }, broken: null },
    };
    const nodes = [{ mesh: 0 }];
    const file = builder.build({ nodes, meshes, extensions: { VRMC_vrm: { expressions } } });
    expect(readGlb(file).expressions).toEqual([
      { name: 'happy', isPreset: true, targets: [{ node: 0, mesh: 0, index: 0, weight: 0.5 }] },
      { name: 'angry', isPreset: true, targets: [] },
      { name: 'Wink', isPreset: false, targets: [{ node: 0, mesh: 0, index: 1, weight: 1 }] },
      { name: 'broken', isPreset: false, targets: [] },
    ]);
  });

  test('knows the groups of VRM 0.x, by the names of VRM 1.0', () => {
    const builder = new GlbBuilder();
    const meshes = [faceMesh(builder, 1, named('smile'))];
    const binds = [{ mesh: 0, index: 0, weight: 100 }];
    const blendShapeGroups = [
      { name: 'Joy', presetName: 'joy', binds },
      { name: 'BLINK_L', presetName: 'blink_l', binds: [] },
      { name: 'Surprised', presetName: 'unknown', binds: [] },
      { name: 'Tongue', presetName: 'unknown', binds: [] },
      { presetName: 'unknown' },
    ];
    const extensions = { VRM: { blendShapeMaster: { blendShapeGroups } } };
    // The mesh stands in two places, and both are meant.
    const { expressions } = readGlb(builder.build({ nodes: [{ mesh: 0 }, { mesh: 0 }], meshes, extensions }));
    expect(expressions.map(({ name, isPreset }) => [name, isPreset])).toEqual([
      ['happy', true],
      ['blinkLeft', true],
      ['surprised', true],
      ['Tongue', false],
    ]);
    expect(expressions[0]!.targets.map(({ node, weight }) => [node, weight])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});

describe('readGlb(): clips that move a face', () => {
  test('reads weights, in files in which nothing else moves', () => {
    const builder = new GlbBuilder();
    const file = facesOf(builder, [faceMesh(builder, 2, named('smile', 'blink'))], { 0: [0, 1, 0.5, 0, 1, 1] });
    const [clip] = readGlb(file).clips;
    validateClip(clip!);
    expect(clip!.morphs!.names).toEqual(['smile', 'blink']);
    expect(weightAt(clip!, 'smile', 0.5)).toBeCloseTo(0.5, 5);
    expect(weightAt(clip!, 'blink', 0.5)).toBeCloseTo(0, 5);
    expect(weightAt(clip!, 'smile', 1)).toBeCloseTo(1, 5);
  });

  test('does not take four weights for a rotation', () => {
    const builder = new GlbBuilder();
    const keys = [0, 0, 0, 0, 1, 1, 1, 1, 0.5, 0, 0.5, 0];
    const [clip] = readGlb(facesOf(builder, [faceMesh(builder, 4)], { 0: keys })).clips;
    expect([...clip!.morphs!.weights.slice(-4)]).toEqual([0.5, 0, 0.5, 0]);
    expect(weightAt(clip!, 'mesh_0_3', 0.5)).toBeCloseTo(1, 5);
  });

  test('follows splines and steps', () => {
    const builder = new GlbBuilder();
    const flat = [0, 0, 0, 0, 1, 0, 0, 0, 0];
    const spline = readGlb(facesOf(builder, [faceMesh(builder, 1)], { 0: flat }, { interpolation: 'CUBICSPLINE' }));
    // 3t² − 2t³ at three fifths of the way up.
    expect(weightAt(spline.clips[0]!, 'mesh_0_0', 0.3)).toBeCloseTo(3 * 0.36 - 2 * 0.216, 4);
    const other = new GlbBuilder();
    const steps = readGlb(facesOf(other, [faceMesh(other, 1)], { 0: [0, 1, 0] }, { interpolation: 'STEP' })).clips[0]!;
    expect([0.3, 0.7, 1].map((time) => weightAt(steps, 'mesh_0_0', time))).toEqual([0, 1, 0]);
  });

  test('reads weights in normalised bytes', () => {
    const builder = new GlbBuilder();
    const bufferView = builder.view(Uint8Array.of(0, 255, 51));
    const output = builder.accessor({ bufferView, componentType: 5121, normalized: true, count: 3, type: 'SCALAR' });
    const input = builder.floats([0, 0.5, 1], 'SCALAR');
    const file = builder.build({
      nodes: [{ mesh: 0 }],
      meshes: [faceMesh(builder, 1)],
      animations: [{ samplers: [{ input, output }], channels: [{ sampler: 0, target: { node: 0, path: 'weights' } }] }],
    });
    expect(readGlb(file).clips[0]!.morphs!.weights.at(-1)).toBeCloseTo(0.2, 6);
  });

  test('gives meshes that share a name one track, and says so where they differ', () => {
    const file = (other: number): Uint8Array => {
      const builder = new GlbBuilder();
      const meshes = [faceMesh(builder, 1, named('smile')), faceMesh(builder, 2, named('smile', 'tongue'))];
      return facesOf(builder, meshes, { 0: [0, 1, 0], 1: [0, 0, other, 1, 0, 0] });
    };
    const same = readGlb(file(1));
    expect(same.clips[0]!.morphs!.names).toEqual(['smile', 'tongue']);
    expect(same.warnings).toEqual([]);
    const differing = readGlb(file(0.2));
    expect(weightAt(differing.clips[0]!, 'smile', 0.5)).toBe(1);
    expect(differing.warnings.join()).toMatch(/"face" moves "smile" differently in several meshes/);
  });

  test('passes over the weights of what has no blendshapes', () => {
    const builder = new GlbBuilder();
    const { clips, warnings } = readGlb(facesOf(builder, [faceMesh(builder, 0)], { 0: [0, 1, 0] }));
    expect(clips).toEqual([]);
    expect(warnings.join()).toMatch(/moves no joint/);
  });

  test.each([
    ['weights for other blendshapes than there are', { 0: [0, 0.5, 1] }, 'formats/glb-accessor'],
    ['a weight that is no number', { 0: [0, 0, NaN, 0, 0, 0] }, 'formats/glb-accessor'],
  ])('refuses %s', (_, keys, code) => {
    const builder = new GlbBuilder();
    const file = facesOf(builder, [faceMesh(builder, 2)], keys);
    expect(thrownCode(() => readGlb(file))).toBe(code);
  });

  test.each([
    ['a mesh that does not exist', { nodes: [{ mesh: 3 }], meshes: [{ primitives: [{}] }] }, 'formats/glb-json'],
    ['a mesh without primitives', { nodes: [{}], meshes: [{}] }, 'formats/glb-json'],
    ['blendshapes that are no list', { nodes: [{}], meshes: [{ primitives: [{ targets: 9 }] }] }, 'formats/glb-json'],
    [
      'weights that are no numbers',
      { nodes: [{}], meshes: [{ primitives: [{}], weights: ['1'] }] },
      'formats/glb-json',
    ],
    [
      '40,000 faces of 40 blendshapes',
      {
        nodes: Array.from({ length: 40_000 }, () => ({ mesh: 0 })),
        meshes: [{ primitives: [{ targets: Array.from({ length: 40 }, () => ({})) }] }],
      },
      'formats/too-large',
    ],
  ])('refuses %s', (_, json, code) => {
    expect(thrownCode(() => readGlb(glbOf(json)))).toBe(code);
  });
});

/** A body of one joint that stands still, with a face. */
function facial(names: readonly string[], weights: readonly number[], rig?: Clip['rig']): Clip {
  const frames = weights.length / names.length;
  const body = rig ?? {
    names: ['head'],
    parents: Int16Array.of(-1),
    restTranslations: new Float32Array(3),
    restRotations: Float32Array.of(0, 0, 0, 1),
    unitMetres: 1,
  };
  const joints = body.names.length;
  return {
    name: 'talk',
    rig: body,
    frames,
    rate: 30,
    rotations: Float32Array.from({ length: frames * joints * 4 }, (_, i) => body.restRotations[i % (joints * 4)]!),
    translated: new Int16Array(0),
    translations: new Float32Array(0),
    morphs: { names, weights: Float32Array.from(weights) },
  };
}

describe('writeGlbClip(): a face', () => {
  test('comes back with its names, on the same rig', async () => {
    const clip = facial(['jawOpen', 'mouthSmileLeft'], [0, 1, 0.25, 0.5, 0.5, 0]);
    const file = writeGlbClip(clip);
    const read = readGlb(file);
    expect(read.rig).toEqual(clip.rig);
    expect(read.clips[0]!.morphs!.names).toEqual(clip.morphs!.names);
    read.clips[0]!.morphs!.weights.forEach((weight, i) => expect(weight).toBeCloseTo(clip.morphs!.weights[i]!, 6));
    expect(await gltfErrors(file)).toEqual([]);
  });

  test('is one that three.js knows by its names', async () => {
    const file = writeGlbClip(facial(['jawOpen', 'mouthSmileLeft'], [0, 1, 0.25, 0.5, 0.5, 0]));
    const { scene, animations } = await new GLTFLoader().parseAsync(file.buffer, '');
    const face = scene.children[0]!;
    expect('morphTargetDictionary' in face && face.morphTargetDictionary).toEqual({ jawOpen: 0, mouthSmileLeft: 1 });
    const track = animations[0]!.tracks.find(({ name }) => name.endsWith('.morphTargetInfluences'));
    expect([...track!.values]).toEqual([0, 1, 0.25, 0.5, 0.5, 0]);
  });

  test('keeps a face that holds still', () => {
    const read = readGlb(writeGlbClip(facial(['jawOpen'], [0.5, 0.5, 0.5, 0.5]))).clips[0]!;
    expect(read.frames).toBe(4);
    expect([...read.morphs!.weights]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test('writes no mesh for a clip without one', () => {
    expect(
      jsonOf(writeGlbClip({ ...facial(['a'], [0]), morphs: { names: [], weights: new Float32Array(0) } })),
    ).not.toHaveProperty('meshes');
  });
});

describe('addClipToGlb(): a face', () => {
  test('moves every mesh that has the name, and leaves the other blendshapes of it alone', async () => {
    const builder = new GlbBuilder();
    const meshes = [
      { ...faceMesh(builder, 2, named('frown', 'smile')), weights: [0.25, 0] },
      faceMesh(builder, 1, named('smile')),
      faceMesh(builder, 1, named('hat')),
    ];
    const avatar = facesOf(builder, meshes, { 2: [0, 0, 1] });
    const clip = facial(['smile', 'unheard'], [0, 0, 0.5, 1, 1, 1], readGlb(avatar).rig);
    const written = addClipToGlb(avatar, clip);
    const read = readGlb(written).clips.at(-1)!;
    expect(read.morphs!.names).toEqual(['frown', 'smile']);
    expect([0, 1, 2].map((frame) => weightAt(read, 'smile', frame / 30))).toEqual([0, 0.5, 1]);
    expect(weightAt(read, 'frown', 0)).toBe(0.25);
    const animations = jsonOf(written)['animations'] as { channels: { target: Json }[] }[];
    const moved = animations
      .at(-1)!
      .channels.flatMap(({ target }) => (target['path'] === 'weights' ? [target['node']] : []));
    expect(moved).toEqual([0, 1]);
    expect(await gltfErrors(written)).toEqual([]);
  });
});

describeShared('the faces of real avatars', () => {
  const avatar = (name: string): ReturnType<typeof readGlb> =>
    readGlb(new Uint8Array(readFileSync(sharedAsset(`avatars/${name}`))));

  test('22 blendshapes of ARKit in a MakeHuman face', () => {
    const names = avatar('mh_rpmlike_arkit22.glb').blendshapes.map(({ name }) => name);
    expect(names).toHaveLength(22);
    expect(names).toEqual(expect.arrayContaining(['jawOpen', 'eyeBlinkLeft', 'mouthSmileLeft']));
  });

  test('the 18 presets of a VRM, which change materials only', () => {
    const { expressions } = avatar('debug_robot_vrm1.vrm');
    expect(expressions).toHaveLength(18);
    expect(expressions.map(({ name }) => name)).toEqual(expect.arrayContaining(['happy', 'aa', 'blinkLeft']));
    expect(expressions.every(({ isPreset, targets }) => isPreset && targets.length === 0)).toBe(true);
  });
});

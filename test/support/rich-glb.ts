import { GlbBuilder } from './glb-builder.ts';
import type { Json } from './glb-builder.ts';

const TURNS = [0, 0, 0, 1, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 1];

/**
 * A small file with something of everything that is read: a skin with bind matrices, scales and matrices, faces by name,
 * keys of every interpolation and number type, sparse ones, metadata of VRM 0.x, VRM 1.0 and VRM animations, extras.
 */
export function richGlb(): { readonly json: Json; readonly bin: Uint8Array } {
  const builder = new GlbBuilder();
  const input = builder.floats([0.1, 0.2, 0.4], 'SCALAR');
  const turns = builder.floats(TURNS, 'VEC4');
  const splines = builder.floats(
    TURNS.flatMap((_, i, all) => (i % 4 > 0 ? [] : [...all.slice(i, i + 4), ...all.slice(i, i + 4), 0, 0, 0, 0])),
    'VEC4',
  );
  const shorts = builder.accessor({
    bufferView: builder.view(new Uint8Array(Int16Array.of(0, 0, 0, 32767, 0, 0, 23170, 23170, 0, 32767, 0, 0).buffer)),
    componentType: 5122,
    normalized: true,
    count: 3,
    type: 'VEC4',
  });
  const sparse = builder.accessor({
    componentType: 5126,
    count: 3,
    type: 'VEC3',
    sparse: {
      count: 1,
      indices: { bufferView: builder.view(Uint8Array.of(2)), componentType: 5121 },
      values: { bufferView: builder.view(new Uint8Array(Float32Array.of(0, 1, 0).buffer)) },
    },
  });
  const sizes = builder.floats([2, 2, 2, 2, 2, 2, 2, 2, 2], 'VEC3');
  const weights = builder.floats([0, 1, 0.5, 0, 1, 1], 'SCALAR');
  const bind = builder.floats(
    [0, 1, 2].flatMap((y) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -y / 2, 0, 1]),
    'MAT4',
  );
  const position = builder.floats([0, 0, 0, 1, 0, 0, 0, 1, 0], 'VEC3');
  const confidence = builder.accessor({
    bufferView: builder.view(new Uint8Array(60)),
    componentType: 5121,
    normalized: true,
    count: 60,
    type: 'SCALAR',
  });
  const channel = (sampler: number, node: number, path: string): Json => ({ sampler, target: { node, path } });
  const humanBones = { hips: { node: 1 }, spine: { node: 2 }, head: { node: 3 } };
  const glb = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0, 4, 5] }],
    nodes: [
      { name: 'Armature', scale: [0.5, 0.5, 0.5], children: [1] },
      { name: 'Hips', matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1], children: [2] },
      { name: 'Spine', translation: [0, 0.5, 0], rotation: [0, 0, 0, 1], children: [3] },
      { name: 'Head', translation: [0, 0.5, 0] },
      { name: 'Face', mesh: 0, skin: 0, weights: [0, 0] },
      { name: 'happy' },
    ],
    meshes: [
      {
        name: 'face',
        primitives: [{ attributes: { POSITION: position }, targets: [{ POSITION: position }, { POSITION: position }] }],
        weights: [0, 0],
        extras: { targetNames: ['smile', 'blink'] },
      },
    ],
    skins: [{ joints: [1, 2, 3], inverseBindMatrices: bind }],
    animations: [
      {
        name: 'dance',
        samplers: [
          { input, output: turns },
          { input, output: splines, interpolation: 'CUBICSPLINE' },
          { input, output: shorts, interpolation: 'STEP' },
          { input, output: sparse },
          { input, output: sizes },
          { input, output: weights },
        ],
        channels: [
          channel(0, 1, 'rotation'),
          channel(1, 2, 'rotation'),
          channel(2, 3, 'rotation'),
          channel(3, 1, 'translation'),
          channel(4, 2, 'scale'),
          channel(5, 4, 'weights'),
          channel(3, 5, 'translation'),
        ],
        extras: {
          kinora: {
            rate: 30,
            confidence,
            report: { tracked: 1, gaps: [{ from: 0, to: 1, joints: ['Hips'] }], warnings: [] },
          },
        },
      },
      { samplers: [{ input, output: turns }], channels: [channel(0, 2, 'rotation')] },
    ],
    extensionsUsed: ['VRM', 'VRMC_vrm', 'VRMC_vrm_animation'],
    extensions: {
      VRM: {
        humanoid: { humanBones: [{ bone: 'leftThumbProximal', node: 3 }] },
        blendShapeMaster: {
          blendShapeGroups: [{ name: 'Joy', presetName: 'joy', binds: [{ mesh: 0, index: 0, weight: 100 }] }],
        },
      },
      VRMC_vrm: {
        humanoid: { humanBones },
        expressions: {
          preset: { happy: { morphTargetBinds: [{ node: 4, index: 0, weight: 1 }] } },
          custom: { Wink: {} },
        },
      },
      VRMC_vrm_animation: {
        specVersion: '1.0',
        humanoid: { humanBones },
        expressions: { preset: { happy: { node: 5 } } },
        lookAt: { node: 3 },
      },
    },
    extras: { kinora: { tips: [{ joint: 3, translation: [0, 0.2, 0] }] } },
  };
  return builder.parts(glb);
}

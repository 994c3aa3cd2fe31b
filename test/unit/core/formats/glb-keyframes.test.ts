import { createPose, mapHumanoid, readGlb, sampleClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { GlbBuilder } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';

const H = Math.SQRT1_2;
const REST = [0, 0, 0, 1];
const QUARTER_X = [H, 0, 0, H];

function xAt(clip: Clip, joint: number, time: number): number {
  const pose = createPose(clip.rig);
  sampleClip(clip, time, pose);
  return pose.rotations[joint * 4]!;
}

describe('readGlb(): tracks side by side', () => {
  test('each keeps its own interpolation, all on one grid', () => {
    const builder = new GlbBuilder();
    const input = builder.floats([0, 0.4, 0.8], 'SCALAR');
    const late = builder.floats([0.2, 0.6], 'SCALAR');
    const turn = builder.floats([...REST, ...QUARTER_X, ...REST], 'VEC4');
    const splined = [...REST, ...QUARTER_X].flatMap((_, i, all) =>
      i % 4 === 0 ? [0, 0, 0, 0, ...all.slice(i, i + 4), 0, 0, 0, 0] : [],
    );
    const samplers = [
      { input, output: turn },
      { input, output: turn, interpolation: 'STEP' },
      { input: late, output: builder.floats(splined, 'VEC4'), interpolation: 'CUBICSPLINE' },
    ];
    const channels = samplers.map((_, sampler) => ({ sampler, target: { node: sampler, path: 'rotation' } }));
    const { clips } = readGlb(builder.build({ nodes: [{}, {}, {}], animations: [{ samplers, channels }] }));
    const clip = clips[0]!;
    expect((clip.frames - 1) / clip.rate).toBeCloseTo(0.8, 5);
    expect(xAt(clip, 0, 0.2)).toBeCloseTo(Math.sin(Math.PI / 8), 5);
    expect([xAt(clip, 1, 0.3), xAt(clip, 1, 0.5)].map((x) => Math.abs(x))).toEqual([0, expect.closeTo(H, 5)]);
    // Before its first key a track holds it, after its last the last.
    expect(xAt(clip, 2, 0.1)).toBeCloseTo(0, 6);
    expect(xAt(clip, 2, 0.4)).toBeCloseTo(H / 2 / Math.hypot(H / 2, (1 + H) / 2), 4);
    expect(xAt(clip, 2, 0.8)).toBeCloseTo(H, 5);
  });

  test('several animations become several clips of one rig, each on its own time', () => {
    const builder = new GlbBuilder();
    const animation = (times: number[], name?: string): Json => {
      const input = builder.floats(times, 'SCALAR');
      const output = builder.floats(
        times.flatMap((_, i) => (i % 2 === 0 ? REST : QUARTER_X)),
        'VEC4',
      );
      const channels = [{ sampler: 0, target: { node: 0, path: 'rotation' } }];
      return { ...(name !== undefined && { name }), samplers: [{ input, output }], channels };
    };
    const late = Array.from({ length: 24 }, (_, i) => (i + 1) / 24);
    const animations = [animation([0, 1 / 30, 2 / 30], 'a'), animation([1 / 30, 2 / 30], 'a'), animation(late)];
    const { rig, clips } = readGlb(builder.build({ nodes: [{}], animations }));
    expect(clips.map(({ name, frames, rate }) => [name, frames, rate])).toEqual([
      ['a', 3, 30],
      ['a', 2, 30],
      ['animation_2', 24, 24],
    ]);
    expect(clips.every((clip) => clip.rig === rig)).toBe(true);
  });

  test('sparse values stand in for some of those below them', () => {
    const builder = new GlbBuilder();
    const input = builder.floats([0, 1 / 30, 2 / 30], 'SCALAR');
    const bufferView = builder.view(new Uint8Array(Float32Array.of(1, 0, 0, 2, 0, 0, 3, 0, 0).buffer));
    const indices = { bufferView: builder.view(new Uint8Array(Uint16Array.of(1).buffer)), componentType: 5123 };
    const values = { bufferView: builder.view(new Uint8Array(Float32Array.of(9, 9, 9).buffer)) };
    const output = builder.accessor({
      bufferView,
      componentType: 5126,
      count: 3,
      type: 'VEC3',
      sparse: { count: 1, indices, values },
    });
    const channels = [{ sampler: 0, target: { node: 0, path: 'translation' } }];
    const { clips } = readGlb(
      builder.build({ nodes: [{}], animations: [{ samplers: [{ input, output }], channels }] }),
    );
    expect([...clips[0]!.translations]).toEqual([1, 0, 0, 9, 9, 9, 3, 0, 0]);
  });
});

describe('readGlb(): VRM metadata', () => {
  test.each([
    [
      'VRM 1.0',
      (humanBones: Record<string, number>) => ({ VRMC_vrm: { humanoid: { humanBones: nodesOf(humanBones) } } }),
    ],
    [
      'a VRM animation',
      (humanBones: Record<string, number>) => ({
        VRMC_vrm_animation: { humanoid: { humanBones: nodesOf(humanBones) } },
      }),
    ],
    [
      'VRM 0.x',
      (humanBones: Record<string, number>) => ({
        VRM: { humanoid: { humanBones: Object.entries(humanBones).map(([bone, node]) => ({ bone, node })) } },
      }),
    ],
  ])('%s wins over names that say something else', (_, extensions) => {
    const places: Record<string, readonly [string, readonly [number, number, number], number]> = {
      hips: ['Head', [0, 1, 0], -1],
      spine: ['joint1', [0, 0.15, 0], 0],
      head: ['Hips', [0, 0.5, 0], 1],
      leftUpperArm: ['RightArm', [0.15, 0.35, 0], 1],
      leftLowerArm: ['RightForeArm', [0.25, 0, 0], 3],
      leftHand: ['RightHand', [0.25, 0, 0], 4],
      rightUpperArm: ['LeftArm', [-0.15, 0.35, 0], 1],
      rightLowerArm: ['LeftForeArm', [-0.25, 0, 0], 6],
      rightHand: ['LeftHand', [-0.25, 0, 0], 7],
      leftUpperLeg: ['RightUpLeg', [0.1, -0.05, 0], 0],
      leftLowerLeg: ['RightLeg', [0, -0.43, 0], 9],
      leftFoot: ['RightFoot', [0, -0.43, 0], 10],
      rightUpperLeg: ['LeftUpLeg', [-0.1, -0.05, 0], 0],
      rightLowerLeg: ['LeftLeg', [0, -0.43, 0], 12],
      rightFoot: ['LeftFoot', [0, -0.43, 0], 13],
    };
    const entries = Object.entries(places);
    const nodes = entries.map(([, [name, translation]], node) => {
      const children = entries.flatMap(([, [, , parent]], child) => (parent === node ? [child] : []));
      return { name, translation, ...(children.length > 0 && { children }) };
    });
    const humanBones = Object.fromEntries(entries.map(([bone], node) => [bone, node]));
    const { rig } = readGlb(new GlbBuilder().build({ nodes, extensions: extensions(humanBones) }));
    const { bones, confidence } = mapHumanoid(rig);
    expect(confidence).toBeGreaterThanOrEqual(0.6);
    expect(Object.fromEntries(Object.entries(bones).map(([bone, match]) => [bone, match.joint]))).toEqual(humanBones);
  });

  test('the thumbs of VRM 0.x go by the names of VRM 1.0', () => {
    const names = ['Proximal', 'Intermediate', 'Distal'];
    const humanBones = ['left', 'right'].flatMap((side, hand) =>
      names.map((name, i) => ({ bone: `${side}Thumb${name}`, node: hand * 3 + i })),
    );
    const nodes = Array.from({ length: 6 }, (_, i) => (i % 3 < 2 ? { children: [i + 1] } : {}));
    const { rig } = readGlb(new GlbBuilder().build({ nodes, extensions: { VRM: { humanoid: { humanBones } } } }));
    expect(rig.declared).toEqual({
      leftThumbMetacarpal: 0,
      leftThumbProximal: 1,
      leftThumbDistal: 2,
      rightThumbMetacarpal: 3,
      rightThumbProximal: 4,
      rightThumbDistal: 5,
    });
  });
});

function nodesOf(humanBones: Record<string, number>): Record<string, { node: number }> {
  return Object.fromEntries(Object.entries(humanBones).map(([bone, node]) => [bone, { node }]));
}

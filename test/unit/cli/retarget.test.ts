import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapHumanoid, parseMotion, readGlb, restModel } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { jointPlaces } from '../../support/joint-places.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';
import { gltfErrors } from '../../support/validate-gltf.ts';

/** Every avatar once, and every kind of source: its motion, the clip to take, what gets it. */
const PAIRS: readonly (readonly [motion: string, clip: string | undefined, avatar: string])[] = [
  ['bvh/ad_jumping_jacks.bvh', undefined, 'CesiumMan.glb'],
  ['bvh/ad_jesse_dance.bvh', undefined, 'mh_mixamorig_cm.glb'],
  ['bvh/mh_walk1.bvh', undefined, 'RobotExpressive_raylib.glb'],
  ['bvh/loth_walk.bvh', undefined, 'cryptovoxels_vrm0.vrm'],
  ['bvh/pybvh_cmu_12_01_walk.bvh', undefined, 'mh_unreal_names.glb'],
  ['anims/KayKit_Med_MovementBasic.glb', 'Rig_Medium|Walking_A', 'debug_robot_vrm1.vrm'],
  ['anims/three-vrm_test.vrma', undefined, 'mh_rpmlike_arkit22.glb'],
  ['anims/dcl_Crafting.glb', undefined, 'boxman.glb'],
  ['bvh/20tab_mocapbank.bvh', undefined, 'babylon_riggedMesh.glb'],
  ['avatars/RobotExpressive_raylib.glb', 'Robot_Walking', 'KayKit_Knight.glb'],
];

interface Report {
  readonly clip: {
    readonly file: string;
    readonly name: string;
    readonly durationSeconds: number;
    readonly frames: number;
  };
  readonly avatar: { readonly file: string; readonly joints: number };
  readonly hipScale: number;
  readonly mapped: readonly {
    readonly bone: string;
    readonly source: string;
    readonly target: string;
    readonly sourceConfidence: number;
    readonly targetConfidence: number;
  }[];
  readonly metrics: {
    readonly direction: { readonly limbs: readonly unknown[]; readonly mean: number };
    readonly slide: { readonly still: { readonly target: number } };
  };
  readonly unmapped: readonly unknown[];
  readonly sourceReference: string;
  readonly warnings: readonly string[];
}

describeShared('kinora retarget on real files', () => {
  test.each(PAIRS)('%s (%s) on %s', async (motion, clipName, avatarName) => {
    const folder = temporaryFolder();
    const avatar = sharedAsset(`avatars/${avatarName}`);
    const out = `out${avatarName.slice(-4)}`;
    const named = clipName === undefined ? [] : ['--clip-name', clipName];
    const words = ['--clip', sharedAsset(motion), ...named, '--avatar', avatar, '--out', out, '--report', 'r.json'];
    const { code, stdout, stderr } = await kinora(['retarget', ...words], folder);
    expect({ code, stdout, errors: stderr.replace(/^(warning|retargeted): .*\n/gm, '') }).toEqual({
      code: 0,
      stdout: '',
      errors: '',
    });
    expect(readdirSync(folder).sort()).toEqual([out, 'r.json']);

    const source = parseMotion(readFileSync(sharedAsset(motion)), motion.slice(motion.indexOf('/') + 1));
    const clip = source.clips.find(({ name }) => clipName === undefined || name === clipName)!;
    const before = readGlb(readFileSync(avatar));
    const bytes = readFileSync(join(folder, out));
    const after = readGlb(bytes);
    expect(after.rig.names).toEqual(before.rig.names);
    expect(after.clips).toHaveLength(before.clips.length + 1);
    const baked = after.clips.at(-1)!;
    expect(baked.frames).toBe(clip.frames);
    expectOnItsFeet(baked);

    const report = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as Report;
    expect(report.clip).toMatchObject({ name: clip.name, frames: clip.frames });
    expect(report.avatar).toEqual({ file: avatarName, joints: before.rig.names.length });
    expect(report.hipScale).toBeGreaterThan(0);
    for (const { source: from, target: to } of report.mapped) {
      expect(source.rig.names).toContain(from);
      expect(before.rig.names).toContain(to);
    }
    expect(report.mapped.length).toBeGreaterThanOrEqual(12);
    for (const { sourceConfidence, targetConfidence } of report.mapped) {
      expect(Math.min(sourceConfidence, targetConfidence)).toBeGreaterThan(0);
    }
    expect(report.metrics.direction.limbs.length).toBeGreaterThanOrEqual(4);
    expect(stderr).toMatch(
      /^retargeted: ".+" onto \S+: \d+ of \d+ bones, travel × \d+\.\d\d, limbs \d+\.\d° off.*\n$/m,
    );
    // The Khronos validator needs five seconds for the 76 clips of this one; the tests of addClipToGlb() give it those.
    if (avatarName === 'KayKit_Knight.glb') return;
    expect(await gltfErrors(bytes)).toEqual(await gltfErrors(readFileSync(avatar)));
  });

  test('--no-ik keeps the limbs, and lets planted feet slide that are held without it', async () => {
    const folder = temporaryFolder();
    const [clip, avatar] = ['bvh/pybvh_cmu_12_01_walk.bvh', 'avatars/KayKit_Knight.glb'].map(sharedAsset) as [
      string,
      string,
    ];
    const metrics = async (...option: string[]): Promise<Report['metrics']> => {
      const words = ['--clip', clip, '--avatar', avatar, '--out', 'out.glb', '--report', 'r.json', ...option];
      expect((await kinora(['retarget', ...words], folder)).code).toBe(0);
      return (JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as Report).metrics;
    };
    const held = await metrics();
    const turned = await metrics('--no-ik');
    // Rows 1 and 5 of docs/results/retarget-matrix.md, on a body of 1.7 m.
    expect(turned.direction.mean * (180 / Math.PI)).toBeLessThanOrEqual(0.5);
    expect(held.slide.still.target * 1.7).toBeLessThanOrEqual(0.01);
    expect(turned.slide.still.target * 1.7).toBeGreaterThan(0.01);
  });

  test('the avatar may be the source of its own clip', async () => {
    const folder = temporaryFolder();
    const robot = sharedAsset('avatars/RobotExpressive_raylib.glb');
    const words = ['--clip', robot, '--avatar', robot, '--out', 'again.glb'];
    const { code, stderr } = await kinora(['retarget', ...words], folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^warning: "RobotExpressive_raylib\.glb" holds 14 clips; the first, "Robot_Dance", was taken\.$/m,
    );
  });

  test.each([
    ['a BVH file as the avatar', 'bvh/loth_walk.bvh', 'bvh/loth_walk.bvh', 'formats/unsupported', 4],
    [
      'an avatar as the clip that has none',
      'avatars/mh_mixamorig_cm.glb',
      'avatars/boxman.glb',
      'formats/no-animation',
      4,
    ],
    ['a source that is no human', 'bvh/pybvh_rotation_first_root.bvh', 'avatars/boxman.glb', 'rig/not-humanoid', 5],
  ])('refuses %s, says which file, and writes nothing', async (_, motion, avatar, errorCode, expected) => {
    const folder = temporaryFolder();
    const words = [
      '--clip',
      sharedAsset(motion),
      '--avatar',
      sharedAsset(avatar),
      '--out',
      'o.glb',
      '--report',
      'r.json',
    ];
    const { code, stderr } = await kinora(['retarget', ...words], folder);
    expect(code).toBe(expected);
    expect(stderr).toMatch(new RegExp(`^${errorCode}: [^\\n]*"${motion.slice(motion.indexOf('/') + 1)}"[^\\n]*\\n$`));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('kinora retarget', () => {
  test.each([
    ['the clip', ['--avatar', 'a.glb', '--out', 'o.glb'], '--clip'],
    ['the avatar', ['--clip', 'a.bvh', '--out', 'o.glb'], '--avatar'],
    ['the result', ['--clip', 'a.bvh', '--avatar', 'a.glb'], '--out'],
  ])('asks for %s', async (_, words, option) => {
    const { code, stderr } = await kinora(['retarget', ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^cli/usage: Cannot run "kinora retarget": ${option} [A-Z]`));
  });

  test.each([
    ['the avatar', 'a.glb', 'r.json'],
    ['the clip', 'a.bvh', 'r.json'],
    ['the report', 'o.glb', 'o.glb'],
    ['the avatar by its report', 'o.glb', 'a.glb'],
  ])('never writes over %s', async (_, out, report) => {
    const folder = temporaryFolder();
    for (const name of ['a.glb', 'a.bvh']) writeFileSync(join(folder, name), 'mine');
    const words = ['--clip', 'a.bvh', '--avatar', 'a.glb', '--out', out, '--report', report];
    const { code, stderr } = await kinora(['retarget', ...words], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(out === 'a.bvh' ? /^cli\/unknown-format: / : /^cli\/same-file: /);
    expect(readFileSync(join(folder, 'a.glb'), 'utf8')).toBe('mine');
  });
});

/** Every number is finite, the hips stay near the height at which the avatar stands, and the head above them. */
function expectOnItsFeet(clip: Clip): void {
  expect(clip.rotations.every(Number.isFinite)).toBe(true);
  expect(clip.translations.every(Number.isFinite)).toBe(true);
  const { hips, head } = mapHumanoid(clip.rig).bones;
  const standing = restModel(clip.rig).positions[hips!.joint * 3 + 1]!;
  const hipsPlaces = jointPlaces(clip, hips!.joint);
  const headPlaces = jointPlaces(clip, head!.joint);
  for (let at = 1; at < hipsPlaces.length; at += 3) {
    expect(hipsPlaces[at]! / standing).toBeGreaterThan(0.3);
    expect(hipsPlaces[at]! / standing).toBeLessThan(1.7);
    expect(headPlaces[at]!).toBeGreaterThan(hipsPlaces[at]!);
  }
}

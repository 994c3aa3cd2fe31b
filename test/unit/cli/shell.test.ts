import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMotion } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { kinoraShell, temporaryFolder } from '../../support/cli.ts';
import { LongCommand } from '../../support/long-command.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';

/** Motion, and the avatar that gets it. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['bvh/ad_jumping_jacks.bvh', 'avatars/mh_mixamorig_cm.glb'],
  ['bvh/loth_walk.bvh', 'avatars/CesiumMan.glb'],
  ['bvh/mh_walk1.bvh', 'avatars/cryptovoxels_vrm0.vrm'],
  ['bvh/pybvh_cmu_12_01_walk.bvh', 'avatars/RobotExpressive_raylib.glb'],
  ['anims/dcl_Crafting.glb', 'avatars/mh_unreal_names.glb'],
  ['anims/three-vrm_test.vrma', 'avatars/debug_robot_vrm1.vrm'],
];

async function succeed(words: readonly string[], folder: string): Promise<string> {
  const { code, stdout, stderr } = await kinoraShell(words, folder);
  expect({ code, errors: stderr.replace(/^(warning|retargeted): .*\n/gm, '') }).toEqual({ code: 0, errors: '' });
  return stdout;
}

describeShared('kinora through the shell', () => {
  test.each(PAIRS)('inspects, converts and retargets %s to %s', async (motionPath, avatarPath) => {
    const folder = temporaryFolder();
    const [motion, avatar] = [sharedAsset(motionPath), sharedAsset(avatarPath)];
    const { clips } = JSON.parse(await succeed(['inspect', motion, '--json'], folder)) as {
      clips: { frames: number }[];
    };
    const converted = motionPath.endsWith('.bvh') ? 'converted.glb' : 'converted.bvh';
    await succeed(['convert', motion, converted], folder);
    expect(
      Math.abs(parseMotion(readFileSync(join(folder, converted)), 'x').clips[0]!.frames - clips[0]!.frames),
    ).toBeLessThan(2);
    await succeed(['retarget', '--clip', motion, '--avatar', avatar, '--out', 'out.glb', '--report', 'r.json'], folder);
    const before = parseMotion(readFileSync(avatar), 'x').clips.length;
    expect(parseMotion(readFileSync(join(folder, 'out.glb')), 'x').clips).toHaveLength(before + 1);
    expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))).toMatchObject({
      clip: { frames: clips[0]!.frames },
    });
    expect(readdirSync(folder).sort()).toEqual([converted, 'out.glb', 'r.json'].sort());
  });

  test.each([
    ['pose_squats.mp4', 'squats.bvh', 12],
    ['pose2sim_singleperson_cam02.mp4', 'balance.glb', 1.5],
  ])('captures %s', { timeout: 180_000 }, async (video, out, seconds) => {
    const folder = temporaryFolder();
    const stdout = await succeed(['capture', sharedAsset(`videos/${video}`), '--out', out, '--json'], folder);
    const summary = JSON.parse(stdout) as { clip: { durationSeconds: number; frames: number }; tracked: number };
    expect(summary.tracked).toBeGreaterThan(0.9);
    expect(summary.clip.durationSeconds).toBeGreaterThan(seconds);
    const [clip] = parseMotion(readFileSync(join(folder, out)), out).clips;
    expect(clip!.frames).toBe(summary.clip.frames);
    expect(readdirSync(folder)).toEqual([out]);
  });

  test.skipIf(!existsSync('/proc/self/task'))(
    'Ctrl+C ends a capture, its child, and leaves nothing',
    { timeout: 60_000 },
    async () => {
      const folder = temporaryFolder();
      const capture = new LongCommand(
        ['capture', sharedAsset('videos/pose_squats.mp4'), '--out', 'squats.glb'],
        folder,
      );
      const children = `/proc/${capture.pid}/task/${capture.pid}/children`;
      await expect.poll(() => readFileSync(children, 'utf8').trim(), { timeout: 30_000 }).toMatch(/^\d+$/);
      const child = Number(readFileSync(children, 'utf8'));
      expect(await capture.interrupt()).toBe(130);
      expect(capture.output).toBe('cli/cancelled: Cancelled; nothing was written.\n');
      await expect.poll(() => existsSync(`/proc/${child}`)).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

describe('kinora through the shell', () => {
  test('a mistake is one line, and its class is the exit code', async () => {
    const folder = temporaryFolder();
    for (const [words, expected, line] of [
      [['inspect'], 2, /^cli\/usage: [^\n]+\n$/],
      [['inspect', 'nothing.bvh'], 3, /^cli\/missing-file: [^\n]+\n$/],
    ] as const) {
      const { code, stdout, stderr } = await kinoraShell(words, folder);
      expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
      expect(stderr).toMatch(line);
    }
  });

  test('another host needs an account, which may come from the environment and is never shown', async () => {
    const folder = temporaryFolder();
    const words = ['serve', '--port', '0', '--data', 'data', '--host', '0.0.0.0'];
    const { code, stderr } = await kinoraShell(words, folder);
    expect(code).toBe(7);
    expect(stderr).toMatch(/^service\/unsafe-bind: [^\n]+\n$/);
    const account = { KINORA_CLIENT_ID: 'me', KINORA_CLIENT_SECRET: 's3cret' };
    const service = new LongCommand(words, folder, account);
    await expect.poll(() => service.output, { timeout: 30_000 }).toMatch(/^Kinora listens to /);
    expect(await service.interrupt()).toBe(0);
    expect(service.output).not.toContain('s3cret');
  });
});

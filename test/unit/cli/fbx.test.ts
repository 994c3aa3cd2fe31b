import { mapHumanoid, parseMotion, readGlb } from '@kinora/core/motion';
import { zipSync } from 'fflate';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { jointPosition } from '../../support/clip-joints.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';

const WALK = 'fbx/ozz_walk.fbx';
const AVATAR = 'avatars/mh_mixamorig_cm.glb';

describeShared('kinora reads FBX', () => {
  test('inspect shows the skeleton and its clips', async () => {
    const { code, stdout } = await kinora(['inspect', sharedAsset(WALK), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'fbx',
      humanoid: { hips: 'Hips', leftFoot: 'LeftFoot' },
      clips: [{ name: 'walk', frames: 41 }],
    });
  });

  test.each(['.bvh', '.glb'])('convert writes the walk as %s, every joint in its place', async (ending) => {
    const folder = temporaryFolder();
    expect((await kinora(['convert', sharedAsset(WALK), `walk${ending}`], folder)).code).toBe(0);
    const [after] = parseMotion(readFileSync(join(folder, `walk${ending}`)), `walk${ending}`).clips;
    expect(after!.frames).toBe(41);
    // Left foot in front of the right one, later behind it: a stride of more than half a metre either way.
    const stride = (time: number): number => {
      const [left, right] = ['LeftFoot', 'RightFoot'].map((name) => jointPosition(after!, time, name));
      return left![2] - right![2];
    };
    const strides = Array.from({ length: 41 }, (_, frame) => stride(frame / 30));
    expect(Math.max(...strides)).toBeGreaterThan(0.5);
    expect(Math.min(...strides)).toBeLessThan(-0.5);
  });

  test('retarget takes it zipped, as Animate 3D delivers it', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'walk.fbx.zip'),
      zipSync({ 'job/walk.fbx': new Uint8Array(readFileSync(sharedAsset(WALK))) }),
    );
    const words = ['--clip', 'walk.fbx.zip', '--avatar', sharedAsset(AVATAR), '--out', 'out.glb'];
    const { code, stderr } = await kinora(['retarget', ...words], folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^retargeted: "walk" onto .*: 52 of 52 bones/m);
    const { rig, clips } = readGlb(readFileSync(join(folder, 'out.glb')));
    expect(clips.map(({ name, frames }) => ({ name, frames }))).toEqual([{ name: 'walk', frames: 41 }]);
    const foot = rig.names[mapHumanoid(rig).bones.leftFoot!.joint]!;
    const heights = Array.from({ length: 41 }, (_, frame) => jointPosition(clips[0]!, frame / 30, foot)[1]);
    // An ankle is on the ground and off it.
    expect(Math.min(...heights)).toBeGreaterThan(0);
    expect(Math.min(...heights)).toBeLessThan(0.15);
    expect(Math.max(...heights)).toBeGreaterThan(0.15);
  });

  test('retarget refuses it as the avatar, and says what to do', async () => {
    const words = ['--clip', sharedAsset(WALK), '--avatar', sharedAsset(WALK.replace('ozz_walk', 'ufbx_maya_kenney_character_7700_binary'))]; // prettier-ignore
    const { code, stderr } = await kinora(['retarget', ...words, '--out', join(temporaryFolder(), 'out.glb')]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('as the avatar: it is an FBX file');
    expect(stderr).toContain('Convert it to GLB first');
  });
});

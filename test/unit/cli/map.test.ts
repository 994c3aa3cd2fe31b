import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';

const CLIP = 'bvh/loth_walk.bvh';
const AVATAR = 'avatars/boxman.glb';

interface Mapped {
  readonly mapped: readonly { readonly bone: string; readonly source: string; readonly target: string }[];
}

/** Runs `retarget` with map files of this content. */
async function retargetWith(maps: Readonly<Record<string, unknown>>) {
  const folder = temporaryFolder();
  const options = Object.entries(maps).flatMap(([option, content]) => {
    writeFileSync(join(folder, `${option}.json`), typeof content === 'string' ? content : JSON.stringify(content));
    return [`--${option}`, `${option}.json`];
  });
  const files = ['--clip', sharedAsset(CLIP), '--avatar', sharedAsset(AVATAR), '--out', 'o.glb', '--report', 'r.json'];
  const outcome = await kinora(['retarget', ...files, ...options], folder);
  const joints = (bone: string): unknown => {
    const { mapped } = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as Mapped;
    const { source, target } = mapped.find((entry) => entry.bone === bone) ?? {};
    return [source, target];
  };
  return { ...outcome, joints };
}

describeShared('maps by hand', () => {
  test('retarget believes them for the clip and for the avatar', async () => {
    const { code, joints } = await retargetWith({
      'clip-map': { leftHand: 'lMid1', leftMiddleProximal: null },
      'avatar-map': { head: 'body_upper', chest: null },
    });
    expect(code).toBe(0);
    expect(joints('head')).toEqual(['head', 'body_upper']);
    expect(joints('chest')).toEqual([undefined, undefined]);
    expect(joints('leftUpperArm')).toEqual(['lShldr', 'arm_upper.L']);
  });

  test('inspect prints one that changes nothing', async () => {
    const { stdout } = await kinora(['inspect', sharedAsset(AVATAR), '--map']);
    const map = JSON.parse(stdout) as Record<string, string | null>;
    expect(map['hips']).toBe('butt_bone');
    expect(map['leftFoot']).toBe(null);
    expect(Object.keys(map)).toHaveLength(55);
    const [without, withMap] = [await retargetWith({}), await retargetWith({ 'avatar-map': map })];
    for (const bone of ['hips', 'head', 'rightLowerLeg']) expect(withMap.joints(bone)).toEqual(without.joints(bone));
  });

  test.each([
    ['a bone that does not exist', { lefthand: 'head' }, 5, /rig\/override: "avatar-map.json": .*"leftHand"/],
    ['a joint that does not exist', { leftHand: 'haed' }, 5, /rig\/override: .*"head"/],
    ['no JSON', '{leftHand}', 5, /rig\/override: "avatar-map.json": .*inspect FILE --map/],
    ['one essential bone less', { head: null }, 5, /rig\/not-humanoid: .*head/],
    ['a file without end', ' '.repeat(2 ** 20 + 1), 4, /formats\/too-large: "avatar-map.json"/],
  ])('%s is refused', async (_, content, exit, line) => {
    const { code, stderr } = await retargetWith({ 'avatar-map': content });
    expect(stderr).toMatch(line);
    expect(code).toBe(exit);
  });

  test('a file that does not exist is refused before anything is read', async () => {
    const words = ['--clip', sharedAsset(CLIP), '--avatar', sharedAsset(AVATAR), '--out', 'o.glb'];
    const { code, stderr } = await kinora(['retarget', ...words, '--avatar-map', 'none.json'], temporaryFolder());
    expect(stderr).toMatch(/^cli\/missing-file: Cannot read "none.json"/);
    expect(code).toBe(3);
  });
});

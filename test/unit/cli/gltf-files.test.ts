import { readGlb, writeGlbClip } from '@kinora/core/motion';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { jsonOf } from '../../support/glb-builder.ts';
import type { Json } from '../../support/glb-builder.ts';
import { kinetixEmote } from '../../support/kinetix-emote.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';
import { syntheticPerson } from '../../support/synthetic-rig.ts';
import { gltfErrors } from '../../support/validate-gltf.ts';

/** A motion as a `.gltf` with its buffer beside it, under the address that is given. */
function writeParts(folder: string, uri = 'dance.bin', file = uri): void {
  const glb = writeGlbClip(syntheticPerson({ fingers: true }).clip);
  const json = jsonOf(glb) as Json & { buffers: Json[] };
  const start = 20 + new DataView(glb.buffer).getUint32(12, true);
  writeFileSync(join(folder, file), glb.subarray(start + 8));
  writeFileSync(join(folder, 'dance.gltf'), JSON.stringify({ ...json, buffers: [{ ...json.buffers[0], uri }] }));
}

describe('kinora and a .gltf in several parts', () => {
  test('inspects it, converts it, and takes it for a motion', async () => {
    const folder = temporaryFolder();
    writeParts(folder, 'dan%20ce.bin', 'dan ce.bin');
    const inspected = await kinora(['inspect', 'dance.gltf', '--json'], folder);
    expect(JSON.parse(inspected.stdout)).toMatchObject({ format: 'glb', clips: [{ name: 'dance', frames: 20 }] });
    expect((await kinora(['convert', 'dance.gltf', 'dance.glb'], folder)).code).toBe(0);
    expect(readGlb(readFileSync(join(folder, 'dance.glb'))).clips[0]!.frames).toBe(20);
  });

  test('says which part is missing', async () => {
    const folder = temporaryFolder();
    writeParts(folder, 'lost.bin', 'found.bin');
    const { code, stderr } = await kinora(['inspect', 'dance.gltf'], folder);
    expect(code).toBe(3);
    expect(stderr).toMatch(/cli\/missing-file: .*"lost\.bin"/);
  });

  test.each([
    ['upwards', '../outside.bin'],
    ['to an absolute path', '/etc/hostname'],
    ['to the web', 'https://example.com/a.bin'],
    ['through a link', 'link.bin'],
    ['through a linked folder', 'linked/outside.bin'],
  ])('does not go out of its folder: %s', async (_, uri) => {
    const outer = temporaryFolder();
    const folder = join(outer, 'inside');
    mkdirSync(folder);
    mkdirSync(join(outer, 'elsewhere'));
    writeParts(folder, uri, 'dance.bin');
    copyFileSync(join(folder, 'dance.bin'), join(outer, 'outside.bin'));
    copyFileSync(join(folder, 'dance.bin'), join(outer, 'elsewhere', 'outside.bin'));
    symlinkSync(join(outer, 'outside.bin'), join(folder, 'link.bin'));
    symlinkSync(join(outer, 'elsewhere'), join(folder, 'linked'));
    const { code, stderr } = await kinora(['inspect', 'dance.gltf'], folder);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^formats\/external-file: /);
  });

  test('reads a folder for no file', async () => {
    const folder = temporaryFolder();
    writeParts(folder, 'sub', 'dance.bin');
    mkdirSync(join(folder, 'sub'));
    expect((await kinora(['inspect', 'dance.gltf'], folder)).stderr).toMatch(/cli\/unreadable-file/);
  });
});

describe('kinora convert to .vrma', () => {
  test('puts the motion of any humanoid on the body that a VRM animation has', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'emote.glb'), kinetixEmote());
    const { code, stderr } = await kinora(['convert', 'emote.glb', 'emote.vrma'], folder);
    expect([code, stderr]).toEqual([0, '']);
    const file = readFileSync(join(folder, 'emote.vrma'));
    const { rig, clips } = readGlb(file);
    expect(clips[0]).toMatchObject({ name: '__Emote__', frames: 30, rate: 30 });
    expect(rig.declared).toHaveProperty('leftThumbMetacarpal');
    expect(await gltfErrors(file)).toEqual([]);
  });
});

describeShared('a real avatar in several parts', () => {
  test('dances with its pictures', async () => {
    const folder = temporaryFolder();
    const avatar = sharedAsset('avatars/KayKit_Manny/manny_med_mod.gltf');
    writeFileSync(join(folder, 'emote.glb'), kinetixEmote());
    const { code, stderr } = await kinora(
      ['retarget', '--clip', 'emote.glb', '--avatar', avatar, '--out', 'out.glb'],
      folder,
    );
    expect([code, stderr.replace(/^(warning|retargeted): .*\n/gm, '')]).toEqual([0, '']);
    const file = readFileSync(join(folder, 'out.glb'));
    expect(readGlb(file).clips.at(-1)!.name).toBe('__Emote__');
    const { images } = jsonOf(file) as { images: Json[] };
    expect(images.every(({ uri, mimeType }) => uri === undefined && mimeType === 'image/png')).toBe(true);
    expect(await gltfErrors(file)).toEqual([]);
  });
});

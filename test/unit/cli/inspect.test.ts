import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HUMANOID_BONES } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { GlbBuilder, glbOf } from '../../support/glb-builder.ts';
import { describeShared, sharedAsset, sharedAssets } from '../../support/shared-assets.ts';

const BVH = `HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Spine
  {
    OFFSET 0 20 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0 60 0
    }
  }
}
MOTION
Frames: 3
Frame Time: 0.5
0 90 0 0 0 0 0 0 0
0 91 0 0 0 0 0 0 0
0 92 0 0 0 0 0 0 0
`;

/** A file of one joint for each name, below the first, and an empty clip for each clip. */
function glbWith(names: readonly string[], clips: readonly string[]): Uint8Array {
  const builder = new GlbBuilder();
  const input = builder.floats([0, 1], 'SCALAR');
  const output = builder.floats([0, 0, 0, 1, 0, 0, 0, 1], 'VEC4');
  const [, ...children] = names.keys();
  return builder.build({
    nodes: names.map((name, i) => (i === 0 ? { name, children } : { name })),
    animations: clips.map((name) => ({
      name,
      samplers: [{ input, output }],
      channels: [{ sampler: 0, target: { node: 0, path: 'rotation' } }],
    })),
  });
}

function fileOf(name: string, content: string | Uint8Array): { folder: string; name: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), content);
  return { folder, name };
}

describe('kinora inspect --json', () => {
  test('prints the facts of a file, and nothing else', async () => {
    const { folder, name } = fileOf('nod.bvh', BVH);
    const { code, stdout, stderr } = await kinora(['inspect', name, '--json'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const found = JSON.parse(stdout) as { warnings: string[] };
    expect(found).toEqual({
      format: 'bvh',
      joints: [
        { name: 'Hips', parent: -1 },
        { name: 'Spine', parent: 0 },
      ],
      humanoid: { hips: 'Hips', spine: 'Spine' },
      clips: [{ name: 'nod', durationSeconds: 1, frames: 3 }],
      warnings: expect.any(Array) as string[],
    });
    expect(found.warnings[0]).toMatch(/^Cannot map the rig to a human body: no joint was found for head/);
  });

  test('keeps names as they are, and none of them reaches the terminal as a command', async () => {
    const evil = 'a\u001b[2J\u009b31m\nb';
    const { folder, name } = fileOf('evil.glb', glbWith([evil, 'x'], [evil]));
    const json = await kinora(['inspect', name, '--json'], folder);
    expect((JSON.parse(json.stdout) as { joints: { name: string }[] }).joints[0]!.name).toBe(evil);
    const table = await kinora(['inspect', name], folder);
    for (const { stdout } of [json, table]) expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});

describe('kinora inspect', () => {
  test('says what a person wants to know first: what, how large, in which unit, how sure', async () => {
    const { folder, name } = fileOf('nod.bvh', BVH);
    const { stdout } = await kinora(['inspect', name], folder);
    expect(stdout).toMatch(/^nod\.bvh\n/);
    for (const fact of [
      /format +BVH, 332 bytes/,
      /skeleton +2 joints/,
      /unit +inch/,
      /at rest +0\.51 m high along \+Y/,
      /humanoid +no: 2 of 55 bones/,
      /hips +Hips +\d+ %/,
      /nod +1\.00 s +3 frames +2 a second/,
      /\nWarnings\n {2}Cannot map the rig/,
    ]) {
      expect(stdout).toMatch(fact);
    }
  });

  test('shortens what would fill the screen', async () => {
    const joints = Array.from({ length: 500 }, (_, i) => `thing_${i}_${'x'.repeat(200)}`);
    const clips = Array.from({ length: 300 }, (_, i) => `clip ${i}`);
    const { folder, name } = fileOf('crowd.glb', glbWith(joints, clips));
    const lines = (await kinora(['inspect', name], folder)).stdout.split('\n');
    expect(lines.length).toBeLessThan(200);
    expect(lines.join('\n')).toMatch(/and 440 more/);
    expect(lines.join('\n')).toMatch(/and 200 more/);
  });

  test('says of a file without a skeleton what it is', async () => {
    const { folder, name } = fileOf('box.glb', glbOf({ nodes: [{ name: 'Box' }] }));
    const { code, stdout } = await kinora(['inspect', name], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/humanoid +no: 0 of 55 bones/);
  });
});

const readable = sharedAssets
  ? ['avatars', 'anims', 'bvh'].flatMap((folder) =>
      readdirSync(sharedAsset(folder))
        .filter((name) => /\.(glb|vrma?|bvh)$/.test(name))
        .map((name) => `${folder}/${name}`),
    )
  : [];

describeShared('kinora inspect on real files', () => {
  test('there are some of every kind', () => {
    expect(readable.length).toBeGreaterThanOrEqual(34);
  });

  test.each(readable)('%s', async (path) => {
    const { code, stdout } = await kinora(['inspect', sharedAsset(path), '--json']);
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as {
      format: string;
      joints: { name: string; parent: number }[];
      humanoid: Record<string, string>;
      clips: { name: string; durationSeconds: number; frames: number }[];
      warnings: string[];
    };
    expect(Object.keys(found)).toEqual(['format', 'joints', 'humanoid', 'clips', 'warnings']);
    expect(found.format).toBe(path.endsWith('.bvh') ? 'bvh' : 'glb');
    found.joints.forEach(({ parent }, joint) => expect(parent >= -1 && parent < joint).toBe(true));
    const names = new Set(found.joints.map(({ name }) => name));
    for (const [bone, joint] of Object.entries(found.humanoid)) {
      expect(HUMANOID_BONES).toContain(bone);
      expect(names).toContain(joint);
    }
    for (const { durationSeconds, frames } of found.clips) {
      expect(durationSeconds).toBeGreaterThanOrEqual(0);
      expect(frames).toBeGreaterThanOrEqual(1);
    }
    // The one real file that is a chain of four joints.
    const isHuman = !path.endsWith('pybvh_rotation_first_root.bvh');
    expect(found.humanoid['leftUpperArm'] !== undefined).toBe(isHuman);
    const table = await kinora(['inspect', sharedAsset(path)]);
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(isHuman ? /humanoid +yes, \d+ % sure/ : /humanoid +no/);
  });

  test('a .gltf is read with the parts beside it', async () => {
    const { code, stdout } = await kinora(['inspect', sharedAsset('avatars/KayKit_Manny/manny_med_mod.gltf')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/humanoid +yes, \d+ % sure/);
    expect(stdout).not.toMatch(/unpacked/);
  });

  test('a picture is refused', async () => {
    const { code, stdout, stderr } = await kinora([
      'inspect',
      sharedAsset('avatars/KayKit_Manny/mannequin_texture.png'),
    ]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^formats\/unknown: .*\n$/);
  });
});

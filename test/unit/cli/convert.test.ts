import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRetargetPlan, parseMotion, retargetClip, writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { vectorAngles } from '../../support/expect-rotation.ts';
import { modelPositions } from '../../support/model-positions.ts';
import { describeShared, sharedAsset, sharedAssets } from '../../support/shared-assets.ts';
import { syntheticPerson } from '../../support/synthetic-rig.ts';
import { zipBytes } from '../../support/zip-bytes.ts';

/** One metre of arm that swings. */
const SWING: Clip = {
  name: 'swing',
  rig: {
    names: ['root', 'arm'],
    parents: Int16Array.of(-1, 0),
    restTranslations: Float32Array.of(0, 1, 0, 0, 0.8, 0),
    restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1),
    unitMetres: 1,
  },
  frames: 2,
  rate: 30,
  rotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0.6, 0, 0, 0.8),
  translated: Int16Array.of(0),
  translations: Float32Array.of(0, 1, 0, 0, 1.1, 0),
};

function folderWith(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

describe('kinora convert', () => {
  test('writes what the ending of the name says, in any case', async () => {
    const folder = folderWith({ 'swing.bvh': writeBvh(SWING) });
    expect(await kinora(['convert', 'swing.bvh', 'swing.GLB'], folder)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(parseMotion(readFileSync(join(folder, 'swing.GLB')), 'x')).toMatchObject({ format: 'glb' });
    expect(readdirSync(folder)).toEqual(['swing.GLB', 'swing.bvh']);
  });

  test('replaces an older result', async () => {
    const folder = folderWith({ 'swing.bvh': writeBvh(SWING), 'out.glb': 'old' });
    expect((await kinora(['convert', 'swing.bvh', 'out.glb'], folder)).code).toBe(0);
    expect(statSync(join(folder, 'out.glb')).size).toBeGreaterThan(100);
  });

  test.each([
    ['the input itself', ['convert', 'swing.bvh', 'swing.bvh'], 2, 'cli/same-file'],
    ['the input by a detour', ['convert', 'swing.bvh', 'folder/../swing.bvh'], 2, 'cli/same-file'],
    ['the input by a link', ['convert', 'swing.bvh', 'link.bvh'], 2, 'cli/same-file'],
    ['a folder', ['convert', 'swing.bvh', 'folder.glb'], 3, 'cli/unwritable-file'],
    ['a place that is not there', ['convert', 'swing.bvh', 'nowhere/swing.glb'], 3, 'cli/unwritable-file'],
    ['a place below a file', ['convert', 'swing.bvh', 'swing.bvh/swing.glb'], 3, 'cli/unwritable-file'],
    ['an ending that is not written', ['convert', 'swing.bvh', 'swing.fbx'], 2, 'cli/unknown-format'],
    ['no ending', ['convert', 'swing.bvh', 'swing'], 2, 'cli/unknown-format'],
    ['no input', ['convert', 'nothing.bvh', 'swing.glb'], 3, 'cli/missing-file'],
    ['a folder as input', ['convert', 'folder', 'swing.glb'], 3, 'cli/unreadable-file'],
    ['a file without a motion', ['convert', 'still.glb', 'swing.bvh'], 4, 'formats/no-animation'],
    ['a file that is none', ['convert', 'text.bvh', 'swing.glb'], 4, 'formats/unknown'],
    ['an unknown clip', ['convert', 'swing.bvh', 'swing.glb', '--clip-name', 'jump'], 2, 'cli/unknown-clip'],
  ])('refuses %s, and writes nothing', async (_, words, expected, errorCode) => {
    const still = { ...JSON.parse('{"asset":{"version":"2.0"}}'), nodes: [{ name: 'a' }] } as object;
    const folder = folderWith({ 'swing.bvh': writeBvh(SWING), 'text.bvh': 'Dear diary', 'still.glb': glbText(still) });
    mkdirSync(join(folder, 'folder'));
    mkdirSync(join(folder, 'folder.glb'));
    symlinkSync('swing.bvh', join(folder, 'link.bvh'));
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await kinora(words, folder);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${errorCode}: [^\\n]+\\n$`));
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'swing.bvh'))).toEqual(Buffer.from(writeBvh(SWING)));
  });

  test('writes through a link to what the link leads to', async () => {
    const folder = folderWith({ 'swing.bvh': writeBvh(SWING), 'real.glb': 'old' });
    symlinkSync('real.glb', join(folder, 'link.glb'));
    expect((await kinora(['convert', 'swing.bvh', 'link.glb'], folder)).code).toBe(0);
    expect(statSync(join(folder, 'real.glb')).size).toBeGreaterThan(100);
  });
});

function glbText(json: object): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json).padEnd(64));
  const bytes = new Uint8Array(20 + text.length);
  const view = new DataView(bytes.buffer);
  [0x46546c67, 2, bytes.length, text.length, 0x4e4f534a].forEach((word, i) => view.setUint32(i * 4, word, true));
  bytes.set(text, 20);
  return bytes;
}

/** Two people in one file: the second is taller, and turns. */
const TWO_PEOPLE = `HIERARCHY
ROOT one
{
OFFSET 0 0 0
CHANNELS 3 Zrotation Xrotation Yrotation
End Site
{
OFFSET 0 1 0
}
}
ROOT two
{
OFFSET 0 0 0
CHANNELS 3 Zrotation Xrotation Yrotation
End Site
{
OFFSET 0 2 0
}
}
MOTION
Frames: 1
Frame Time: 0.1
0 0 0 90 0 0
`;

describe('kinora convert --person', () => {
  test('takes the one that is named, and says so where nobody was', async () => {
    const folder = folderWith({ 'two.bvh': TWO_PEOPLE });
    const first = await kinora(['convert', 'two.bvh', 'first.glb'], folder);
    expect(first).toEqual({
      code: 0,
      stdout: '',
      stderr: 'warning: The file holds 2 skeletons (one, two); person 1, "one", was read.\n',
    });
    const second = await kinora(['convert', 'two.bvh', 'second.glb', '--person', '2'], folder);
    expect(second).toEqual({ code: 0, stdout: '', stderr: '' });
    const rootOf = (name: string): string => parseMotion(readFileSync(join(folder, name)), name).rig.names[0]!;
    expect([rootOf('first.glb'), rootOf('second.glb')]).toEqual(['one', 'two']);
    const seen = await kinora(['inspect', 'two.bvh', '--json', '--person', '2'], folder);
    expect(JSON.parse(seen.stdout)).toMatchObject({ joints: [{ name: 'two', parent: -1 }] });
  });

  test.each([
    [
      '3',
      4,
      /^formats\/no-person: "two\.bvh": Cannot take person 3 of the BVH file: it holds 2 skeletons \(one, two\)\. Choose a person from 1 to 2\.\n$/,
    ],
    ['0', 2, /^cli\/usage: .*--person is no whole number from 1/],
    ['-1', 2, /^cli\/usage: /],
    ['two', 2, /^cli\/usage: .*--person is no whole number from 1/],
    ['1.5', 2, /^cli\/usage: .*--person is no whole number from 1/],
  ])('refuses person %s', async (person, expected, message) => {
    const folder = folderWith({ 'two.bvh': TWO_PEOPLE });
    const { code, stderr } = await kinora(['convert', 'two.bvh', 'out.glb', '--person', person], folder);
    expect(code).toBe(expected);
    expect(stderr).toMatch(message);
    expect(readdirSync(folder)).toEqual(['two.bvh']);
  });
});

describe('kinora convert to kinanim', () => {
  test('puts the motion on the skeleton of the format, face and all', async () => {
    const { rig, clip, map } = syntheticPerson({ armsDown: 45, axes: 3, scale: 0.7 });
    const names = rig.names.map((_, joint) => Object.keys(map.bones).find((bone) => boneJoint(map, bone) === joint)!);
    const weights = Float32Array.from({ length: clip.frames * 2 }, (_, i) => (i % 2 === 0 ? 0.5 : 0.25));
    const morphs = { names: ['EyeBlink_L', 'tail'], weights };
    const folder = folderWith({ 'dance.glb': writeGlbClip({ ...clip, rig: { ...rig, names }, morphs }) });
    const { code, stderr } = await kinora(['convert', 'dance.glb', 'dance.kinanim'], folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: 1 blendshapes have no like among those of kinanim and were left out\.$/m);
    const { format, clips } = parseMotion(readFileSync(join(folder, 'dance.kinanim')), 'dance.kinanim');
    expect({ format, face: clips[0]!.morphs?.names }).toEqual({ format: 'kinanim', face: ['eyeBlinkLeft'] });
    const target = syntheticPerson();
    const back = retargetClip(createRetargetPlan(clips[0]!.rig, target.rig, { targetMap: target.map }), clips[0]!);
    for (const [bone, tail] of [
      ['leftUpperArm', 'leftLowerArm'],
      ['rightLowerLeg', 'rightFoot'],
    ] as const) {
      const angles = vectorAngles(target.directions(back, bone, tail), target.directions(target.clip, bone, tail));
      expect(angles.max, bone).toBeLessThan(0.5);
    }
  });

  test('refuses what is no human body', async () => {
    const folder = folderWith({ 'swing.bvh': writeBvh(SWING) });
    const { code, stderr } = await kinora(['convert', 'swing.bvh', 'swing.kinanim'], folder);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^rig\/not-humanoid: "swing\.bvh"/);
  });
});

describe('kinora convert of a zip archive', () => {
  test('takes the motion inside, and says which it left', async () => {
    const archive = zipBytes([
      { name: 'takes/a.bvh', data: writeBvh(SWING) },
      { name: 'takes/b.bvh', data: writeBvh(SWING) },
      { name: 'licence.txt', data: 'free' },
    ]);
    const folder = folderWith({ 'pack.zip': archive });
    expect(await kinora(['convert', 'pack.zip', 'out.glb'], folder)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'warning: The archive holds 2 motion files; "takes/a.bvh" was read, and not "takes/b.bvh".\n',
    });
    expect((await kinora(['inspect', 'pack.zip'], folder)).stdout).toMatch(
      /format +BVH, .*\n +unpacked +takes\/a\.bvh\n/,
    );
  });

  test('refuses one without a motion, by its name', async () => {
    const folder = folderWith({ 'pack.zip': zipBytes([{ name: 'a.txt' }]) });
    const { code, stderr } = await kinora(['convert', 'pack.zip', 'out.glb'], folder);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^formats\/zip: "pack\.zip": .*only "a\.txt"/);
  });
});

const boneJoint = (map: HumanoidMap, bone: string): number => map.bones[bone as HumanoidBone]!.joint;

const filesOf = (folder: string): string[] => (sharedAssets ? readdirSync(sharedAsset(folder)) : []);
const motions = [
  ...filesOf('bvh').map((name) => `bvh/${name}`),
  ...filesOf('anims').map((name) => `anims/${name}`),
  'avatars/CesiumMan.glb',
  'avatars/RobotExpressive_raylib.glb',
  'avatars/boxman.glb',
  'avatars/KayKit_Knight.glb',
];

describeShared('kinora convert on real files', () => {
  test.each(motions)('%s is the same motion as GLB, as BVH, and as GLB again', async (path) => {
    const folder = temporaryFolder();
    for (const [from, to] of [
      [sharedAsset(path), 'a.glb'],
      ['a.glb', 'b.bvh'],
      ['b.bvh', 'c.glb'],
    ] as const) {
      const { code, stdout } = await kinora(['convert', from, to], folder);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    }
    const read = (file: string): Clip => parseMotion(readFileSync(file), path.slice(path.indexOf('/') + 1)).clips[0]!;
    const clip = read(sharedAsset(path));
    const [direct, roundabout] = ['a.glb', 'c.glb'].map((name) => read(join(folder, name)));
    expect(direct!.name).toBe(clip.name);
    expect(direct!.frames).toBe(clip.frames);
    expectSamePlaces(direct!, clip, 1);
    // A BVH file does not say its unit: who reads it finds one from the figure's size, and a giant becomes a man.
    const { unitMetres } = parseMotion(readFileSync(join(folder, 'b.bvh')), 'b.bvh').rig;
    expect(Math.abs(roundabout!.frames - clip.frames)).toBeLessThanOrEqual(1);
    expectSamePlaces(roundabout!, clip, unitMetres / 0.01);
  });

  test('takes the first of several clips and says so, or the one that is named', async () => {
    const folder = temporaryFolder();
    copyFileSync(sharedAsset('avatars/RobotExpressive_raylib.glb'), join(folder, 'robot.glb'));
    const first = await kinora(['convert', 'robot.glb', 'first.glb'], folder);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toMatch(/^warning: "robot\.glb" holds 14 clips; the first, "[^"]+", was taken\.$/m);
    const named = await kinora(['convert', 'robot.glb', 'wave.glb', '--clip-name', 'Robot_Wave'], folder);
    expect(named.code).toBe(0);
    expect(named.stderr).not.toMatch(/was taken/);
    expect(parseMotion(readFileSync(join(folder, 'wave.glb')), 'x').clips.map(({ name }) => name)).toEqual([
      'Robot_Wave',
    ]);
  });
});

/** Every joint is where it was, in the first, a middle and the last frame. */
function expectSamePlaces(actual: Clip, expected: Clip, scale: number): void {
  for (const frame of [0, expected.frames >> 1, Math.min(actual.frames, expected.frames) - 1]) {
    const places = modelPositions(actual, frame);
    const plain = new Map([...places].map(([name, place]) => [plainName(name), place]));
    for (const [name, place] of modelPositions(expected, frame)) {
      const found = plain.get(plainName(name));
      if (found === undefined && !isOfFirstRoot(expected, name)) continue;
      expect(found, name).toBeDefined();
      const miss = Math.hypot(...place.map((value, axis) => value * scale - found![axis]!));
      expect(miss / scale, `${name} in frame ${frame}`).toBeLessThan(1e-3);
    }
  }
}

/** A BVH file may hold several skeletons, of which readers take the first. */
function isOfFirstRoot({ rig: { names, parents } }: Clip, name: string): boolean {
  let joint = names.indexOf(name);
  while (parents[joint]! >= 0) joint = parents[joint]!;
  return joint === 0;
}

/** White space has no place in the names of a BVH file. */
function plainName(name: string): string {
  return name.trim().replaceAll(/[\s{}]+/g, '_');
}

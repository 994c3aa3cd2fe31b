import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMotion, writeBvh } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { modelPositions } from '../../support/model-positions.ts';
import { describeShared, sharedAsset, sharedAssets } from '../../support/shared-assets.ts';

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

import {
  isKinoraError,
  KinoraError,
  kinanimRig,
  parseMotion,
  sniff,
  writeGlbClip,
  writeKinanim,
} from '@kinora/core/motion';
import type { ReadFbx } from '@kinora/core/motion';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { glbOf } from '../../../support/glb-builder.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { zipBytes } from '../../../support/zip-bytes.ts';
import type { ZipFile } from '../../../support/zip-bytes.ts';

const BVH = 'HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n}\nMOTION\nFrames: 1\nFrame Time: 0.1\n0\n';
const FBX = 'Kaydara FBX Binary  \0\x1a\0';
const MEBIBYTE = 2 ** 20;

const bvh = parseMotion(strToU8(BVH), 'still.bvh');
const readFbx: ReadFbx = (_, name) => ({
  rig: bvh.rig,
  clips: [{ ...bvh.clips[0]!, name }],
  warnings: ['made by hand'],
});
const parse = (...files: readonly ZipFile[]): ReturnType<typeof parseMotion> =>
  parseMotion(zipBytes(files), 'pack.zip', { fbx: readFbx });

describe('parseMotion() of a zip archive', () => {
  test('reads the motion file inside, by whatever program it was packed', () => {
    const made = zipSync({ 'take 1/dance.bvh': strToU8(BVH) });
    expect(sniff(made)).toBe('zip');
    const { format, clips, unpacked, warnings } = parseMotion(made, 'pack.zip');
    expect({ format, name: clips[0]!.name, warnings }).toEqual({ format: 'bvh', name: 'dance', warnings: [] });
    expect(unpacked).toEqual({ path: 'take 1/dance.bvh', bytes: strToU8(BVH) });
  });

  test('reads FBX by the reader that was given', () => {
    const { format, clips, warnings } = parse({ name: 'dance.fbx', data: FBX });
    expect({ format, name: clips[0]!.name, warnings }).toEqual({
      format: 'fbx',
      name: 'dance.fbx',
      warnings: ['made by hand'],
    });
  });

  test.each<readonly [string, ZipFile]>([
    ['stored', { name: 'a.bvh', data: BVH, stored: true }],
    ['deflated', { name: 'a.bvh', data: BVH }],
    ['with an ending in capitals', { name: 'A.BVH', data: BVH }],
    ['in a folder of Windows', { name: 'take\\a.bvh', data: BVH }],
    ['with a name that is not UTF-8', { name: Uint8Array.of(0xe9, 0x2e, 0x62, 0x76, 0x68), data: BVH, flags: 0 }],
    ['whose sizes stand behind it', { name: 'a.bvh', data: BVH, flags: 8 }],
  ])('reads a file that is %s', (_, file) => {
    expect(parse(file).format).toBe('bvh');
  });

  test('reads an archive with a comment', () => {
    expect(parseMotion(zipBytes([{ name: 'a.bvh', data: BVH }], { comment: 'from PK\u0005\u0006' }), '').format).toBe(
      'bvh',
    );
  });

  test('reads over what systems put beside the files', () => {
    const files = ['__MACOSX/a.bvh', '.DS_Store', 'folder/', '.a.bvh', 'readme.txt'].map((name) => ({
      name,
      data: 'x',
    }));
    expect(parse(...files, { name: 'b.bvh', data: BVH })).toMatchObject({ warnings: [], unpacked: { path: 'b.bvh' } });
  });

  test('of several takes the richest kind, and names the others', () => {
    const kinanim = writeKinanim({ ...bvh.clips[0]!, rig: kinanimRig(new Set(['hips'])) }).bytes;
    const files = [
      { name: 'a.kinanim', data: kinanim },
      { name: 'b.bvh', data: BVH },
      { name: 'c.glb', data: writeGlbClip(bvh.clips[0]!) },
      { name: 'd.fbx', data: FBX },
    ];
    const { format, warnings } = parse(...files);
    expect(format).toBe('fbx');
    expect(warnings[0]).toBe(
      'The archive holds 4 motion files; "d.fbx" was read, and not "c.glb", "b.bvh", "a.kinanim".',
    );
    expect(parse(...files.slice(0, 3)).format).toBe('glb');
    expect(parse(...files.slice(0, 2)).format).toBe('bvh');
    expect(parse(...files.slice(0, 1)).format).toBe('kinanim');
  });

  test('goes on to the next where one cannot be read, and says why', () => {
    const { unpacked, warnings } = parse({ name: 'a.glb', data: 'no GLB' }, { name: 'b.bvh', data: BVH });
    expect(unpacked!.path).toBe('b.bvh');
    expect(warnings[1]).toMatch(/^"a\.glb" was left out\. Cannot read "a\.glb": it is none of the formats/);
    const withoutReader = parseMotion(
      zipBytes([
        { name: 'a.fbx', data: FBX },
        { name: 'b.bvh', data: BVH },
      ]),
      '',
    );
    expect(withoutReader.format).toBe('bvh');
  });

  test('prefers a file that moves to an avatar that stands', () => {
    const avatar = glbOf({ nodes: [{ name: 'a' }] });
    expect(parse({ name: 'avatar.glb', data: avatar }, { name: 'b.bvh', data: BVH }).format).toBe('bvh');
    expect(parse({ name: 'avatar.glb', data: avatar }, { name: 'b.bvh', data: '' })).toMatchObject({
      format: 'glb',
      clips: [],
    });
  });

  test('passes the choice of a person on', () => {
    expect(thrownCode(() => parseMotion(zipBytes([{ name: 'a.bvh', data: BVH }]), '', { person: 2 }))).toBe(
      'formats/no-person',
    );
  });
});

const one = (file: Partial<ZipFile>): Uint8Array => zipBytes([{ name: 'a.bvh', data: BVH, ...file }]);
const zeros = (mebibytes: number): Uint8Array => new Uint8Array(mebibytes * MEBIBYTE);
const inner = zipBytes([{ name: 'a.bvh', data: BVH }]);

const REFUSED: readonly (readonly [string, () => Uint8Array, string, RegExp])[] = [
  ['an empty archive', () => zipBytes([]), 'formats/zip', /empty/],
  [
    'an archive of pictures',
    () => zipBytes([{ name: 'a.png' }, { name: 'b.png' }]),
    'formats/zip',
    /only "a\.png", "b\.png"/,
  ],
  [
    'an archive within an archive',
    () => zipBytes([{ name: 'a.zip', data: inner }]),
    'formats/zip',
    /another archive, "a\.zip"/,
  ],
  ['an archive that pretends to be a motion', () => one({ data: inner }), 'formats/zip', /archive within an archive/],
  ['an encrypted file', () => one({ flags: 1 }), 'formats/zip', /encrypted/],
  ['a file packed by LZMA', () => one({ method: 14 }), 'formats/zip', /method 14/],
  ['a path that leads up', () => one({ name: 'a/../../b.bvh' }), 'formats/zip', /leads out/],
  ['a path that leads up as Windows writes it', () => one({ name: '..\\b.bvh' }), 'formats/zip', /leads out/],
  ['a path from the root', () => one({ name: '/etc/b.bvh' }), 'formats/zip', /leads out/],
  ['a path from a drive', () => one({ name: 'C:\\b.bvh' }), 'formats/zip', /leads out/],
  ['a control character in a name', () => one({ name: 'a\u001b[2J.bvh' }), 'formats/zip', /proper name/],
  ['a zero in a name', () => one({ name: 'a.png\0.bvh' }), 'formats/zip', /proper name/],
  ['no name', () => one({ name: '' }), 'formats/zip', /proper name/],
  ['a name of 2,000 bytes', () => one({ name: `${'a'.repeat(2000)}.bvh` }), 'formats/zip', /2004 bytes/],
  ['more files than are there', () => zipBytes([{ name: 'a.bvh', data: BVH }], { count: 9 }), 'formats/zip', /cut off/],
  ['60,000 files', () => zipBytes([], { count: 60_000 }), 'formats/too-large', /60000 files/],
  ['a file that is not where it should be', () => one({ at: 7 }), 'formats/zip', /not where/],
  ['a file behind the end', () => one({ at: 0xfffffff0 }), 'formats/zip', /not where/],
  ['a file longer than the archive', () => one({ packedSize: 99_999 }), 'formats/zip', /cut off/],
  ['a file shorter than declared', () => one({ size: 9999 }), 'formats/zip', /9999 are declared/],
  ['data that is no deflate', () => one({ data: 'no', stored: true, method: 8 }), 'formats/zip', /cannot be unpacked/],
  ['half of the data', () => one({ packedSize: 20 }), 'formats/zip', /cannot be unpacked/],
  [
    'a bomb of 32 MiB that says it is small',
    () => one({ data: zeros(32), size: 10 }),
    'formats/too-large',
    /hundred times/,
  ],
  ['an archive that is cut off', () => one({}).subarray(0, 80), 'formats/zip', /directory/],
  ['a local header alone', () => Uint8Array.of(0x50, 0x4b, 3, 4), 'formats/zip', /directory/],
  ['an archive of zip64', zip64, 'formats/zip', /4 GiB/],
];

function zip64(): Uint8Array {
  const bytes = Buffer.from(one({}));
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const locator = Buffer.concat([Buffer.from('PK\u0006\u0007'), Buffer.alloc(16)]);
  return new Uint8Array(Buffer.concat([bytes.subarray(0, end), locator, bytes.subarray(end)]));
}

describe('parseMotion() of a hostile archive', () => {
  test.each(REFUSED)('refuses %s', (_, file, code, message) => {
    const bytes = file();
    expect.assertions(2);
    try {
      parseMotion(bytes, 'pack.zip');
    } catch (error) {
      expect(isKinoraError(error) && error.code).toBe(code);
      expect((error as Error).message).toMatch(message);
    }
  });

  test('unpacks no more than 256 MiB of all files together, though each is small enough', () => {
    // Sixteen entries of the directory that all lead to the same 20 MiB.
    const data = zeros(20);
    data.set(strToU8(FBX));
    const entries = Array.from({ length: 15 }, (_, i) => ({
      ...{ name: `${i + 1}.fbx`, stored: true },
      ...{ at: 0, size: data.length, packedSize: data.length },
    }));
    let calls = 0;
    const fbx: ReadFbx = () => {
      calls += 1;
      throw new KinoraError('formats/unknown', 'Cannot read this');
    };
    const bytes = zipBytes([{ name: '0.fbx', data, stored: true }, ...entries]);
    expect(() => parseMotion(bytes, 'pack.zip', { fbx })).toThrow(/this/);
    expect(calls).toBe(Math.floor(256 / 20));
  });

  test('tries sixteen files, and not the thousandth', () => {
    let calls = 0;
    const fbx: ReadFbx = () => {
      calls += 1;
      throw new KinoraError('formats/unknown', 'Cannot read this');
    };
    const files = Array.from({ length: 1000 }, (_, i) => ({ name: `${i}.fbx`, data: FBX, stored: true }));
    expect(() => parseMotion(zipBytes(files), 'pack.zip', { fbx })).toThrow(/this/);
    expect(calls).toBe(16);
  });
});

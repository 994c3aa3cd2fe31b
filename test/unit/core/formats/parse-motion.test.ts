import { isKinoraError, parseMotion, sniff } from '@kinora/core/motion';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { glbOf } from '../../../support/glb-builder.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const BVH = 'HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n}\nMOTION\nFrames: 1\nFrame Time: 0.1\n0\n';

const utf16 = (text: string): Uint8Array =>
  new Uint8Array(Uint16Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0)).buffer);

const KINDS: readonly (readonly [string, Uint8Array, ReturnType<typeof sniff>])[] = [
  ['a GLB file', glbOf({ nodes: [{}] }), 'glb'],
  ['a BVH file', bytes(BVH), 'bvh'],
  ['a BVH file with a byte order mark and blank lines', bytes(`\ufeff\r\n \r\n${BVH.toLowerCase()}`), 'bvh'],
  ['a binary FBX file', bytes('Kaydara FBX Binary  \0\x1a\0'), 'fbx'],
  ['a text FBX file', bytes('; FBX 7.4.0 project file\n'), 'fbx'],
  ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'zip'],
  ['an empty zip archive', Uint8Array.of(0x50, 0x4b, 5, 6, 0, 0), 'zip'],
  ['a glTF file in text', bytes('{ "asset": { "version": "2.0" } }'), 'gltf'],
  ['other JSON', bytes('{ "hello": 1 }'), 'unknown'],
  ['an MP4 file', bytes('\0\0\0\x20ftypisom'), 'unknown'],
  ['a BVH file in UTF-16', utf16(BVH), 'bvh'],
  ['a kinanim file', Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0xf0, 0x41, 2, 0, 0, 0), 'kinanim'],
  ['a kinanim file that would play at no rate', Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0), 'unknown'],
  ['zeros', new Uint8Array(64), 'unknown'],
  ['a page of HTML', bytes('\n<!DOCTYPE html>\n<title>404</title>'), 'html'],
  ['a page of HTML without a type', bytes('<html lang="en">'), 'html'],
  ['the XML of a link that has ended', bytes('<?xml version="1.0"?>\n<Error><Code>AccessDenied'), 'html'],
  ['other XML', bytes('<?xml version="1.0"?><COLLADA>'), 'unknown'],
  ['three bytes', bytes('glT'), 'unknown'],
  ['nothing', new Uint8Array(0), 'unknown'],
];

describe('sniff()', () => {
  test.each(KINDS)('knows %s', (_, file, kind) => {
    expect(sniff(file)).toBe(kind);
  });
});

describe('parseMotion()', () => {
  test('goes by the content, not by the name', () => {
    expect(parseMotion(bytes(BVH), 'dance.glb').format).toBe('bvh');
    expect(parseMotion(glbOf({ nodes: [{}] }), 'dance.bvh').format).toBe('glb');
  });

  test('names the clip of a BVH file after the file', () => {
    expect(parseMotion(bytes(BVH), 'dance.BVH').clips[0]!.name).toBe('dance');
    expect(parseMotion(bytes(BVH), '.bvh').clips[0]!.name).toBe('.bvh');
  });

  test('says of a web page that it is one, whatever its name', () => {
    for (const name of ['dance.bvh', 'dance.glb']) {
      expect(() => parseMotion(bytes('<!doctype html><title>404</title>'), name)).toThrow(/it is a web page.*download/);
    }
  });

  test.each([
    ['an FBX file', bytes('Kaydara FBX Binary  \0'), 'formats/unsupported', /GLB/],
    [
      'a glTF file in parts',
      bytes('{"asset":{},"buffers":[{"byteLength":4,"uri":"a.bin"}]}'),
      'formats/external-file',
      /\.glb/,
    ],
    ['a web page', bytes('<!doctype html><title>Sign in</title>'), 'formats/unknown', /browser/],
    ['an unknown file', bytes('hello'), 'formats/unknown', /\.bvh/],
    ['an empty file', new Uint8Array(0), 'formats/empty', /something/],
  ])('refuses %s with a hint', (_, file, code, hint) => {
    expect.assertions(3);
    try {
      parseMotion(file, 'dance');
    } catch (error) {
      expect(isKinoraError(error) && error.code).toBe(code);
      expect(isKinoraError(error) && error.hint).toMatch(hint);
      expect((error as Error).message).toMatch(/"dance"/);
    }
  });
});

describeShared('parseMotion() on real files it cannot read', () => {
  test.each([
    ['fbx/ozz_walk.fbx', 'fbx'],
    ['fbx/ufbx_maya_human_ik_7400_ascii.fbx', 'fbx'],
    ['fbx/ufbx_maya_kenney_character_7700_binary.fbx', 'fbx'],
    ['avatars/KayKit_Manny/manny_med_mod.gltf', 'gltf'],
    ['videos/pose_squats.mp4', 'unknown'],
  ])('%s is %s', (name, kind) => {
    expect(sniff(readFileSync(sharedAsset(name)))).toBe(kind);
  });
});

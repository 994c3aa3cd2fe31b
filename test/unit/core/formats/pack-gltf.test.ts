import { addClipToGlb, parseMotion, readGlb, vetGlb } from '@kinora/core/motion';
import type { ReadSibling } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../support/glb-builder.ts';
import { jsonOf } from '../../../support/glb-builder.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 9, 9);
const KEYS = Float32Array.of(0, 1, 0, 0, 0, 0, 2, 0);

/** A node that rises by two metres, in as many files as `buffers` says. */
function moving(buffers: readonly Json[], fields: Json = {}): Json {
  const last = buffers.length - 1;
  return {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ name: 'lift' }],
    buffers,
    bufferViews: [
      { buffer: last, byteLength: 8 },
      { buffer: last, byteOffset: 8, byteLength: 24 },
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 2, type: 'SCALAR', min: [0], max: [1] },
      { bufferView: 1, componentType: 5126, count: 2, type: 'VEC3' },
    ],
    animations: [
      { samplers: [{ input: 0, output: 1 }], channels: [{ sampler: 0, target: { node: 0, path: 'translation' } }] },
    ],
    ...fields,
  };
}

function textOf(json: Json): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}

/** A folder, and what was asked of it. */
function folder(files: Readonly<Record<string, Uint8Array>>): { sibling: ReadSibling; asked: string[] } {
  const asked: string[] = [];
  const sibling: ReadSibling = (path) => {
    asked.push(path);
    const bytes = files[path];
    if (!bytes) throw new Error(`no ${path}`);
    return bytes;
  };
  return { sibling, asked };
}

const motion = new Uint8Array(KEYS.buffer);
const dataUri = `data:application/octet-stream;base64,${Buffer.from(motion).toString('base64')}`;

describe('parseMotion() of a .gltf', () => {
  test('reads its parts, each of them once, and gives the whole as a GLB', async () => {
    const { sibling, asked } = folder({ 'a.bin': Uint8Array.of(1, 2, 3), 'in here/ä.bin': motion, 'skin.png': PNG });
    const json = moving(
      [
        { byteLength: 3, uri: 'a.bin' },
        { byteLength: 32, uri: 'in%20here/%C3%A4.bin' },
      ],
      { images: [{ uri: 'skin.png', name: 'skin' }, { uri: 'skin.png' }] },
    );
    const { format, clips, unpacked } = parseMotion(textOf(json), 'lift.gltf', { sibling });
    expect(format).toBe('glb');
    expect(clips[0]!.translations.at(-2)).toBe(2);
    expect(asked).toEqual(['a.bin', 'in here/ä.bin', 'skin.png']);
    const glb = unpacked!.bytes;
    const { images, buffers } = jsonOf(glb) as { images: { bufferView: number; mimeType: string }[]; buffers: Json[] };
    expect(buffers).toHaveLength(1);
    expect(images.map(({ mimeType }) => mimeType)).toEqual(['image/png', 'image/png']);
    const { json: packed, buffers: data } = vetGlb(glb);
    const { byteOffset, byteLength } = packed.bufferViews![images[0]!.bufferView]!;
    expect([...data[0]!.subarray(byteOffset, byteOffset! + byteLength)]).toEqual([...PNG]);
    expect((await gltfErrors(glb)).filter((error) => !error.startsWith('IMAGE'))).toEqual([]);
  });

  test('reads one that has all in itself anywhere, and asks for nothing', () => {
    const { clips, unpacked } = parseMotion(textOf(moving([{ byteLength: 32, uri: dataUri }])), 'lift.gltf');
    expect(clips[0]!.translations.at(-2)).toBe(2);
    const again = readGlb(addClipToGlb(unpacked!.bytes, clips[0]!));
    expect(again.clips).toHaveLength(2);
  });

  test('mixes parts beside it and parts in it', () => {
    const { sibling } = folder({ 'a.bin': Uint8Array.of(1, 2, 3, 4) });
    const json = moving([
      { byteLength: 4, uri: 'a.bin' },
      { byteLength: 32, uri: dataUri },
    ]);
    expect(parseMotion(textOf(json), 'lift.gltf', { sibling }).clips[0]!.translations.at(-2)).toBe(2);
  });

  test('moves the compressed bytes of a view with their buffer', () => {
    const { sibling } = folder({ 'a.bin': Uint8Array.of(1, 2, 3, 4), 'b.bin': motion });
    const json = moving([
      { byteLength: 4, uri: 'a.bin' },
      { byteLength: 32, uri: 'b.bin' },
    ]);
    const compressed = { buffer: 1, byteOffset: 8, byteLength: 4, byteStride: 4, count: 1, mode: 'ATTRIBUTES' };
    const views = [
      ...(json['bufferViews'] as Json[]),
      { buffer: 0, byteLength: 4, extensions: { EXT_meshopt_compression: compressed } },
    ];
    const { unpacked } = parseMotion(textOf({ ...json, bufferViews: views }), 'lift.gltf', { sibling });
    const packed = jsonOf(unpacked!.bytes)['bufferViews'] as Json[];
    expect(packed[2]!['extensions']).toEqual({ EXT_meshopt_compression: { ...compressed, buffer: 0, byteOffset: 12 } });
  });

  test('says in a page what to do about parts beside it', () => {
    const file = textOf(moving([{ byteLength: 32, uri: 'a.bin' }]));
    expect(thrownCode(() => parseMotion(file, 'lift.gltf'))).toBe('formats/external-file');
    expect(() => parseMotion(file, 'lift.gltf')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/\.glb/) as string }),
    );
  });

  test.each([
    ['upwards', '../a.bin'],
    ['upwards, encoded', '%2e%2e/a.bin'],
    ['upwards, inside', 'a/../../b.bin'],
    ['to the root', '/etc/passwd'],
    ['to the root, encoded', '%2Fetc/passwd'],
    ['to a drive', 'C:/a.bin'],
    ['through another slash', '..\\a.bin'],
    ['to a server', 'https://example.com/a.bin'],
    ['to a server without a scheme', '//example.com/a.bin'],
    ['to a file', 'file:///etc/passwd'],
    ['with a query', 'a.bin?token=1'],
    ['with a null', 'a.bin%00.png'],
    ['nowhere', ''],
    ['by no percent-encoding', '%zz'],
  ])('follows no address %s', (_, uri) => {
    const { sibling, asked } = folder({});
    for (const json of [
      moving([{ byteLength: 4, uri }]),
      moving([{ byteLength: 32, uri: dataUri }], { images: [{ uri }] }),
    ]) {
      expect(thrownCode(() => parseMotion(textOf(json), 'a.gltf', { sibling }))).toBe('formats/external-file');
    }
    expect(asked).toEqual([]);
  });

  test('decodes an address once', () => {
    const { sibling, asked } = folder({ '%2e%2e.bin': motion });
    parseMotion(textOf(moving([{ byteLength: 32, uri: '%252e%252e.bin' }])), 'a.gltf', { sibling });
    expect(asked).toEqual(['%2e%2e.bin']);
  });

  test.each([
    ['a part that is shorter than it should be', { 'a.bin': motion.subarray(4) }, {}, 'formats/truncated'],
    ['a picture that is none', { 'a.bin': motion, x: motion }, { images: [{ uri: 'x' }] }, 'formats/unsupported'],
    [
      'an address elsewhere in the file',
      { 'a.bin': motion },
      { extensions: { X: { uri: 'b' } } },
      'formats/external-file',
    ],
    ['buffers that are no list', {}, { buffers: 1 }, 'formats/glb-json'],
    [
      'a view of no buffer',
      { 'a.bin': motion },
      { bufferViews: [{ buffer: 7, byteLength: 1 }] },
      'formats/glb-accessor',
    ],
  ])('refuses %s', (_, files, fields, code) => {
    const json = moving([{ byteLength: 32, uri: 'a.bin' }], fields);
    const { sibling } = folder(files);
    expect(thrownCode(() => parseMotion(textOf(json), 'a.gltf', { sibling }))).toBe(code);
  });

  test('takes no more than 512 MiB of parts', () => {
    const half = new Uint8Array(300 * 2 ** 20);
    const json = moving([
      { byteLength: 4, uri: 'a.bin' },
      { byteLength: 4, uri: 'b.bin' },
    ]);
    const left: number[] = [];
    const sibling: ReadSibling = (_, maxBytes) => {
      left.push(maxBytes);
      return half;
    };
    expect(thrownCode(() => parseMotion(textOf(json), 'a.gltf', { sibling }))).toBe('formats/too-large');
    expect(left).toEqual([512 * 2 ** 20, 212 * 2 ** 20]);
  });
});

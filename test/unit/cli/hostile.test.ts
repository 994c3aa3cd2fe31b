import { ftruncateSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kinoraMeasured, temporaryFolder } from '../../support/cli.ts';
import { flags, kinanimBytes, u16 } from '../../support/kinanim-bytes.ts';
import { GlbBuilder, glbOf, glbOfChunks } from '../../support/glb-builder.ts';
import { zipBytes } from '../../support/zip-bytes.ts';

const ROOT = 'HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\n';
const motion = (frames: number | string, rows: string): string =>
  `}\nMOTION\nFrames: ${frames}\nFrame Time: 0.01\n${rows}`;
const text = (bvh: string): Uint8Array => new TextEncoder().encode(bvh);
const json = (rest: string): Uint8Array => glbOf(`{"asset":{"version":"2.0"},"nodes":[{}],${rest}}`);

/** What an honest program needs: 10 kB of BVH. */
const VALID = text(`${ROOT}End Site\n{\nOFFSET 0 1 0\n}\n${motion(1000, '0.5 10 1.25\n'.repeat(800))}`);

/** A million keys that a hundred channels read again and again. */
function sharedKeys(): Uint8Array {
  const builder = new GlbBuilder();
  const zeros = builder.view(new Uint8Array(12e6));
  builder.accessor({ bufferView: zeros, componentType: 5126, count: 1e6, type: 'SCALAR' });
  builder.accessor({ bufferView: zeros, componentType: 5126, count: 1e6, type: 'VEC3' });
  const channel = { sampler: 0, target: { node: 0, path: 'translation' } };
  const channels = Array.from({ length: 100 }, () => channel);
  return builder.build({ nodes: [{}], animations: [{ samplers: [{ input: 0, output: 1 }], channels }] });
}

/** Refused, each with its code. */
const REFUSED: readonly (readonly [string, () => Uint8Array, string])[] = [
  ['nothing', () => new Uint8Array(0), 'formats/empty'],
  ['noise', () => Uint8Array.from({ length: 1e5 }, (_, i) => (i * 2654435761) >>> 24), 'formats/unknown'],
  [
    'a GLB cut off',
    () => glbOf({ buffers: [{ byteLength: 64 }] }, new Uint8Array(64)).subarray(0, 60),
    'formats/truncated',
  ],
  [
    'a chunk that claims a gigabyte',
    () => glbOfChunks([{ type: 0x4e4f534a, data: new Uint8Array(8), claims: 1e9 }]),
    'formats/glb-chunk',
  ],
  ['100,000 brackets deep', () => json(`"x":${'['.repeat(1e5)}${']'.repeat(1e5)}`), 'formats/glb-json'],
  ['ten million objects', () => json(`"x":[${'{},'.repeat(1e7)}{}]`), 'formats/too-large'],
  ['a name of 30 MB', () => glbOf({ nodes: [{ name: 'LeftArm.'.repeat(4e6) }] }), 'formats/glb-nodes'],
  ['a cycle of nodes', () => glbOf({ nodes: [{ children: [1] }, { children: [0] }] }), 'formats/glb-nodes'],
  [
    '10⁹ keys in no data',
    () => glbOf({ nodes: [{}], accessors: [{ componentType: 5126, count: 1e9, type: 'VEC4' }] }),
    'formats/glb-accessor',
  ],
  ['keys that are read a hundred times', sharedKeys, 'formats/too-large'],
  ['a file elsewhere', () => json('"buffers":[{"byteLength":4,"uri":"file:///etc/passwd"}]'), 'formats/external-file'],
  ['a BVH without end', () => text(`${ROOT}${'JOINT b\n{\n'.repeat(1e5)}`), 'formats/bvh-motion'],
  [
    '100,000 joints',
    () => text(`${ROOT}${'JOINT b\n{\nOFFSET 0 1 0\n}\n'.repeat(1e5)}${motion(1, '0 0 0\n')}`),
    'formats/too-large',
  ],
  [
    'joints without channels',
    () => text(`${ROOT}${'JOINT b\n{\nOFFSET 0 1 0\n}\n'.repeat(4000)}${motion(9000, '0 0 0\n'.repeat(9000))}`),
    'formats/too-large',
  ],
  ['a web page', () => text('<!doctype html><title>Sign in</title>'), 'formats/unknown'],
  [
    'a zip archive that unpacks to a hundred megabytes',
    () => zipBytes([{ name: 'a.bvh', data: new Uint8Array(1e8), size: 10 }]),
    'formats/too-large',
  ],
  ['a zip archive that leads out of itself', () => zipBytes([{ name: '../../a.bvh', data: VALID }]), 'formats/zip'],
  [
    'a kinanim file of 60,000 frames made of one',
    () => kinanimBytes({ frames: [...Array<number[]>(60_000).fill([]), [...u16(60_000), ...flags()]] }),
    'formats/kinanim',
  ],
  ['words for numbers', () => text(`${ROOT}${motion(1, 'nan inf 0x10\n')}`), 'formats/bvh-number'],
];

/** Read, because they lie only about how much they are. */
const READ: readonly (readonly [string, () => Uint8Array])[] = [
  ['10⁹ frames that are not there', () => text(`${ROOT}${motion(1e9, '0 0 0\n')}`)],
  ['a million fields', () => json(`"extensions":{${Array.from({ length: 1e6 }, (_, i) => `"k${i}":0`).join()}}`)],
  ['a text of 30 MB', () => json(`"x":"${'x'.repeat(3e7)}"`)],
  [
    '4,000 joints with the names of arms',
    () => glbOf({ nodes: Array.from({ length: 4000 }, (_, i) => ({ name: `LeftArm${i}`.repeat(90) })) }),
  ],
];

let normal: Promise<number> | undefined;

/** What the honest file takes, measured once. */
function normalBytes(): Promise<number> {
  return (normal ??= inspect(VALID).then(({ peakBytes }) => peakBytes));
}

async function inspect(bytes: Uint8Array): Promise<Awaited<ReturnType<typeof kinoraMeasured>>> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file.bin'), bytes);
  return kinoraMeasured(['inspect', 'file.bin', '--json'], folder);
}

/** Seconds that a bad file may take, with room for a machine that is busy with the other tests. */
const TIMEOUT = 30_000;
const MOST_BYTES = 256 * 2 ** 20;

describe('kinora inspect on hostile files', () => {
  test('an honest file needs little', async () => {
    expect(await normalBytes()).toBeGreaterThan(20 * 2 ** 20);
    expect(await normalBytes()).toBeLessThan(150 * 2 ** 20);
  });

  test.each(REFUSED)('refuses %s', { timeout: TIMEOUT }, async (_, file, errorCode) => {
    const { code, stdout, stderr, peakBytes } = await inspect(file());
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${errorCode}: [^\\n]{1,2000}\\n$`));
    expect(peakBytes - (await normalBytes())).toBeLessThan(MOST_BYTES);
  });

  test.each(READ)('reads %s', { timeout: TIMEOUT }, async (_, file) => {
    const { code, stderr, peakBytes } = await inspect(file());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(peakBytes - (await normalBytes())).toBeLessThan(MOST_BYTES);
  });

  test('does not begin to read six gigabytes', { timeout: TIMEOUT }, async () => {
    const folder = temporaryFolder();
    const file = openSync(join(folder, 'huge.glb'), 'w');
    ftruncateSync(file, 6e9);
    closeSync(file);
    const { code, stderr, peakBytes } = await kinoraMeasured(['inspect', 'huge.glb'], folder);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^formats\/too-large: /);
    expect(peakBytes - (await normalBytes())).toBeLessThan(2 ** 24);
  });
});

import { KinoraError } from '@kinora/core';
import type { ProviderFile } from '@kinora/core';
import { writeBvh, writeGlbClip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { createSend } from '../../../../../../packages/core/src/http/send.ts';
import { fetchResult } from '../../../../../../packages/core/src/providers/animate3d/run/result.ts';
import { RunProgress } from '../../../../../../packages/core/src/providers/animate3d/run/run-progress.ts';
import type { DownloadItem } from '../../../../../../packages/core/src/providers/animate3d/wire/results.ts';
import { tinyClip } from '../../../../../support/providers.ts';
import { zipBytes } from '../../../../../support/zip-bytes.ts';

const bvh = writeBvh(tinyClip());
const fbx = new TextEncoder().encode('; FBX 7.4.0 project file\nFBXHeaderExtension: {}\n');

interface Case {
  readonly items: readonly DownloadItem[];
  /** By URL; a function for each time anew. */
  readonly files: Readonly<Record<string, Uint8Array | (() => Response)>>;
  readonly formats?: readonly ('glb' | 'bvh' | 'fbx')[];
}

async function fetched({ items, files, formats = ['glb', 'bvh', 'fbx'] }: Case): Promise<{
  files: readonly ProviderFile[];
  links: number;
  fetched: string[];
}> {
  let links = 0;
  const urls: string[] = [];
  const send = createSend({
    random: () => 0,
    fetch: (url) => {
      urls.push(url);
      const file = files[url];
      if (typeof file === 'function') return Promise.resolve(file());
      return Promise.resolve(file ? new Response(Uint8Array.from(file)) : new Response(null, { status: 404 }));
    },
  });
  const found = await fetchResult('rid', {
    jobs: { links: () => Promise.resolve({ rid: 'rid', urls: (links++, items) }) },
    send,
    signal: new AbortController().signal,
    progress: new RunProgress(() => {}),
    formats,
    name: 'dance',
  });
  return { files: found, links, fetched: urls };
}

const zip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipBytes(Object.entries(files).map(([name, data]) => ({ name, data })));

const item = (name: string, files: Readonly<Record<string, string>>): DownloadItem => ({
  name,
  files: Object.entries(files).map(([type, url]) => ({ [type]: url })),
});

describe('fetchResult()', () => {
  test.each([403, 404, 410])('an expired URL (%i) is asked for anew once', async (status) => {
    let asked = 0;
    const answer = (): Response => (asked++ === 0 ? new Response(null, { status }) : new Response(bvh));
    const { files, links } = await fetched({
      items: [item('a', { bvh: 'https://s/a' })],
      files: { 'https://s/a': answer },
    });
    expect(files.map(({ name }) => name)).toEqual(['dance.bvh']);
    expect(links).toBe(2);
  });

  test('a URL that is expired for ever fails, and is not asked for in a loop', async () => {
    const ended = (): Response => new Response(null, { status: 403 });
    const run = fetched({ items: [item('a', { bvh: 'https://s/a' })], files: { 'https://s/a': ended } });
    await expect(run).rejects.toMatchObject({ code: 'http/forbidden' });
  });

  test('206/partial: a part of a file is not taken for the file', async () => {
    const part = (range: string) => (): Response =>
      new Response(bvh, { status: 206, headers: { 'Content-Range': range } });
    const items = [item('a', { bvh: 'https://s/a' })];
    const half = fetched({ items, files: { 'https://s/a': part(`bytes 0-${bvh.length - 1}/${bvh.length * 2}`) } });
    await expect(half).rejects.toMatchObject({ code: 'http/unreadable' });
    const whole = fetched({ items, files: { 'https://s/a': part(`bytes 0-${bvh.length - 1}/${bvh.length}`) } });
    expect((await whole).files).toHaveLength(1);
  });

  test('content-length unknown: the file is read to its end', async () => {
    const stream = (): Response => new Response(new Blob([bvh]).stream());
    const { files } = await fetched({ items: [item('a', { bvh: 'https://s/a' })], files: { 'https://s/a': stream } });
    expect(files[0]!.bytes).toEqual(Uint8Array.from(bvh));
  });

  test('fbx comes zipped or not: what is inside is kept', async () => {
    const items = [item('male-young', { fbx: 'https://s/fbx' })];
    for (const bytes of [fbx, zip({ 'male-young.fbx': fbx, 'readme.txt': new Uint8Array(3) })]) {
      const { files } = await fetched({ items, files: { 'https://s/fbx': bytes } });
      expect(files).toEqual([{ name: 'dance.fbx', format: 'fbx', bytes: Uint8Array.from(fbx) }]);
    }
  });

  test('all_characters is a zip of one file a person', async () => {
    const archive = zip({ 'a_001.bvh': bvh, 'a_002.bvh': bvh });
    const items = [item('all_characters', { bvh: 'https://s/all' })];
    const { files } = await fetched({ items, files: { 'https://s/all': archive } });
    expect(files.map(({ name }) => name)).toEqual(['dance_001.bvh', 'dance_002.bvh']);
  });

  test('all_characters is left where a file of its own is there, and inter… always', async () => {
    const items = [
      item('inter_pose', { glb: 'https://s/inter' }),
      item('all_characters', { glb: 'https://s/all' }),
      item('person_001', { glb: 'https://s/one' }),
    ];
    const { fetched: urls } = await fetched({ items, files: { 'https://s/one': writeGlbClip(tinyClip()) } });
    expect(urls).toEqual(['https://s/one']);
  });

  test('landmarks.dmpe is opaque: it is neither fetched nor parsed', async () => {
    const items = [item('landmarks.dmpe', { dmpe: 'https://s/dmpe' }), item('a', { bvh: 'https://s/a' })];
    const { fetched: urls } = await fetched({ items, files: { 'https://s/a': bvh } });
    expect(urls).toEqual(['https://s/a']);
  });

  test('gz transfer: the length of what is packed is not taken for that of the file', async () => {
    const packed = (): Response =>
      new Response(bvh, { headers: { 'Content-Encoding': 'gzip', 'Content-Length': String(bvh.length >> 2) } });
    const { files } = await fetched({ items: [item('a', { bvh: 'https://s/a' })], files: { 'https://s/a': packed } });
    expect(files).toHaveLength(1);
  });

  test.each<[string, Uint8Array, string]>([
    ['zip bomb', zip({ 'a.fbx': new Uint8Array(40 * 2 ** 20) }), 'formats/too-large'],
    ['zip-slip names', zip({ '../../a.fbx': fbx }), 'formats/zip'],
    ['a zip of something else', zip({ 'a.bvh': bvh }), 'animate3d/no-result'],
    ['a page that says that the link has ended', new TextEncoder().encode('<html>'), 'animate3d/no-result'],
  ])('%s is refused by code', async (_what, bytes, code) => {
    const run = fetched({ items: [item('a', { fbx: 'https://s/a' })], files: { 'https://s/a': bytes } });
    const error: unknown = await run.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KinoraError);
    expect((error as KinoraError).code).toBe(code);
  });
});

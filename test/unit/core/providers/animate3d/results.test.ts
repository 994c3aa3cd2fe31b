import { groupResult, linksOf, unpackAllCharacters } from '@kinora/core/animate3d';
import type { DownloadLink } from '@kinora/core/animate3d';
import { describe, expect, test } from 'vitest';
import { answer, plain, ScriptedAccount } from '../../../../support/scripted-account.ts';
import { zipBytes } from '../../../../support/zip-bytes.ts';

const item = (name: string, ...types: readonly string[]): { name: string; files: Record<string, string>[] } => ({
  name,
  files: types.map((type) => ({ [type]: `https://h/${name}.${type}` })),
});

const MANY: DownloadLink = {
  rid: 'r',
  mode: 1,
  models: [
    { trackingId: '001', modelId: 'm1', faceDataType: 'x' },
    { trackingId: '002', modelId: 'm2' },
  ],
  urls: [
    item('walk_001', 'glb', 'bvh'),
    item('walk_002', 'glb'),
    item('inter_pose_001', 'bvh'),
    item('render_001', 'mp4'),
    item('all_characters', 'glb', 'bvh', 'dmpe'),
  ],
};

describe('links of a result', () => {
  test('a job that is not ready has none', async () => {
    const service = new ScriptedAccount().on('/download/r', { count: 1, links: [{ rid: 'r' }] });
    const link = await service.open().jobs.links('r');
    expect(link).toEqual({ rid: 'r' });
    expect(groupResult(link!).items).toEqual([]);
  });

  test('of many jobs are found whatever the order', async () => {
    const links = [{ rid: 'b' }, { rid: 'a', urls: [item('x', 'bvh')] }];
    const found = await new ScriptedAccount().on('/download/', { links }).open().jobs.allLinks(['a', 'b', 'c']);
    expect([found.get('a')?.urls?.length, found.has('b'), found.has('c')]).toEqual([1, true, false]);
  });

  test('all keys of each object are read, and files that are an object too', async () => {
    const files = { glb: 'https://h/a', bvh: 'https://h/b' };
    const service = new ScriptedAccount().on('/download/', {
      links: [{ rid: 'a', urls: [{ name: 'x', files }, { files: [files] }] }],
    });
    const { items } = groupResult((await service.open().jobs.links('a'))!);
    expect(items.map(linksOf)).toEqual([files, files]);
  });

  test('inter… items are left out, and landmarks.dmpe stays as it is', () => {
    const { items } = groupResult({ rid: 'r', urls: [item('inter_x', 'bvh'), item('landmarks.dmpe', 'dmpe')] });
    expect(items.map(({ name }) => name)).toEqual(['landmarks.dmpe']);
  });
});

describe('a result of several people', () => {
  test('is grouped by _XXX, with the character of each', () => {
    const { persons, items } = groupResult(MANY);
    expect(
      persons.map(({ trackingId, modelId, items: own }) => [trackingId, modelId, own.map(({ name }) => name)]),
    ).toEqual([
      ['001', 'm1', ['walk_001', 'render_001']],
      ['002', 'm2', ['walk_002']],
    ]);
    expect(items).toEqual([]);
  });

  test('has archives of all characters, one a type', () => {
    expect(Object.keys(groupResult(MANY).allCharacters)).toEqual(['glb', 'bvh', 'dmpe']);
  });

  test('names that end _123 by chance in single mode belong to nobody: mode is trusted', () => {
    const { persons, items } = groupResult({ rid: 'r', mode: 0, urls: [item('take_123', 'glb')] });
    expect(persons).toEqual([]);
    expect(items.map(({ name }) => name)).toEqual(['take_123']);
    expect(groupResult({ rid: 'r', urls: [item('take_123', 'glb')] }).persons).toEqual([]);
  });

  test('without a mode the models tell', () => {
    const { rid, models = [], urls = [] } = MANY;
    expect(groupResult({ rid, models, urls }).persons).toHaveLength(2);
  });

  test('an all_characters zip gives the file of each person', () => {
    const zip = zipBytes([
      { name: 'out/walk_001.bvh', data: 'HIERARCHY 1' },
      { name: 'out/walk_002.bvh', data: 'HIERARCHY 2' },
      { name: 'out/readme.txt', data: 'x' },
    ]);
    const files = unpackAllCharacters(zip);
    expect(files.map(({ trackingId, name }) => [trackingId, name])).toEqual([
      ['001', 'walk_001.bvh'],
      ['002', 'walk_002.bvh'],
    ]);
    expect(Buffer.from(files[1]!.bytes).toString()).toBe('HIERARCHY 2');
  });
});

describe('a download', () => {
  const LINK = 'https://storage.test/file?signature=secret';

  test('sends no credentials', async () => {
    const service = new ScriptedAccount().on('/file', plain('bytes'));
    expect(Buffer.from(await service.open().download(LINK)).toString()).toBe('bytes');
    expect([...service.asked[0]!.headers.keys()]).toEqual([]);
    expect(service.logins).toEqual([]);
  });

  test('expired URL is told by its code, so that the links are asked for anew', async () => {
    const service = new ScriptedAccount().on('/file', answer({}, 403));
    const error = (await service
      .open()
      .download(LINK)
      .catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ code: 'http/forbidden', details: { status: 403 } });
    expect(error.message).not.toContain('secret');
  });

  test('content-length unknown is fine, and one that is too large ends it', async () => {
    const service = new ScriptedAccount().on('/file', plain('0123456789'));
    const heard: unknown[] = [];
    await service.open().download(LINK, { onBytes: (...said) => heard.push(said) });
    expect(heard).toEqual([[10, undefined]]);
    await expect(service.open().download(LINK, { maxBytes: 5 })).rejects.toMatchObject({ code: 'http/too-large' });
  });

  test('206/partial that nobody asked for is not taken for the file', async () => {
    const service = new ScriptedAccount().on('/file', plain('012', 206, { 'Content-Range': 'bytes 0-2/10' }));
    await expect(service.open().download(LINK)).rejects.toMatchObject({ code: 'http/unreadable' });
  });
});

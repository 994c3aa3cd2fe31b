import { describe, expect, test } from 'vitest';
import { glbOf } from '../../../../support/glb-builder.ts';
import { answer, plain, ScriptedAccount } from '../../../../support/scripted-account.ts';
import type { Reply } from '../../../../support/scripted-account.ts';

const MODEL = 'https://storage.test/model?signature=s';
const THUMB = 'https://storage.test/thumb?signature=s';

function account(): ScriptedAccount {
  const session = (at: string): Reply => plain('', 201, { Location: `https://storage.test/session/${at}` });
  return new ScriptedAccount()
    .on('/character/getModelUploadUrl', { modelUrl: MODEL, thumbUrl: THUMB })
    .on('/character/storeModel', { modelId: 'm-1' })
    .on('/model', session('model'))
    .on('/thumb', session('thumb'))
    .on('/session/', plain(''));
}

function glb(json: object = {}): File {
  return new File([glbOf({ asset: { version: '2.0' }, nodes: [], ...json })], 'knight.glb');
}

describe('a character', () => {
  test('and its picture are two uploads by the same uploader, named without extension', async () => {
    const service = account();
    const thumb = new File(['png'], 'a.png', { type: 'image/png' });
    expect(await service.open().models.add(glb(), { name: 'my/knight.glb', thumb })).toBe('m-1');
    const [first] = service.asked;
    expect(Object.fromEntries(first!.query)).toMatchObject({
      name: 'knight',
      modelExt: 'glb',
      thumbExt: 'png',
      resumable: '1',
    });
    const puts = service.asked.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    expect(puts).toEqual(['/session/model', '/session/thumb']);
    expect(service.asked.at(-1)!.body).toEqual({ modelUrl: MODEL, modelName: 'my/knight.glb', thumbUrl: THUMB });
  });

  test('only model: no picture is asked for, and the service may draw one', async () => {
    const service = account().on('/character/getModelUploadUrl', { modelUrl: MODEL });
    await service.open().models.add(glb(), { name: 'knight', createThumb: true });
    expect(service.asked[0]!.query.has('thumbExt')).toBe(false);
    expect(service.asked.at(-1)!.body).toEqual({ modelUrl: MODEL, modelName: 'knight', createThumb: 1 });
  });

  test('a VRM is told from a GLB by what is in it', async () => {
    const service = account();
    await service.open().models.add(glb({ extensionsUsed: ['VRMC_vrm'] }), { name: 'knight' });
    expect(service.asked[0]!.query.get('modelExt')).toBe('vrm');
  });

  test.each<[string, () => File]>([
    [
      'gltf with external buffers',
      () => new File([JSON.stringify({ asset: {}, buffers: [{ uri: 'knight.bin' }] })], 'a.gltf'),
    ],
    ['vrm with external buffers', () => glb({ extensionsUsed: ['VRM'], buffers: [{ uri: 'https://h/knight.bin' }] })],
  ])('%s is refused: it must be self-contained', async (_what, file) => {
    const service = account();
    await expect(service.open().models.add(file(), { name: 'a' })).rejects.toMatchObject({
      code: 'formats/external-file',
    });
    expect(service.asked).toEqual([]);
  });

  test('a file that is no character is refused before anything is sent', async () => {
    const service = account();
    const added = service.open().models.add(new File(['HIERARCHY'], 'a.fbx'), { name: 'a' });
    await expect(added).rejects.toMatchObject({ code: 'animate3d/bad-character' });
    expect(service.asked).toEqual([]);
  });

  test('neither modelUrl nor modelId is refused locally', async () => {
    const service = account();
    await expect(service.open().models.store({ modelName: 'a' })).rejects.toMatchObject({
      code: 'animate3d/parameter',
    });
    expect(service.asked).toEqual([]);
  });

  test('is changed by its modelId, without what nobody said', async () => {
    const service = account();
    await service.open().models.update('m-1', { name: 'new' });
    expect(service.asked[0]!.body).toEqual({ modelId: 'm-1', modelName: 'new' });
  });

  test('that is new is not stored twice after a lost answer, and a change is repeated', async () => {
    const service = account().on('/character/storeModel', 'lost');
    await expect(service.open().models.store({ modelUrl: MODEL })).rejects.toMatchObject({ code: 'http/network' });
    expect(service.asked).toHaveLength(1);
    service.on('/character/storeModel', 'lost', { modelId: 'm-1' });
    await service.open().models.update('m-1', { name: 'new' });
    expect(service.asked).toHaveLength(3);
  });
});

describe('the list of characters', () => {
  const seed = {
    Id: 'a',
    name: 'Ana',
    thumb: 'https://h/t',
    rigId: 7,
    ctime: 1.6e12,
    mtime: 1.6e12,
    platform: 'roblox',
    new: 1,
  };

  test.each<[string, object]>([
    ['a bare array with Id, as the seeds', [seed]],
    ['{ list } with id, as real services', { list: [{ ...seed, Id: undefined, id: 'a' }], count: 1 }],
    [
      '{ models } with modelId and thumbnail',
      { models: [{ ...seed, Id: null, modelId: 'a', thumb: null, thumbnail: 'https://h/t' }] },
    ],
  ])('is read from %s', async (_what, body) => {
    const [model] = await new ScriptedAccount().on('/character/listModels', body).open().models.list();
    expect(model).toMatchObject({
      id: 'a',
      name: 'Ana',
      thumb: 'https://h/t',
      rigId: '7',
      ctime: 1.6e12,
      platform: 'roblox',
      new: 1,
    });
  });

  test('has stock characters by default, and a search is passed on', async () => {
    const service = new ScriptedAccount().on('/character/listModels', []);
    const api = service.open();
    await api.models.list({ searchToken: 'a b' });
    await api.models.list({ stockModel: null });
    expect(service.asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      { searchToken: 'a b', stockModel: 'all' },
      {},
    ]);
  });

  test('empty search finds nothing, and that is no failure', async () => {
    const service = new ScriptedAccount().on('/character/listModels', []);
    expect(await service.open().models.list({ searchToken: 'nobody' })).toEqual([]);
    expect(await service.open().models.get('nobody')).toBeUndefined();
  });

  test('a huge list is read', async () => {
    const list = Array.from({ length: 10_000 }, (_, i) => ({ id: `m-${i}`, name: 'x' }));
    expect(await new ScriptedAccount().on('/character/listModels', { list }).open().models.list()).toHaveLength(10_000);
  });

  test('thumb URL expiry: a picture is downloaded by a link that is asked for anew', async () => {
    const service = new ScriptedAccount()
      .on(
        '/character/listModels',
        [{ Id: 'a', thumb: 'https://storage.test/old' }],
        [{ Id: 'a', thumb: 'https://storage.test/new' }],
      )
      .on('/old', answer({}, 403))
      .on('/new', plain('png'));
    const api = service.open();
    const thumb = async (): Promise<Uint8Array> => api.download((await api.models.get('a'))!.thumb!);
    await expect(thumb()).rejects.toMatchObject({ code: 'http/forbidden' });
    expect(Buffer.from(await thumb()).toString()).toBe('png');
  });
});

describe('deleting a character', () => {
  test('encodes the id, and count 0 is one that was not there', async () => {
    const service = new ScriptedAccount().on('/character/deleteModel/', { count: 1 }, { count: 0 });
    const api = service.open();
    expect(await api.models.delete('a/../b?c')).toBe(true);
    expect(service.asked[0]).toMatchObject({ method: 'DELETE', path: '/character/deleteModel/a%2F..%2Fb%3Fc' });
    expect(await api.models.delete('a')).toBe(false);
  });

  test('stock model deletion refused is told as what it is', async () => {
    const service = new ScriptedAccount().on('/character/deleteModel/', answer({ message: 'stock' }, 400));
    await expect(service.open().models.delete('male-young')).rejects.toMatchObject({
      code: 'http/rejected',
      details: { status: 400, kind: 'input', mayRetry: false },
    });
  });
});

import { readFile } from 'node:fs/promises';
import { parseBvh, readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../support/animate3d-caller.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { APP_URL, openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { jointPosition } from '../support/clip-joints.ts';
import { jsonOf } from '../support/glb-builder.ts';
import { describeShared, sharedAsset } from '../support/shared-assets.ts';
import { skinnedPerson } from '../support/skinned-person.ts';

const film = new Uint8Array(5000).fill(7);
const account = { clientId: '1a2b', clientSecret: '3c4d' };

let app: TestApp;
let caller: Animate3DCaller;
beforeEach(async () => {
  app = await openApp(account);
  caller = await app.signedIn();
});
afterEach(() => app.close());

interface Listed {
  readonly Id: string;
  readonly name: string;
  readonly thumb?: string;
  readonly platform: string;
}

const listed = async (query = '', by = caller): Promise<Listed[]> =>
  (await by.json(`/character/listModels${query}`)) as Listed[];

const links = async (by = caller, query = ''): Promise<Record<'modelUrl' | 'thumbUrl', string>> =>
  (await by.json(`/character/getModelUploadUrl?name=knight&resumable=0${query}`)) as Record<
    'modelUrl' | 'thumbUrl',
    string
  >;

const put = (url: string, body: Uint8Array<ArrayBuffer>): Promise<Response> =>
  app.request(url.slice(APP_URL.length), { method: 'PUT', body });

/** Uploads a character, and stores it. @returns its id. */
async function store(file = skinnedPerson(), by = caller, fields: object = {}): Promise<string> {
  const { modelUrl } = await links(by);
  await put(modelUrl, file);
  const response = await by.post('/character/storeModel', { modelUrl, modelName: 'knight', ...fields });
  return ((await response.json()) as { modelId: string }).modelId;
}

const storing = async (body: object, by = caller): Promise<string> =>
  refusal(await by.post('/character/storeModel', body));

async function jobWith(
  params: readonly string[],
  by = caller,
): Promise<{ code: string; clips: Record<string, Clip>; glb?: Uint8Array }> {
  const rid = await by.process(await by.upload(film), params);
  const { details } = await by.ended(rid);
  if (details!.exc_type !== undefined) return { code: details!.exc_type as string, clips: {} };
  const [link] = (await by.download(rid)).links;
  const files = Object.assign({}, ...link!.urls![0]!.files) as Record<string, string>;
  const bytes = async (url: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await (await app.request(url.slice(APP_URL.length))).arrayBuffer());
  const glb = await bytes(files['glb']!);
  return {
    code: '',
    glb,
    clips: { glb: readGlb(glb).clips.at(-1)!, bvh: parseBvh(await bytes(files['bvh']!), 'motion').clip },
  };
}

describe('a character', () => {
  test('gets the motion on its own joints, in its own file', async () => {
    const { clips, glb } = await jobWith([`model=${await store()}`]);
    for (const clip of [clips['glb']!, clips['bvh']!]) {
      expect(clip.rig.names).toContain('knight_leftUpperArm');
      const [from, to] = [0, 0.3].map((time) => jointPosition(clip, time, 'knight_leftHand'));
      expect(Math.hypot(...from!.map((value, axis) => value - to![axis]!))).toBeGreaterThan(0.02);
    }
    expect(jsonOf(glb!)['meshes']).toHaveLength(1);
  });

  test('with rootAtOrigin stands below one more joint that stays at the origin', async () => {
    const { clips, glb } = await jobWith([`model=${await store()}`, 'rootAtOrigin=1']);
    expect(clips['bvh']!.rig.names[0]).toBe('root');
    expect(jointPosition(clips['bvh']!, 0.3, 'root')).toEqual([0, 0, 0]);
    const json = jsonOf(glb!) as { scenes: { nodes: number[] }[]; nodes: { name: string }[] };
    expect(json.scenes[0]!.nodes.map((node) => json.nodes[node]!.name)).toEqual(['root']);
    expect(readGlb(glb!).clips).toHaveLength(1);
  });

  test.each([
    ['that nobody knows', 504, () => Promise.resolve('nobody')],
    ['that is no model file', 901, () => store(film)],
    ['that is an FBX file', 901, () => store(new TextEncoder().encode('Kaydara FBX Binary  \0'))],
    ['that is a cut GLB', 901, () => store(skinnedPerson().slice(0, 2000))],
    ['that is a BVH file', 902, () => store(new TextEncoder().encode('HIERARCHY\nROOT hips\n'))],
    ['without a skin', 905, () => store(skinnedPerson({ skinned: false }))],
  ])('%s fails the job by %i', async (_what, code, make) => {
    expect((await jobWith([`model=${await make()}`])).code).toBe(String(code));
    expect(app.capture.begun).toEqual([]); // Told before the capture, which takes minutes.
  });

  test('deleted between list and process fails the job by 504', async () => {
    const id = await store();
    expect((await listed()).map((model) => model.Id)).toEqual([id]);
    expect(await (await caller.delete(`/character/deleteModel/${id}`)).json()).toEqual({ count: 1 });
    expect((await jobWith([`model=${id}`])).code).toBe('504');
  });

  test('of the stock is as good as one’s own', async () => {
    const r15 = (await jobWith(['model=roblox-r15'])).clips;
    expect(r15['bvh']!.rig.names).toContain('LeftUpperArm');
    expect(r15['glb']!.rig.names).toContain('LowerTorso');
    expect((await jobWith(['model=deepmotion-figure'])).clips['glb']!.rig.names).toContain('joint of hips');
  });
});

describeShared('a real avatar', () => {
  test.each(['debug_robot_vrm1.vrm', 'cryptovoxels_vrm0.vrm', 'KayKit_Knight.glb', 'mh_unreal_names.glb'])(
    '%s gets the motion in its own file',
    async (name) => {
      const file = new Uint8Array(await readFile(sharedAsset(`avatars/${name}`)));
      const { code, clips, glb } = await jobWith([`model=${await store(file)}`, 'rootAtOrigin=1']);
      expect(code).toBe('');
      const before = readGlb(file);
      expect(readGlb(glb!).clips).toHaveLength(before.clips.length + 1);
      expect(clips['bvh']!.rig.names).toHaveLength(before.rig.names.length + 1);
    },
  );
});

describe('storeModel', () => {
  test('neither modelUrl nor modelId is refused', async () => {
    expect(await storing({ modelName: 'knight' })).toBe('400 animate3d/protocol');
  });

  test('only a model, without a picture', async () => {
    const id = await store();
    expect(await listed()).toEqual([expect.objectContaining({ Id: id, name: 'knight', platform: 'custom' })]);
    expect((await listed())[0]).not.toHaveProperty('thumb');
  });

  test('the link of a picture that was never uploaded counts as none', async () => {
    const { thumbUrl } = await links();
    await store(skinnedPerson(), caller, { thumbUrl });
    expect((await listed())[0]).not.toHaveProperty('thumb');
  });

  test('createThumb draws the bones', async () => {
    await store(skinnedPerson(), caller, { createThumb: 1 });
    const [{ thumb }] = (await listed()) as [Required<Listed>];
    const picture = new Uint8Array(await (await app.request(thumb.slice(APP_URL.length))).arrayBuffer());
    expect([...picture.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(picture.length).toBeGreaterThan(200);
  });

  test('nulls count as absent, as official clients write them', async () => {
    const id = await store(skinnedPerson(), caller, { thumbUrl: null, modelId: null, createThumb: null });
    expect(id).toMatch(/^[\w-]{22}$/);
  });

  test('changes the name and the picture of a character by its id', async () => {
    const id = await store();
    const { thumbUrl } = await links();
    await put(thumbUrl, film);
    const answer = await caller.post('/character/storeModel', { modelId: id, modelName: 'queen', thumbUrl });
    expect(await answer.json()).toEqual({ modelId: id });
    expect(await listed()).toEqual([
      expect.objectContaining({ Id: id, name: 'queen', thumb: expect.any(String) as string }),
    ]);
    expect(await storing({ modelId: 'unknown', modelName: 'x' })).toBe('404 service/not-found');
  });

  test.each([
    ['the link of a video', async () => ({ modelUrl: await caller.upload(film) }), '400 service/bad-request'],
    ['a link that was not used', async () => ({ modelUrl: (await links()).modelUrl }), '404 service/not-found'],
    [
      'a link that was tampered with',
      async () => ({ modelUrl: (await links()).modelUrl.replace('knight', 'x') }),
      '400 service/outside-url',
    ],
    [
      'a host that is not on the list',
      () => Promise.resolve({ modelUrl: 'https://elsewhere.example/a.glb' }),
      '400 service/outside-url',
    ],
    ['this machine', () => Promise.resolve({ modelUrl: 'http://127.0.0.1:1/a.glb' }), '400 service/outside-url'],
    ['a file of this machine', () => Promise.resolve({ modelUrl: 'file:///etc/passwd' }), '400 service/outside-url'],
  ])('%s is no character', async (_what, make, expected) => {
    expect(await storing(await make())).toBe(expected);
  });
});

describe('getModelUploadUrl', () => {
  test.each(['fbx', '.GLB', 'gltf', 'vrm'])('takes the ending "%s"', async (ending) => {
    expect((await caller.get(`/character/getModelUploadUrl?modelExt=${ending}`)).status).toBe(200);
  });

  test.each(['modelExt=exe', 'thumbExt=svg', 'name=..%2Fknight', 'fileSize=999999999999'])(
    'refuses "%s"',
    async (query) => {
      expect((await caller.get(`/character/getModelUploadUrl?${query}`)).status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe('listModels', () => {
  test('finds by name, whatever its case, and an empty search finds all', async () => {
    await store();
    await store(skinnedPerson(), caller, { modelName: 'Dark Queen' });
    const names = async (query: string): Promise<string[]> => (await listed(query)).map(({ name }) => name);
    expect(await names('?searchToken=queen')).toEqual(['Dark Queen']);
    expect(await names('?searchToken=')).toEqual(['knight', 'Dark Queen']);
    expect(await names('?searchToken=nothing')).toEqual([]);
  });

  test('stockModel adds the stock of deepmotion and roblox, with their platforms', async () => {
    await store();
    const platforms = async (query: string): Promise<string[]> => (await listed(query)).map(({ platform }) => platform);
    expect(await platforms('')).toEqual(['custom']);
    expect(await platforms('?stockModel=all')).toEqual(['custom', 'deepmotion', 'roblox']);
    expect(await platforms('?stockModel=')).toEqual(['custom', 'deepmotion', 'roblox']);
    expect(await platforms('?stockModel=deepmotion')).toEqual(['custom', 'deepmotion']);
    expect((await listed('?stockModel=all&modelId=roblox-r15')).map(({ Id }) => Id)).toEqual(['roblox-r15']);
  });

  test('the links of pictures end', async () => {
    await app.reopen({ now: () => 1_000_000_000_000 });
    caller = await app.signedIn();
    await store(skinnedPerson(), caller, { createThumb: 1 });
    const [{ thumb }] = (await listed()) as [Required<Listed>];
    await app.reopen({ now: () => 1_000_000_000_000 + 3_600_000 });
    expect((await app.request(thumb.slice(APP_URL.length))).status).toBe(403);
  });
});

describe('deleteModel', () => {
  test('counts what was deleted: nothing of what nobody knows', async () => {
    expect(await (await caller.delete('/character/deleteModel/nobody')).json()).toEqual({ count: 0 });
  });

  test('stock model deletion is refused', async () => {
    expect(await refusal(await caller.delete('/character/deleteModel/roblox-r15'))).toBe('403 service/forbidden');
  });
});

describe('x-useruid', () => {
  test('a model uploaded with uid is not visible without, nor to another', async () => {
    const [anna, ben] = [await app.signedIn('anna'), await app.signedIn('ben')];
    const id = await store(skinnedPerson(), anna);
    expect(await listed('', anna)).toHaveLength(1);
    expect([await listed('', ben), await listed()]).toEqual([[], []]);
    expect((await jobWith([`model=${id}`], anna)).code).toBe('');
    expect((await jobWith([`model=${id}`], ben)).code).toBe('504');
    expect((await jobWith([`model=${id}`])).code).toBe('504');
    expect(await (await ben.delete(`/character/deleteModel/${id}`)).json()).toEqual({ count: 0 });
  });

  test('a model uploaded without uid is everybody’s to use, and nobody’s to change', async () => {
    const anna = await app.signedIn('anna');
    const id = await store();
    expect((await jobWith([`model=${id}`], anna)).code).toBe('');
    expect(await storing({ modelId: id, modelName: 'mine' }, anna)).toBe('403 service/forbidden');
    expect(await refusal(await anna.delete(`/character/deleteModel/${id}`))).toBe('403 service/forbidden');
  });
});

test('characters outlive a restart', async () => {
  const id = await store();
  await app.reopen();
  caller = await app.signedIn();
  expect((await listed()).map(({ Id }) => Id)).toEqual([id]);
  expect((await jobWith([`model=${id}`])).code).toBe('');
});

import { createAnimate3dApi, groupResult, linksOf } from '@kinora/core/animate3d';
import type { Animate3dApi, ApiVersion, StartedJob } from '@kinora/core/animate3d';
import { parseBvh, readGlb } from '@kinora/core/motion';
import type { OpenHouseOptions } from '@kinora/service';
import { afterEach, describe, expect, test } from 'vitest';
import { APP_URL, openApp, VIDEO_FACTS } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { skinnedPerson } from '../support/skinned-person.ts';

const account = { clientId: '1a2b', clientSecret: 'ge:heim-ключ' };
const film = new File([new Uint8Array(700_000).map((_, i) => i % 251)], 'my squats.mp4');

let app: TestApp;
afterEach(() => app.close());

/** The typed client before the embedded service, without a socket. */
async function openApi(
  service: Partial<OpenHouseOptions> = {},
  options: { readonly userUid?: string; readonly apiVersion?: ApiVersion } = {},
): Promise<Animate3dApi> {
  app = await openApp({ ...account, ...service });
  return apiOf(options);
}

function apiOf(options: { readonly userUid?: string; readonly apiVersion?: ApiVersion } = {}): Animate3dApi {
  const opened = app;
  return createAnimate3dApi(
    { host: `${APP_URL}/`, ...account, ...options },
    {
      fetch: (url, init) => opened.request(url.slice(APP_URL.length), init),
      clock: { now: () => Date.now(), sleep },
    },
  );
}

/** Pauses between polls pass at once; the guard against silence is never needed. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (ms < 25_001) setTimeout(resolve, 10);
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

async function finish(api: Animate3dApi, params: Parameters<Animate3dApi['jobs']['start']>[1] = {}): Promise<string> {
  const job = await api.jobs.start(await api.videos.upload(film), params);
  const heard: (number | undefined)[] = [];
  for await (const { progress01 } of api.jobs.watch(job)) heard.push(progress01);
  expect(heard.at(-1)).toBe(1);
  return job.rid;
}

async function drain(api: Animate3dApi, job: StartedJob): Promise<void> {
  for await (const { status } of api.jobs.watch(job)) expect(status.rid).toBe(job.rid);
}

describe('the typed client before the embedded service', () => {
  test('carries a video to its motion', async () => {
    const api = await openApi();
    const rid = await finish(api, { formats: ['glb', 'bvh'], footLockingMode: 'auto', sim: true });
    const [item] = groupResult((await api.jobs.links(rid))!).items;
    const links = linksOf(item!);
    expect(readGlb(await api.download(links['glb']!)).clips).toHaveLength(1);
    expect(parseBvh(await api.download(links['bvh']!), 'motion').clip.frames).toBeGreaterThan(1);
    expect(await api.jobs.list(['SUCCESS'])).toMatchObject([{ rid, fileName: 'my squats.mp4', status: 'SUCCESS' }]);
    const again = await api.jobs.rerun(rid, { formats: ['bvh'] });
    await drain(api, again);
    expect(Object.keys(linksOf(groupResult((await api.jobs.links(again.rid))!).items[0]!))).toEqual(['bvh']);
  });

  test('reads the facts of a video, and the balance', async () => {
    const api = await openApi();
    const url = await api.videos.upload(film);
    expect(await api.videos.info(url)).toMatchObject({ width: VIDEO_FACTS.width, duration: VIDEO_FACTS.duration });
    expect(await api.account.balance()).toMatchObject({ unit: 'credits' });
    const empty = await api.videos.uploadUrl('later.mp4');
    await expect(api.videos.info(empty)).rejects.toMatchObject({ code: 'http/not-found' });
  });

  test('keeps characters, and finds them again', async () => {
    const api = await openApi();
    const id = await api.models.add(new File([skinnedPerson()], 'knight.glb'), { name: 'knight', createThumb: true });
    expect(await api.models.get(id)).toMatchObject({ id, name: 'knight' });
    await api.models.update(id, { name: 'dame' });
    expect((await api.models.list({ searchToken: 'dame', stockModel: null })).map((model) => model.id)).toEqual([id]);
    expect(await finish(api, { formats: ['glb'], model: id })).not.toBe('');
    expect(await api.models.delete(id)).toBe(true);
    expect(await api.models.delete(id)).toBe(false);
  });

  test('keeps webhooks', async () => {
    const api = await openApi({ outsideHosts: ['*.game.example'] });
    const { id } = await api.webhooks.create('https://a.game.example/hook');
    expect(await api.webhooks.update(id, 'https://a.game.example/other')).toMatchObject({
      id,
      url: 'https://a.game.example/other',
    });
    expect((await api.webhooks.list()).map((hook) => hook.id)).toEqual([id]);
    expect(await api.webhooks.get(id)).toMatchObject({ events: ['job.completed'] });
    expect(await api.webhooks.delete(id)).toBe(true);
  });

  test('model uploaded with uid not visible without', async () => {
    const anna = await openApi({}, { userUid: 'anna' });
    const id = await anna.models.add(new File([skinnedPerson()], 'a.glb'), { name: 'a' });
    expect(await anna.models.get(id)).toMatchObject({ id });
    expect(await apiOf({ userUid: 'ben' }).models.get(id)).toBeUndefined();
    expect(await apiOf().models.get(id)).toBeUndefined();
  });

  test('says what this version of the service lacks, by the number of the documents', async () => {
    const api = await openApi();
    const detection = await api.persons.detect(await api.videos.upload(film));
    const error: unknown = await drain(api, detection).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: expect.stringMatching(/^animate3d\//) as unknown,
      details: { jobCode: expect.any(Number) as unknown },
    });
  });
});

describe('every dialect is read by a client of any version', () => {
  test.each<[string, NonNullable<OpenHouseOptions['dialect']>]>([
    ['v1.5.8', { version: '1.5.8' }],
    ['v2.0.0', { version: '2.0.0' }],
    ['bare arrays, id and seconds', { lists: 'bare', modelId: 'id', timesInSeconds: true, filesAsOne: true }],
    ['named lists and RETRY', { lists: 'named', retries: 2, stepsBeyond: true, queueAsText: true }],
  ])('%s', async (_what, dialect) => {
    const api = await openApi({ dialect });
    const rid = await finish(api);
    const [listed] = await api.jobs.list();
    expect(listed!.rid).toBe(rid);
    expect(Math.abs(listed!.ctime - Date.now())).toBeLessThan(600_000);
    const id = await api.models.add(new File([skinnedPerson()], 'a.glb'), { name: 'a' });
    expect(await api.models.get(id)).toMatchObject({ id });
    expect(Object.keys(linksOf(groupResult((await api.jobs.links(rid))!).items[0]!)).sort()).toEqual(['bvh', 'glb']);
  });
});

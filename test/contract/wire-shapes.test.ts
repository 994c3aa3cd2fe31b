import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { shapeOf, wireFixture } from '../support/wire-shape.ts';

const film = new Uint8Array(5000).fill(7);
const HOOK = 'https://game.example/hook';

describe('answers in the shapes of the documents', () => {
  let app: TestApp;
  let caller: Animate3DCaller;
  let rid: string;
  beforeAll(async () => {
    app = await openApp({ outsideHosts: ['game.example'] });
    caller = app.caller();
    rid = await caller.process(await caller.upload(film));
    await caller.ended(rid);
  });
  afterAll(() => app.close());

  const expectShape = (answer: unknown, fixture: string): void =>
    expect(shapeOf(answer)).toEqual(shapeOf(wireFixture(fixture)));
  const answerOf = async (response: Response | Promise<Response>): Promise<unknown> => {
    const { status, headers } = await response;
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toContain('application/json');
    return (await response).json();
  };

  test.each([
    ['upload', '/upload?name=test.mp4'],
    ['list', '/list'],
    ['credit-balance', '/account/creditBalance'],
    ['minutes-balance', '/account/minutesBalance'],
    ['model-upload', '/character/getModelUploadUrl?name=knight&modelExt=fbx&thumbExt=jpg'],
  ])('%s', async (fixture, path) => expectShape(await answerOf(caller.get(path)), fixture));

  test('process', async () => {
    const answer = await answerOf(caller.post('/process', { rid, processor: 'video2anim', params: [] }));
    expectShape(answer, 'process');
  });

  test.each(['1.5.8', '2.0.0'] as const)('status of a job that succeeded, v%s', async (version) => {
    await app.reopen({ dialect: { version } });
    expectShape(await answerOf(app.caller().get(`/status/${rid}`)), `status-success-${version}`);
    await app.reopen();
  });

  test('status in the default dialect has both names of the source', async () => {
    const details = (await caller.status(rid)).status[0]!.details!;
    expect(Object.keys(details).sort()).toEqual(['In', 'in', 'out']);
    expect(details.in).toBe(details.In);
  });

  test('status of a job that failed', async () => {
    const failed = await caller.process(await caller.upload(film), ['formats=fbx']);
    await caller.ended(failed);
    expectShape(await answerOf(caller.get(`/status/${failed}`)), 'status-failure');
    expectShape(await answerOf(caller.get(`/download/${failed}`)), 'download-unfinished');
  });

  test('download', async () => expectShape(await answerOf(caller.get(`/download/${rid}`)), 'download'));

  test('videoInfo, and the rotation beside', async () => {
    const answer = await answerOf(caller.post('/videoInfo', { url: await caller.upload(film) }));
    const { rotation, ...documented } = answer as { rotation: number };
    expect(rotation).toBe(0);
    expectShape(documented, 'video-info');
  });

  test('characters, from upload to deletion', async () => {
    const links = (await caller.json('/character/getModelUploadUrl?resumable=0')) as Record<
      'modelUrl' | 'thumbUrl',
      string
    >;
    for (const url of Object.values(links))
      await app.request(url.replace(/^http:\/\/localhost/, ''), { method: 'PUT', body: film });
    const stored = await answerOf(caller.post('/character/storeModel', { ...links, modelName: 'knight' }));
    expectShape(stored, 'store-model');
    expectShape(await answerOf(caller.get('/character/listModels')), 'list-models');
    const { modelId } = stored as { modelId: string };
    expectShape(await answerOf(caller.delete(`/character/deleteModel/${modelId}`)), 'delete-model');
  });

  test('webhooks, from creation to deletion', async () => {
    const created = await answerOf(caller.post('/webhook_endpoints', { url: HOOK, events: ['job.completed'] }));
    expectShape(created, 'webhook');
    const { id } = created as { id: string };
    expectShape(await answerOf(caller.get(`/webhook_endpoints/${id}`)), 'webhook');
    expectShape(await answerOf(caller.get('/webhook_endpoints')), 'webhook-list');
    expectShape(await answerOf(caller.post(`/webhook_endpoints/${id}`, { url: HOOK, events: ['x'] })), 'webhook');
    expectShape(await answerOf(caller.delete(`/webhook_endpoints/${id}`)), 'webhook-deleted');
  });

  test('links of the pose editor, for the one person without a tracking id', async () => {
    const [several] = wireFixture('pe-save-multi') as [Record<string, unknown>];
    const { trackingId, ...one } = several;
    expect(trackingId).toBe('001');
    expect(shapeOf(await answerOf(caller.get(`/pesave/getUrls/${rid}`)))).toEqual(shapeOf([one]));
  });

  test('the cookie of a session', async () => {
    const response = await app.request('/session/auth');
    expect(response.status).toBe(200);
    expect(response.headers.get('Set-Cookie')).toMatch(
      /^dmsess=s%3A[\w-]+\.[\w-]+; Path=\/; Expires=\w{3}, [^;]+ GMT; HttpOnly/,
    );
  });
});

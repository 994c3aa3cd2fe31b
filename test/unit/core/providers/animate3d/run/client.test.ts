import { createHash } from 'node:crypto';
import { animate3d } from '@kinora/core';
import type { Animate3dOptions, JsonValue } from '@kinora/core';
import { writeGlbClip } from '@kinora/core/motion';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isOrderly, tinyClip } from '../../../../../support/providers.ts';
import { openRunPage as openPage, videoBytes as bytes } from '../../../../../support/run-page.ts';
import { progress, ScriptedGateway, SUCCESS } from '../../../../../support/scripted-gateway.ts';
import type { Poll } from '../../../../../support/scripted-gateway.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

async function failure(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; hint: string; details: object }> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error as never,
  );
}

describe('animate3d()', () => {
  test('is plain data that can be cloned, and says what it can', () => {
    const provider = animate3d({ gateway: '/kinora/', trackHand: true });
    expect(structuredClone(provider)).toEqual(provider);
    expect(provider).toMatchObject({ id: 'animate3d', settings: { gateway: '/kinora', params: { trackHand: true } } });
    expect(provider.capabilities).toMatchObject({ hands: true, face: true, persons: 1 });
  });

  test('other parameters are another version: what was cached is not taken for it', () => {
    const version = (options: Partial<Animate3dOptions>): string => animate3d({ gateway: '/k', ...options }).version;
    expect(version({ sim: true, trackHand: true })).toBe(version({ trackHand: true, sim: true }));
    expect(
      new Set([version({}), version({ sim: true }), version({ gateway: '/l' }), version({ formats: ['bvh'] })]).size,
    ).toBe(4);
  });

  test.each<[string, Partial<Animate3dOptions>, Partial<Animate3dOptions>]>([
    ['formats in another order', { formats: ['bvh', 'glb'] }, { formats: ['glb', 'bvh'] }],
    ['a format twice', { formats: ['glb', 'glb'] }, { formats: ['glb'] }],
    ['the usual formats by name', { formats: ['glb', 'bvh'] }, {}],
    ['flags that are off', { sim: false, trackFace: false, trackHand: false, rootAtOrigin: false }, {}],
    [
      'what the service does anyhow',
      { footLockingMode: 'auto', videoSpeedMultiplier: 1, poseFilteringStrength: 0 },
      {},
    ],
    ['what is undefined', { model: undefined as never, trim: undefined as never }, {}],
    ['a crop of all of the frame', { crop: [0, 0, 1, 1] }, {}],
    ['times that are one on the wire', { trim: [1, 2.60004] }, { trim: [1, 2.6] }],
    ['a slash at the end of the gateway', { gateway: '/k/' }, { gateway: '/k' }],
  ])('the key of the cache has normalised params: %s', (_what, one, other) => {
    const version = (options: Partial<Animate3dOptions>): string => animate3d({ gateway: '/k', ...options }).version;
    expect(version(one)).toBe(version(other));
  });

  test('asks for each format once, in one order', () => {
    const formatsOf = (formats: Animate3dOptions['formats'] & object): unknown =>
      animate3d({ gateway: '/k', formats }).settings.formats;
    expect(formatsOf(['fbx', 'bvh', 'fbx', 'glb'])).toEqual(['glb', 'bvh', 'fbx']);
  });

  test('refuses a secret: a page cannot keep one', () => {
    const options = { gateway: '/k', clientSecret: 's' };
    expect(() => animate3d(options)).toThrow(TypeError);
  });
});

describe('a run', () => {
  test('uploads, asks for one job, waits and downloads', async () => {
    const gateway = new ScriptedGateway();
    gateway.files = { fbx: 'Kaydara', glb: writeGlbClip(tinyClip()), bvh: gateway.files['bvh']! };
    await using server = await gateway.start();
    const page = openPage(server, { options: { footLockingMode: 'auto', trim: [0, 2.5] } });
    const files = await page.run();

    expect(files.map(({ name, format }) => [name, format])).toEqual([
      ['squats.glb', 'glb'],
      ['squats.bvh', 'bvh'],
    ]);
    expect(Buffer.from(files[1]!.bytes)).toEqual(Buffer.from(gateway.files['bvh'] as Uint8Array));
    const [object] = gateway.storage.objects.values();
    expect(createHash('sha256').update(object!).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(gateway.submissions).toHaveLength(1);
    expect(gateway.submissions[0]!.url).toMatch(/my%20squats\.mp4-\d+\?signature=secret$/);
    expect(gateway.submissions[0]!.params).toEqual([
      'config=configDefault',
      'formats=glb,bvh',
      'footLockingMode=auto',
      'trim=0,2.5',
    ]);
    expect(gateway.tokens).toBe(1);
  });

  test('tells how far it is: stages in order, bytes where there are some, never back', async () => {
    const gateway = new ScriptedGateway();
    gateway.polls = [{ status: 'STARTING' }, progress(4), progress(2), progress(12), SUCCESS];
    await using server = await gateway.start();
    const { heard, run } = openPage(server);
    await run();
    expect(isOrderly(heard)).toBe(true);
    const stages = heard.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
    expect(stages).toEqual(['upload', 'queue', 'track', 'download', 'done']);
    expect(heard.filter(({ stage, bytes: sent }) => stage === 'upload' && sent).at(-1)?.bytes).toEqual({
      done: bytes.byteLength,
      total: bytes.byteLength,
    });
  });

  test('a queue position that comes as a string number is told', async () => {
    const gateway = new ScriptedGateway();
    gateway.polls = [{ status: 'PROGRESS', positionInQueue: '3' }, SUCCESS];
    await using server = await gateway.start();
    const { heard, run } = openPage(server);
    await run();
    expect(heard.find(({ message }) => message)).toMatchObject({ stage: 'queue', message: 'Number 3 in the queue' });
  });

  test.each<[string, Poll[]]>([
    [
      'RETRY and then PROGRESS that goes backwards',
      [progress(7), { status: 'RETRY', details: { exc_message: '511' } }, progress(1), SUCCESS],
    ],
    ['RETRY and then PROGRESS', [{ status: 'RETRY', details: { exc_message: '511' } }, progress(1), SUCCESS]],
    ['a word that no seed names', [{ status: 'THINKING' }, SUCCESS]],
    ['progress without a total', [progress(3, 0), { status: 'PROGRESS' }, SUCCESS]],
    ['count 0: a job that is not known yet', ['unknown', 404, SUCCESS]],
    ['a service that is away', ['cut', 503, 502, 'cut', 429, progress(5), SUCCESS]],
  ])('waits through %s', async (_what, polls) => {
    const gateway = new ScriptedGateway();
    gateway.polls = polls;
    await using server = await gateway.start();
    const { heard, run } = openPage(server);
    expect(await run()).toHaveLength(1);
    expect(isOrderly(heard)).toBe(true);
    expect(gateway.polled).toBe(polls.length);
  });

  test('a page’s own way to a token is taken', async () => {
    const gateway = new ScriptedGateway();
    gateway.valid.add('mine');
    await using server = await gateway.start();
    await openPage(server, { getToken: () => Promise.resolve({ token: 'mine', expiresInSeconds: 60 }) }).run();
    expect(gateway.tokens).toBe(0);
  });

  test('a link that has ended is asked for once more', async () => {
    const gateway = new ScriptedGateway();
    gateway.instead.set('/file/bvh', [{ status: 403 }]);
    await using server = await gateway.start();
    expect(await openPage(server).run()).toHaveLength(1);
    expect(server.requests.filter(({ path }) => path.includes('/download/'))).toHaveLength(2);
  });

  test('intermediates are skipped, and of several items the one that can be played is taken', async () => {
    const gateway = new ScriptedGateway();
    gateway.items = (file) => [
      { name: 'inter_pose', files: [{ bvh: file('none') }] },
      { name: 'render', files: [{ mp4: file('mp4') }] },
      { name: 'male-young', files: [{ fbx: file('fbx') }, { bvh: file('bvh') }] },
    ];
    await using server = await gateway.start();
    expect(await openPage(server).run('a/b')).toMatchObject([{ name: 'a_b.bvh', format: 'bvh' }]);
  });
});

describe('a token', () => {
  test('is asked for once, and again before it ends', async () => {
    const gateway = new ScriptedGateway();
    gateway.expiresInSeconds = 1;
    gateway.polls = [...Array.from({ length: 3 }, () => progress(1)), SUCCESS];
    await using server = await gateway.start();
    const now = vi.spyOn(Date, 'now');
    let elapsed = 0;
    now.mockImplementation(() => 1e12 + elapsed);
    gateway.onRequest = ({ path }) => (elapsed += path.includes('/status/') ? 700 : 0);
    await openPage(server).run();
    now.mockRestore();
    expect(gateway.tokens).toBeGreaterThan(1);
    expect(gateway.tokens).toBeLessThanOrEqual(3);
  });

  test('that is refused is renewed once, and the call made again', async () => {
    const gateway = new ScriptedGateway();
    await using server = await gateway.start();
    gateway.onRequest = ({ path }) => {
      if (path.includes('/status/') && gateway.tokens === 1) gateway.valid.clear();
    };
    expect(await openPage(server).run()).toHaveLength(1);
    expect(gateway.tokens).toBe(2);
  });

  test('that is refused for ever is http/unauthorized, not a loop', async () => {
    const gateway = new ScriptedGateway();
    gateway.onRequest = () => gateway.valid.clear();
    await using server = await gateway.start();
    expect(await failure(openPage(server).run())).toMatchObject({ code: 'http/unauthorized' });
    expect(gateway.tokens).toBe(2);
  });
});

describe('never submits twice', () => {
  test('after a lost answer the same key is sent, and gives the same job', async () => {
    const gateway = new ScriptedGateway();
    gateway.instead.set('/kinora/v1/process', [{ cutAfter: 0 }, { status: 503 }, { cutAfter: 0 }]);
    await using server = await gateway.start();
    await openPage(server).run();
    expect(gateway.submissions.length).toBeGreaterThan(1);
    expect(gateway.jobs.size).toBe(1);
  });

  test('the checkpoint with the key is saved before the job is asked for', async () => {
    const gateway = new ScriptedGateway();
    await using server = await gateway.start();
    const order: string[] = [];
    gateway.onRequest = ({ path }) => {
      if (path.endsWith('/process')) order.push('asked');
    };
    const saveCheckpoint = (checkpoint: JsonValue): Promise<void> => {
      order.push((checkpoint as { step: string }).step);
      return Promise.resolve();
    };
    await openPage(server, { saveCheckpoint }).run();
    expect(order).toEqual(['uploading', 'submitting', 'asked', 'submitted']);
  });

  test.each(['uploading', 'submitting', 'submitted'])(
    'a page that went away while %s goes on, with one job',
    async (step) => {
      const gateway = new ScriptedGateway();
      await using server = await gateway.start();
      const controller = new AbortController();
      let saved: JsonValue = null;
      const first = openPage(server, {
        signal: controller.signal,
        saveCheckpoint: (checkpoint) => {
          saved = checkpoint;
          if ((checkpoint as { step: string }).step === step) controller.abort(new Error('reload'));
          return Promise.resolve();
        },
      });
      await expect(first.run()).rejects.toThrow('reload');
      const second = openPage(server);
      expect(await second.resume(JSON.parse(JSON.stringify(saved)) as JsonValue)).toMatchObject([
        { name: 'squats.bvh' },
      ]);
      expect(gateway.jobs.size).toBe(1);
      expect(gateway.storage.received).toBe(bytes.byteLength);
      expect(isOrderly(second.heard)).toBe(true);
    },
  );

  test('a checkpoint of another version is refused by code', async () => {
    await using server = await new ScriptedGateway().start();
    for (const checkpoint of [null, 'x', [], {}, { version: 2, step: 'submitted', name: 'a', rid: 'b' }]) {
      expect(await failure(openPage(server).resume(checkpoint))).toMatchObject({ code: 'animate3d/checkpoint' });
    }
  });
});

describe('a service that is restarted', () => {
  test.each(['/session/', '/process', '/status/', '/download/', '/file/'])(
    'during %s is waited for, with one upload and one job',
    async (where) => {
      const gateway = new ScriptedGateway();
      let server = await gateway.start();
      const { port } = server;
      let restarts = 0;
      let restarting = Promise.resolve();
      gateway.onRequest = ({ path }) => {
        if (!path.includes(where) || restarts++ > 0) return;
        const old = server;
        restarting = old[Symbol.asyncDispose]().then(async () => void (server = await gateway.start({ port })));
      };
      const { heard, run } = openPage(server);
      expect(await run()).toHaveLength(1);
      await restarting;
      await server[Symbol.asyncDispose]();
      expect(restarts).toBeGreaterThan(0);
      expect(gateway.storage.sessions).toBe(1);
      expect(gateway.jobs.size).toBe(1);
      expect(isOrderly(heard)).toBe(true);
    },
  );
});

describe('failures have a code', () => {
  test.each<[unknown, string, object]>([
    [['101'], 'animate3d/quota', { jobCode: 101, kind: 'quota', mayRetry: false }],
    ['513', 'animate3d/no-person', { jobCode: 513, kind: 'input' }],
    [508, 'animate3d/bad-video', { jobCode: 508 }],
    ['Error code: 505, at line 12', 'animate3d/bad-request', { jobCode: 505 }],
    [['906', 'x'], 'animate3d/bad-character', { jobCode: 906 }],
    ['1399', 'animate3d/job-timeout', { jobCode: 1399, mayRetry: true }],
    ['511', 'animate3d/job-failed', { jobCode: 511, kind: 'transient', mayRetry: true }],
    ['777', 'animate3d/job-failed', { jobCode: 777 }],
    ['masked', 'animate3d/job-failed', { serviceMessage: 'masked' }],
    [undefined, 'animate3d/job-failed', {}],
    [{ nested: true }, 'animate3d/job-failed', {}],
  ])('a job that failed with %j is %s', async (exc_message, code, details) => {
    const gateway = new ScriptedGateway();
    gateway.polls = [{ status: 'FAILURE', details: { exc_message, exc_type: 'TrackingError' } }];
    await using server = await gateway.start();
    const error = await failure(openPage(server).run());
    expect(error).toMatchObject({ code, details: { ...details, serviceCode: 'TrackingError' } });
    expect(error.hint).not.toBe('');
    expect(error.message).toMatch(/^The service could not animate "squats": /);
  });

  test.each<[string, (gateway: ScriptedGateway) => void, string]>([
    ['a job that nobody knows', (gateway) => (gateway.polls = ['unknown']), 'animate3d/unknown-job'],
    ['a result without links', (gateway) => (gateway.items = () => []), 'animate3d/no-result'],
    ['a file that is something else', (gateway) => (gateway.files = { bvh: '<html>' }), 'animate3d/no-result'],
    [
      'a file that is gone',
      (gateway) => (gateway.items = (file) => [{ name: 'a', files: [{ bvh: file('none') }] }]),
      'http/not-found',
    ],
    [
      'a gateway that answers with a page',
      (gateway) => gateway.instead.set('/kinora/token', [{ body: '<html>' }]),
      'http/unreadable',
    ],
    [
      'an answer without its fields',
      (gateway) => gateway.instead.set('/kinora/v1/upload', [{ body: '{}', json: true }]),
      'animate3d/protocol',
    ],
    [
      'a request that the service refuses',
      (gateway) =>
        gateway.instead.set('/kinora/v1/process', [{ status: 400, body: '{"code":"service/bad"}', json: true }]),
      'http/rejected',
    ],
  ])('%s', async (_what, prepare, code) => {
    const gateway = new ScriptedGateway();
    prepare(gateway);
    await using server = await gateway.start();
    expect(await failure(openPage(server).run())).toMatchObject({ code });
  });

  test('a parameter out of its range is refused before anything is sent', async () => {
    await using server = await new ScriptedGateway().start();
    const page = openPage(server, { options: { poseFilteringStrength: 2 } });
    expect(await failure(page.run())).toMatchObject({ code: 'animate3d/parameter' });
    expect(server.requests).toHaveLength(0);
  });

  test('an abort goes through untouched at any moment', async () => {
    for (const where of ['/token', '/session/', '/process', '/status/', '/file/']) {
      const gateway = new ScriptedGateway();
      const controller = new AbortController();
      const reason = new Error(where);
      gateway.onRequest = ({ path }) => path.includes(where) && controller.abort(reason);
      await using server = await gateway.start();
      await expect(openPage(server, { signal: controller.signal }).run()).rejects.toBe(reason);
    }
  });

  test('no error and no progress holds a token, a signature or a session', async () => {
    const gateway = new ScriptedGateway();
    const url = 'https://host/x?signature=secret';
    gateway.polls = [{ status: 'FAILURE', details: { exc_message: `cannot read ${url} with token-1`, exc_type: url } }];
    await using server = await gateway.start();
    const page = openPage(server);
    const errors = [await failure(page.run())];
    for (const path of ['/kinora/v1/upload', '/kinora/v1/process', '/session/s2', '/file/bvh']) {
      const other = new ScriptedGateway();
      other.storage.sessions = 1;
      other.instead.set(
        path,
        Array.from({ length: 3 }, () => ({ status: 400, body: '{"message":"secret"}', json: true })),
      );
      await using house = await other.start();
      errors.push(await failure(openPage(house).run(`run ${path}`)));
    }
    expect(errors).toHaveLength(5);
    const said = JSON.stringify([
      errors.map(({ code, message, hint, details }) => [code, message, hint, details]),
      page.heard,
    ]);
    expect(said).not.toMatch(/secret|signature|upload_id|Bearer/);
  });
});

import { readDetections } from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';
import { plain, ScriptedAccount } from '../../../../support/scripted-account.ts';
import { thrownCode } from '../../../../support/thrown-code.ts';

const D = 'detection-1';

function people(...frames: readonly (readonly unknown[])[]): object {
  return { detectionResults: frames.map((ids) => ids.map((id) => ({ id, box: [0, 0, 1, 1] }))) };
}

describe('a detection', () => {
  test('is a job of mp_detection alone', async () => {
    const service = new ScriptedAccount().on('/process', { rid: D });
    expect(await service.open().persons.detect('https://storage.test/v')).toEqual({ rid: D });
    expect(service.asked[0]!.body).toMatchObject({
      url: 'https://storage.test/v',
      params: ['config=configDefault', 'pipeline=mp_detection'],
    });
  });

  test('names who was found, with their pictures', async () => {
    const file = (name: string): string => `https://storage.test/${name}?signature=s`;
    const urls = [
      { name: 'characters_detection_result', files: [{ cdsave: file('cdsave') }] },
      { name: 'thumbnail_character_001', files: [{ png: file('1') }] },
      { name: 'thumbnail_character_002', files: [{ png: file('2') }] },
    ];
    const service = new ScriptedAccount()
      .on(`/download/${D}`, { links: [{ rid: D, urls }] })
      .on('/cdsave', plain(JSON.stringify(people([1], [1, 2], [2]))));
    expect(await service.open().persons.detected(D)).toEqual({
      persons: [
        { trackingId: '001', frames: 2, firstFrame: 0, lastFrame: 1 },
        { trackingId: '002', frames: 2, firstFrame: 1, lastFrame: 2 },
      ],
      thumbnails: { '001': file('1'), '002': file('2') },
    });
    expect(service.asked.at(-1)!.headers.has('Cookie')).toBe(false);
  });

  test.each<[string, object]>([
    ['that is not ready', { links: [{ rid: D }] }],
    ['that nobody knows', { links: [] }],
  ])('%s has no list', async (_what, body) => {
    const service = new ScriptedAccount().on(`/download/${D}`, body);
    await expect(service.open().persons.detected(D)).rejects.toMatchObject({ code: 'animate3d/no-result' });
  });

  test('0 persons are an empty list', () => {
    expect(readDetections({ detectionResults: [] })).toEqual([]);
    expect(readDetections(people([], []))).toEqual([]);
  });

  test('> 16 persons are all listed: which of them are followed is the caller’s choice', () => {
    expect(readDetections(people(Array.from({ length: 20 }, (_, i) => i)))).toHaveLength(20);
  });

  test('id gaps are kept, in order', () => {
    const ids = readDetections(people([10], [2, 10], [7])).map(({ trackingId }) => trackingId);
    expect(ids).toEqual(['002', '007', '010']);
  });

  test('ids as string/number are one and the same', () => {
    const ids = readDetections(people([1], ['1'], ['001'])).map(({ trackingId, frames }) => [trackingId, frames]);
    expect(ids).toEqual([['001', 3]]);
  });

  test('what no document describes is passed over, and another file is refused', () => {
    expect(readDetections({ detectionResults: [null, [{ name: 'x' }], [{ id: 1.5 }, { id: 'abc' }]] })).toEqual([]);
    expect(thrownCode(() => readDetections({ results: [] }))).toBe('animate3d/protocol');
  });
});

describe('following several people', () => {
  const persons = [
    { trackingId: '001', modelId: 'm1' },
    { trackingId: '003', modelId: 'm1' },
  ];

  test('goes by rid_mp_detection with strict JSON, without model', async () => {
    const service = new ScriptedAccount().on('/process', { rid: D });
    await service.open().persons.start(D, persons, { formats: ['glb'] });
    expect(service.asked[0]!.body).toEqual({
      rid_mp_detection: D,
      processor: 'video2anim',
      params: [
        'config=configDefault',
        'formats=glb',
        'models=[{"trackingId":"001","modelId":"m1"},{"trackingId":"003","modelId":"m1"}]',
      ],
    });
  });

  test('stale SUCCESS race: the SUCCESS of the detection does not end it', async () => {
    const say = (status: string): object => ({ status: [{ rid: D, status }] });
    const service = new ScriptedAccount()
      .on('/process', { rid: D })
      .on(`/status/${D}`, say('SUCCESS'), say('SUCCESS'), say('PROGRESS'), say('SUCCESS'))
      .on(`/download/${D}`, { links: [{ rid: D, urls: [] }] });
    const api = service.open();
    const heard: string[] = [];
    const job = await api.persons.start(D, persons);
    for await (const { status } of api.jobs.watch(job)) heard.push(status.status);
    expect(heard).toEqual(['PROGRESS', 'SUCCESS']);
  });

  test('a run that nobody saw is known by its mode and models', async () => {
    const service = new ScriptedAccount()
      .on('/process', { rid: D })
      .on(`/status/${D}`, { status: [{ rid: D, status: 'SUCCESS' }] })
      .on(
        `/download/${D}`,
        { links: [{ rid: D, urls: [] }] },
        { links: [{ rid: D, urls: [], mode: 1, models: persons }] },
      );
    const api = service.open();
    const heard: string[] = [];
    for await (const { status } of api.jobs.watch(await api.persons.start(D, persons))) heard.push(status.status);
    expect(heard).toEqual(['SUCCESS']);
    expect(service.clock.now() - Date.parse('2026-01-01T00:00:00Z')).toBeLessThan(10_000);
  });

  test('an unknown trackingId is a failure that the service tells', async () => {
    const failure = { rid: D, status: 'FAILURE', details: { exc_message: '503: unknown trackingId' } };
    const service = new ScriptedAccount().on('/process', { rid: D }).on(`/status/${D}`, { status: [failure] });
    const api = service.open();
    const updates = api.jobs.watch(await api.persons.start(D, persons));
    await expect(updates.next()).rejects.toMatchObject({ code: 'animate3d/bad-request', details: { jobCode: 503 } });
  });

  test('MP rerun goes by rid, with or without models', async () => {
    const service = new ScriptedAccount().on('/process', { rid: D });
    const api = service.open();
    expect(await api.jobs.rerun(D, { models: persons, sim: true })).toEqual({ rid: D, doubt: 'rerun' });
    await api.jobs.rerun(D, { sim: true });
    expect(service.asked.map(({ body }) => (body as { rid: string }).rid)).toEqual([D, D]);
  });

  test('nobody, too many and doubles are refused before anything is sent', async () => {
    const service = new ScriptedAccount();
    const api = service.open();
    const crowd = Array.from({ length: 17 }, (_, i) => ({ trackingId: String(i).padStart(3, '0'), modelId: 'm' }));
    for (const chosen of [[], crowd, [persons[0]!, persons[0]!]]) {
      await expect(api.persons.start(D, chosen)).rejects.toMatchObject({ code: 'animate3d/parameter' });
    }
    expect(service.asked).toEqual([]);
  });
});

describe('the pose editor', () => {
  const write = 'https://storage.test/write?signature=s';
  const entry = { modifiedVersionReadUrl: null, modifiedVersionWriteUrl: write };

  test.each<[string, object, object[]]>([
    ['an array per tracking id', [{ trackingId: '001', ...entry }], [{ trackingId: '001', ...entry }]],
    ['single-person shape unknown: an array of one entry without id', [entry], [entry]],
    ['single-person shape unknown: a bare object', entry, [entry]],
  ])('%s', async (_what, body, expected) => {
    const service = new ScriptedAccount().on(`/pesave/getUrls/${D}`, body);
    expect(await service.open().persons.poseEdits(D)).toEqual(expected);
  });

  test('a version that was never written is none, and one is put to its write URL', async () => {
    const service = new ScriptedAccount().on('/write', plain('')).on('/read', plain('edit'));
    const { persons } = service.open();
    expect(await persons.readPoseEdit(entry)).toBeUndefined();
    await persons.writePoseEdit(entry, new TextEncoder().encode('edit'));
    expect(service.asked[0]).toMatchObject({ method: 'PUT', path: '/write' });
    const read = { ...entry, modifiedVersionReadUrl: 'https://storage.test/read' };
    expect(Buffer.from((await persons.readPoseEdit(read))!).toString()).toBe('edit');
  });
});

describe('the dialect 1.5.8', () => {
  test('has no several people and no pose editor, and says so', async () => {
    const service = new ScriptedAccount();
    const { persons } = service.open({ apiVersion: '1.5.8' });
    const calls = [
      persons.detect('https://storage.test/v'),
      persons.detected(D),
      persons.start(D, [{ trackingId: '001', modelId: 'm' }]),
      persons.poseEdits(D),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({
        code: 'animate3d/unsupported',
        hint: expect.stringMatching(/apiVersion/) as unknown,
      });
    }
    expect(service.asked).toEqual([]);
  });
});

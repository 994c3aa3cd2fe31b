import {
  readBasicAuthorization,
  readCreditBalanceAnswer,
  readDeletedWebhook,
  readDetections,
  readDownloadAnswer,
  readErrorBody,
  readGatewayToken,
  readListAnswer,
  readListModelsAnswer,
  readModelUploadQuery,
  readPeSaveAnswer,
  readPersonModels,
  readProcessRequest,
  readSessionCookie,
  readStatusAnswer,
  readStoreModelRequest,
  readUploadAnswer,
  readUploadQuery,
  readVideoInfo,
  readWebhookEvent,
  readWebhookRequest,
  trackingIdOf,
  writeBasicAuthorization,
} from '@kinora/core/protocol';
import { describe, expect, test } from 'vitest';
import { thrownCode } from '../../../../support/thrown-code.ts';

describe('answers of a service', () => {
  test('numbers may come as strings, nulls count as absent, and unknown fields are kept', () => {
    const answer = readStatusAnswer({
      count: '1',
      status: [{ rid: 'a-1', status: 'PROGRESS', details: { step: '3', total: null, eta: 4 }, positionInQueue: '2' }],
    });
    expect(answer).toEqual({
      count: 1,
      status: [{ rid: 'a-1', status: 'PROGRESS', details: { step: 3, eta: 4 }, positionInQueue: 2 }],
    });
  });

  test('a status keeps a word that no seed names, and an error in any shape', () => {
    const details = { exc_message: ['101'], exc_type: 7 };
    const { status } = readStatusAnswer({ status: [{ rid: 'a', status: 'THINKING', details }] });
    expect(status).toEqual([{ rid: 'a', status: 'THINKING', details }]);
  });

  test('both dialects of a success are read, with one file or many', () => {
    const read = (details: object): unknown =>
      readStatusAnswer({ status: [{ rid: 'a', status: 'SUCCESS', details }] }).status[0]?.details;
    expect(read({ in: 'a.mp4', out: ['b', 'c'] })).toEqual({ in: 'a.mp4', out: ['b', 'c'] });
    expect(read({ In: 'a.mp4', out: 'b' })).toEqual({ In: 'a.mp4', out: 'b' });
  });

  test('a server newer than client: unknown fields are kept everywhere', () => {
    const more = { newer: { deep: [1] } };
    expect(readStatusAnswer({ status: [{ rid: 'a', status: 'PROGRESS', ...more }] }).status[0]).toMatchObject(more);
    expect(readDownloadAnswer({ links: [{ rid: 'a', ...more }] }).links[0]).toMatchObject(more);
    expect(readListAnswer({ list: [{ rid: 'a', status: 'X', ...more }] }).list[0]).toMatchObject(more);
    expect(readListModelsAnswer([{ Id: 'a', ...more }])[0]).toMatchObject(more);
    expect(readVideoInfo({ width: 1, height: 1, ...more })).toMatchObject(more);
  });

  test('bare arrays are taken for the lists that they are', () => {
    expect(readStatusAnswer([{ rid: 'a', status: 'RETRY' }])).toEqual({
      count: 1,
      status: [{ rid: 'a', status: 'RETRY' }],
    });
    expect(readDownloadAnswer([{ rid: 'a' }]).count).toBe(1);
    expect(readListAnswer([]).list).toEqual([]);
  });

  test('details that are no object are the message of the error', () => {
    const read = (details: unknown): unknown =>
      readStatusAnswer([{ rid: 'a', status: 'FAILURE', details }]).status[0]?.details;
    expect(read('masked')).toEqual({ exc_message: 'masked' });
    expect(read(['513'])).toEqual({ exc_message: ['513'] });
    expect(read(null)).toBeUndefined();
  });

  test('a job of several people says who was followed, by ids of three digits', () => {
    const models = [{ trackingId: 1, modelId: 'm', faceDataType: 3 }];
    const read = [{ trackingId: '001', modelId: 'm', faceDataType: 3 }];
    expect(readDownloadAnswer([{ rid: 'a', mode: '1', models }]).links[0]).toEqual({ rid: 'a', mode: 1, models: read });
    expect(readListAnswer([{ rid: 'a', status: 'SUCCESS', mode: 1, models }]).list[0]?.models).toEqual(read);
  });

  test('a link without urls is a job that is not ready', () => {
    expect(readDownloadAnswer({ count: 1, links: [{ rid: '1234567890' }] }).links).toEqual([{ rid: '1234567890' }]);
  });

  test('an item may hold several types in one object, and a type without a link is left out', () => {
    const urls = [{ name: 'x', files: [{ bvh: 'https://h/a', glb: 'https://h/b' }, { fbx: null }] }];
    const files = [{ bvh: 'https://h/a', glb: 'https://h/b' }, {}];
    expect(readDownloadAnswer({ links: [{ rid: 'a', urls }] }).links[0]?.urls).toEqual([{ name: 'x', files }]);
  });

  test('a new job may be listed without a name', () => {
    const job = { rid: 'a', fileName: '', fileSize: 0, fileDuration: 0, status: 'STARTING', ctime: 1.6e12, mtime: 0 };
    expect(readListAnswer({ count: 7, list: [job] })).toEqual({ count: 1, list: [job] });
  });

  test.each([
    ['a page of HTML', () => readUploadAnswer('<html>')],
    ['an upload without a URL', () => readUploadAnswer({ url: 'not one' })],
    ['a status that is no list', () => readStatusAnswer({ status: {} })],
    ['a rid that would leave its place in a path', () => readStatusAnswer({ status: [{ rid: '../x', status: 'A' }] })],
    ['a balance that is no number', () => readCreditBalanceAnswer({ credits: 'many' })],
    ['a video without a size', () => readVideoInfo({ fps: 30 })],
    ['a character without an id', () => readListModelsAnswer([{ name: 'a' }])],
    ['a deletion without its end', () => readDeletedWebhook({ id: 'w' })],
    ['an event without its type', () => readWebhookEvent({ data: {} })],
    ['links of the pose editor without one to write', () => readPeSaveAnswer([{ trackingId: '001' }])],
    ['a detection that is no list', () => readDetections({ detectionResults: {} })],
    ['a token with a line break', () => readGatewayToken({ token: 'a\r\nb', expiresInSeconds: 60 })],
    ['a token that never lived', () => readGatewayToken({ token: 'a', expiresInSeconds: 0 })],
  ])('%s is refused by code', (_what, act) => {
    expect(thrownCode(act)).toBe('animate3d/protocol');
  });

  test('a refusal names the place, and never what was there', () => {
    const secret = 'signature=s3cr3t';
    const act = (): unknown => readStatusAnswer({ status: [{ rid: secret, status: 'PROGRESS' }] });
    expect(act).toThrow(/0\.rid is not an id/);
    expect(act).not.toThrow(secret);
  });

  test('an error says something only in our own shape', () => {
    expect(readErrorBody({ message: 'no', code: 'service/full' })).toEqual({ message: 'no', code: 'service/full' });
    expect(readErrorBody('<html>')).toBeUndefined();
    expect(readErrorBody(undefined)).toBeUndefined();
  });
});

describe('requests to a service', () => {
  test('an upload is resumable where nothing else is said', () => {
    expect(readUploadQuery({ name: 'a b.mp4' })).toEqual({ name: 'a b.mp4', resumable: true });
    expect(readUploadQuery({ name: 'a.mp4', resumable: '0', fileSize: '12' })).toEqual({
      name: 'a.mp4',
      resumable: false,
      fileSize: 12,
    });
    expect(thrownCode(() => readUploadQuery({ name: '' }))).toBe('animate3d/protocol');
    expect(thrownCode(() => readUploadQuery({ name: 'a', fileSize: '-1' }))).toBe('animate3d/protocol');
  });

  test('a job comes from exactly one source', () => {
    const job = { processor: 'video2anim', params: ['config=configDefault'] };
    expect(readProcessRequest({ ...job, url: 'http://h/u?x=1' })).toEqual({ ...job, url: 'http://h/u?x=1' });
    expect(readProcessRequest({ ...job, rid: 'abc', url: null })).toEqual({ ...job, rid: 'abc' });
    expect(() => readProcessRequest({ ...job, rid: 'abc', url: 'http://h/u' })).toThrow(/exactly one/);
    expect(() => readProcessRequest(job)).toThrow(/exactly one/);
    expect(() => readProcessRequest({ ...job, rid: 'a', processor: 'text2anim' })).toThrow(/processor/);
  });
});

describe('requests for characters, people and webhooks', () => {
  test('a character is uploaded resumably where nothing else is said', () => {
    expect(readModelUploadQuery({ name: 'knight', modelExt: 'fbx' })).toEqual({
      name: 'knight',
      modelExt: 'fbx',
      resumable: true,
    });
    expect(thrownCode(() => readModelUploadQuery({ modelExt: '../x' }))).toBe('animate3d/protocol');
  });

  test('nulls of the official clients count as absent, and a flag is one in any spelling', () => {
    const read = readStoreModelRequest({
      modelUrl: 'https://h/m',
      modelName: null,
      thumbUrl: null,
      modelId: null,
      createThumb: '1',
    });
    expect(read).toEqual({ modelUrl: 'https://h/m', createThumb: 1 });
    expect(readStoreModelRequest({ modelId: 'm', createThumb: false })).toEqual({ modelId: 'm', createThumb: 0 });
    expect(() => readStoreModelRequest({ modelName: 'a' })).toThrow(/one of modelUrl and modelId/);
  });

  test('people are 1 to 16, each once', () => {
    const people = (count: number): object[] =>
      Array.from({ length: count }, (_, i) => ({ trackingId: i, modelId: 'm' }));
    expect(readPersonModels(people(16))).toHaveLength(16);
    for (const refused of [[], people(17), [...people(1), ...people(1)], 'x', [{ trackingId: 'x' }]]) {
      expect(thrownCode(() => readPersonModels(refused))).toBe('animate3d/protocol');
    }
  });

  test.each([
    [1, '001'],
    ['12', '012'],
    ['001', '001'],
    ['1234', '1234'],
    [-1, undefined],
    [1.5, undefined],
    ['1e3', undefined],
    [null, undefined],
  ])('the id of a person %j is %j', (value, expected) => {
    expect(trackingIdOf(value)).toBe(expected);
  });

  test('a webhook has a URL and names of events', () => {
    const request = { url: 'https://h/hook', events: ['job.completed'] };
    expect(readWebhookRequest(request)).toEqual(request);
    expect(thrownCode(() => readWebhookRequest({ ...request, events: ['a b'] }))).toBe('animate3d/protocol');
    expect(thrownCode(() => readWebhookRequest({ url: 'hook', events: [] }))).toBe('animate3d/protocol');
  });
});

describe('a session', () => {
  test('the worked example of the seed gives its header', () => {
    const credentials = { clientId: '1a2b', clientSecret: '3c4d' };
    expect(writeBasicAuthorization(credentials)).toBe('Basic MWEyYjozYzRk');
    expect(readBasicAuthorization('Basic MWEyYjozYzRk')).toEqual(credentials);
  });

  test('a secret may hold colons and letters beyond ASCII', () => {
    const credentials = { clientId: 'ключ', clientSecret: 'a:b:ü' };
    expect(readBasicAuthorization(writeBasicAuthorization(credentials))).toEqual(credentials);
  });

  test.each([undefined, '', 'Bearer abc', 'Basic %%%', 'Basic AAAA', 'Basic gIGC'])('%s opens nothing', (header) => {
    expect(readBasicAuthorization(header)).toBeUndefined();
  });

  test('its cookie is found among others, as the published SDK sends it too', () => {
    expect(readSessionCookie('a=b; dmsess=s%3Aid.sig; Path')).toBe('s%3Aid.sig');
    expect(readSessionCookie('xdmsess=1; dmsess=')).toBeUndefined();
    expect(readSessionCookie(undefined)).toBeUndefined();
  });
});

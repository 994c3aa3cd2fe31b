import { parseBvh, readGlb } from '@kinora/core/motion';
import { KinoraError, writeBasicAuthorization } from '@kinora/core/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Animate3DCaller, refusal } from '../support/animate3d-caller.ts';
import { handCapture } from '../support/hand-capture.ts';
import type { HandCapture } from '../support/hand-capture.ts';
import { openService } from '../support/service.ts';
import type { TestService } from '../support/service.ts';

const film = new Uint8Array(5000).map((_, i) => i % 251);

describe('GET /session/auth', () => {
  const account = { clientId: '1a2b', clientSecret: 'pässwörd: with a colon' };
  let service: TestService;
  beforeEach(async () => (service = await openService(account)));
  afterEach(() => service.close());

  const auth = (authorization?: string): Promise<Response> =>
    fetch(`${service.url}/session/auth`, authorization === undefined ? {} : { headers: { authorization } });

  test('gives a cookie that opens all else', async () => {
    const response = await auth(writeBasicAuthorization(account));
    expect(response.status).toBe(200);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^dmsess=s%3A[\w-]+\.[\w-]+; Path=\/; Expires=[^;]+ GMT; HttpOnly/);
    const sent = cookie!.split(';')[0]!;
    expect(await new Animate3DCaller(service.url, { cookie: sent }).list()).toMatchObject({ list: [] });
    // As the published client sends it.
    expect(await new Animate3DCaller(service.url, { cookie: `${sent}; Path` }).list()).toMatchObject({ list: [] });
  });

  test.each([
    ['no credentials', undefined],
    ['a wrong secret', writeBasicAuthorization({ ...account, clientSecret: 'guess' })],
    ['a wrong id', writeBasicAuthorization({ ...account, clientId: 'guess' })],
    ['credentials that are no base64', 'Basic %%%'],
    ['another scheme', 'Bearer abc'],
  ])('refuses %s', async (_what, authorization) => {
    const response = await auth(authorization);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await refusal(response)).toBe('401 service/not-signed-in');
  });

  test.each(['', 'dmsess=', 'dmsess=s%3Aabc.def', 'dmsess=%', 'other=1'])(
    'lets nobody in with the cookie "%s"',
    async (cookie) => {
      for (const path of ['/list', '/upload?name=a.mp4', '/status/abc', '/download/abc']) {
        expect(await refusal(await new Animate3DCaller(service.url, { cookie }).get(path))).toBe(
          '401 service/not-signed-in',
        );
      }
      expect(await refusal(await new Animate3DCaller(service.url, { cookie }).post('/process', {}))).toBe(
        '401 service/not-signed-in',
      );
    },
  );

  test('neither log nor answers hold a secret', async () => {
    await auth(writeBasicAuthorization({ ...account, clientSecret: 'my-guess' }));
    const response = await auth(writeBasicAuthorization(account));
    const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    const caller = new Animate3DCaller(service.url, { cookie });
    const url = await caller.upload(film, 'my private video.mp4');
    const refused = await (await caller.post('/process', { url, processor: url, params: [] })).text();
    const all = [...service.log, refused].join('\n');
    for (const secret of ['my-guess', account.clientSecret, cookie.slice(7), 'signature', 'private']) {
      expect(all).not.toContain(secret);
    }
    expect(service.log).toContainEqual(expect.stringMatching(/^PUT \/storage\/put 200 \d+ ms$/));
  });
});

describe('jobs', () => {
  let capture: HandCapture;
  let service: TestService;
  let caller: Animate3DCaller;
  beforeEach(async () => {
    capture = handCapture();
    service = await openService({ captureVideo: capture.captureVideo });
    caller = new Animate3DCaller(service.url);
  });
  afterEach(() => service.close());

  test('run from STARTING to SUCCESS, in the shapes of the documents', async () => {
    const first = await caller.process(await caller.upload(film, 'squats.mp4'));
    const second = await caller.process(await caller.upload(film, 'Kniebeugen ä.mp4'));
    await capture.whenBegun(1);
    capture.progress(0.424);
    expect(await caller.status(second, first)).toEqual({
      count: 2,
      status: [
        { rid: second, status: 'PROGRESS', details: { step: 0, total: 100 }, positionInQueue: 1 },
        { rid: first, status: 'PROGRESS', details: { step: 42, total: 100 } },
      ],
    });
    expect((await caller.list('STARTING')).list.map(({ rid }) => rid)).toEqual([second]);
    expect((await caller.list('PROGRESS')).list.map(({ rid }) => rid)).toEqual([first]);
    expect((await caller.list('SUCCESS', 'FAILURE')).list).toEqual([]);

    capture.finish();
    const { details, status } = await caller.ended(second);
    expect(status).toBe('SUCCESS');
    expect(details).toEqual({ in: 'Kniebeugen ä.mp4', In: 'Kniebeugen ä.mp4', out: 'motion.bvh' });
    const { list } = await caller.list('SUCCESS');
    expect(list).toHaveLength(2);
    expect(list[1]).toMatchObject({ rid: second, fileName: 'Kniebeugen ä.mp4', fileSize: 5000, status: 'SUCCESS' });
    expect(list[1]!.fileDuration).toBeGreaterThan(0);
    expect(list[1]!.mtime).toBeGreaterThanOrEqual(list[1]!.ctime);
    expect(Math.abs(Date.now() - list[1]!.ctime)).toBeLessThan(60_000);
    expect(capture.begun).toEqual(['squats', 'Kniebeugen ä']);
  });

  test('give no links before they are done, and then links that need no session', async () => {
    const rid = await caller.process(await caller.upload(film, 'squats.mp4'));
    expect(await (await caller.get(`/download/${rid}`)).json()).toEqual({ count: 1, links: [{ rid }] });
    capture.finish();
    await caller.ended(rid);
    const [link] = (await caller.download(rid)).links;
    expect(link).toMatchObject({ rid, name: 'squats.mp4', size: 5000, urls: [{ name: 'motion' }] });
    expect(await bytesAt(link!.input!)).toEqual(film);
    const files = Object.assign({}, ...link!.urls![0]!.files) as Record<'bvh' | 'glb', string>;
    const glb = readGlb(await bytesAt(files.glb)).clips[0]!;
    const bvh = parseBvh(await bytesAt(files.bvh), 'motion').clip;
    expect(glb.frames).toBe(bvh.frames);
    expect((await bytesAt(files.glb, 'bytes=0-3')).toString()).toBe([...Buffer.from('glTF')].toString());
  });

  test('make what was asked for, and are run again under another rid', async () => {
    capture.finish();
    const url = await caller.upload(film);
    const rid = await caller.process(url, ['config=configDefault', 'formats=glb', 'trim=0.1,0.3', 'rootAtOrigin=true']);
    await caller.ended(rid);
    expect(capture.asked[0]!.trim).toEqual([0.1, 0.3]);
    const [link] = (await caller.download(rid)).links;
    expect(link!.urls![0]!.files.map((file) => Object.keys(file))).toEqual([['glb']]);
    const again = await caller.post('/process', { rid, processor: 'video2anim', params: ['formats=bvh'] });
    const { rid: rerun } = (await again.json()) as { rid: string };
    expect(rerun).not.toBe(rid);
    expect((await caller.ended(rerun)).status).toBe('SUCCESS');
  });

  test.each([
    ['formats=fbx', 503],
    ['poseFilteringStrength=9', 503],
    ['pipeline=mp_detection', 503],
    ['config=other', 509],
    ['model=abc', 504],
  ])('fail where %s cannot be followed, by number %i', async (param, code) => {
    capture.finish();
    const { status, details } = await caller.ended(await caller.process(await caller.upload(film), [param]));
    expect(status).toBe('FAILURE');
    expect(details!.exc_type).toBe(String(code));
    expect(details!.exc_message).toMatch(new RegExp(`^${code}: `));
  });

  test('fail by number 507, and without its reasons, where the capture breaks', async () => {
    const rid = await caller.process(await caller.upload(film));
    await capture.whenBegun(1);
    capture.fail(new Error('ENOENT: /home/somebody/secret'));
    const job = await caller.ended(rid);
    expect(job.details).toEqual({ exc_message: '507: The capture failed', exc_type: '507' });
    expect((await caller.list('FAILURE')).list.map((each) => each.rid)).toEqual([rid]);
    expect((await caller.download(rid)).links).toEqual([{ rid }]);
    expect(await refusal(await caller.post('/process', { rid, processor: 'video2anim', params: [] }))).toBe(
      '400 service/bad-request',
    );
  });

  test('fail by number 599 where the capture takes too long', async () => {
    const rid = await caller.process(await caller.upload(film));
    await capture.whenBegun(1);
    capture.fail(new KinoraError('capture/timeout', 'The capture was not done within 900 s'));
    expect((await caller.ended(rid)).details!.exc_type).toBe('599');
  });

  test('that are not known are left out', async () => {
    expect(await (await caller.get('/status/unknown')).json()).toEqual({ count: 0, status: [] });
    expect(await (await caller.get('/download/a,b,c')).json()).toEqual({ count: 0, links: [] });
    expect(await (await caller.get('/list')).json()).toEqual({ count: 0, list: [] });
  });

  test.each([
    ['no JSON', '{', '400 service/bad-request'],
    ['no source', '{"processor":"video2anim","params":[]}', '400 animate3d/protocol'],
    ['another processor', '{"url":"http://a/b","processor":"x","params":[]}', '400 animate3d/protocol'],
    ['a foreign url', '{"url":"http://a/b","processor":"video2anim","params":[]}', '400 service/bad-request'],
    ['an unknown job', '{"rid":"abc","processor":"video2anim","params":[]}', '404 service/not-found'],
    ['several persons', '{"rid_mp_detection":"abc","processor":"video2anim","params":[]}', '404 service/not-found'],
    ['a very long body', `{"rid":"${'a'.repeat(70_000)}"}`, '413 service/too-large'],
  ])('are not begun by %s', async (_what, body, expected) => {
    expect(await refusal(await fetch(`${service.url}/process`, { method: 'POST', body }))).toBe(expected);
  });

  test('are not begun before the video is there', async () => {
    const url = await caller.uploadUrl('squats.mp4');
    expect(await refusal(await caller.post('/process', { url, processor: 'video2anim', params: [] }))).toBe(
      '404 service/not-found',
    );
  });

  test('are not begun with a link that was tampered with', async () => {
    const url = (await caller.upload(film)).replace('/squats.mp4', '/lunges.mp4');
    expect(await refusal(await caller.post('/process', { url, processor: 'video2anim', params: [] }))).toBe(
      '400 service/bad-request',
    );
  });
});

async function bytesAt(url: string, range?: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, range === undefined ? {} : { headers: { range } });
  expect(response.status).toBe(range === undefined ? 200 : 206);
  return new Uint8Array(await response.arrayBuffer());
}

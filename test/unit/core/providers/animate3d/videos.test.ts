import { describe, expect, test } from 'vitest';
import { answer, plain, ScriptedAccount } from '../../../../support/scripted-account.ts';

const SIGNED = 'https://storage.test/video?signature=s';

function account(): ScriptedAccount {
  return new ScriptedAccount()
    .on('/upload', { url: SIGNED })
    .on('/video', plain('', 201, { Location: 'https://storage.test/session' }))
    .on('/session', plain(''));
}

describe('an upload', () => {
  test('asks with its name, says whether it is resumable, and gives back the URL unchanged', async () => {
    const service = account();
    expect(await service.open().videos.uploadUrl('a b.mp4', { fileSize: 12 })).toBe(SIGNED);
    expect(await service.open().videos.uploadUrl('a.mp4', { resumable: false })).toBe(SIGNED);
    const asked = service.asked.map(({ query }) => Object.fromEntries(query));
    expect(asked).toEqual([
      { name: 'a b.mp4', resumable: '1', fileSize: '12' },
      { name: 'a.mp4', resumable: '0' },
    ]);
  });

  test('sends bytes without cookie and without authorization', async () => {
    const service = account();
    expect(await service.open().videos.upload(new File(['bytes'], 'a.mp4'))).toBe(SIGNED);
    const storage = service.asked.filter(({ path }) => path !== '/upload');
    expect(storage.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /video', 'PUT /session']);
    for (const { headers } of storage) {
      expect([headers.has('Cookie'), headers.has('Authorization')]).toEqual([false, false]);
    }
  });

  test.each<[string, File, string]>([
    ['a name with spaces', new File(['a'], 'my squats.mp4'), 'my squats.mp4'],
    ['a name with /', new File(['a'], '/home/me/squats.mp4'), 'squats.mp4'],
    ['a name in unicode', new File(['a'], 'кувырок 🤸.mov'), 'кувырок 🤸.mov'],
    ['a missing extension', new File(['a'], 'squats', { type: 'video/webm' }), 'squats.webm'],
    ['a missing extension of an unknown type', new File(['a'], 'squats'), 'squats.mp4'],
    ['an image', new File(['a'], 'pose', { type: 'image/png' }), 'pose.png'],
    ['a name of dots', new File(['a'], '..'), 'motion.mp4'],
    ['a name that no file may have', new File(['a'], 'a:b?\u0000.mp4'), 'a_b__.mp4'],
    ['a name that is too long', new File(['a'], `${'x'.repeat(400)}.mp4`), `${'x'.repeat(200)}.mp4`],
  ])('%s becomes one that the service takes', async (_what, file, name) => {
    const service = account();
    await service.open().videos.upload(file);
    expect(service.asked[0]!.query.get('name')).toBe(name);
  });

  test('a file of 0 bytes is refused before anything is sent', async () => {
    const service = account();
    await expect(service.open().videos.upload(new File([], 'a.mp4'))).rejects.toMatchObject({
      code: 'upload/unreadable',
    });
    expect(service.asked).toEqual([]);
  });
});

describe('the facts of a video', () => {
  test('are asked for by the URL of the upload', async () => {
    const facts = { width: 1080, height: 1080, fps: 30, duration: 3, codec: 'h264', size: 186615 };
    const service = account().on('/videoInfo', facts);
    expect(await service.open().videos.info(SIGNED)).toEqual(facts);
    expect(service.asked[0]).toMatchObject({ method: 'POST', body: { url: SIGNED } });
  });

  test('called before bytes exist it is a 404 that says what to do', async () => {
    const service = account().on('/videoInfo', answer({ message: 'nothing there' }, 404));
    await expect(service.open().videos.info(SIGNED)).rejects.toMatchObject({
      code: 'http/not-found',
      details: { kind: 'input' },
    });
  });

  test('of an image input have no rate and no duration', async () => {
    const service = account().on('/videoInfo', { width: 640, height: 480, fps: null, size: 9 });
    expect(await service.open().videos.info(SIGNED)).toEqual({ width: 640, height: 480, size: 9 });
  });

  test('may have a rotation', async () => {
    const service = account().on('/videoInfo', { width: 640, height: 480, rotation: '90' });
    expect(await service.open().videos.info(SIGNED)).toMatchObject({ rotation: 90 });
  });
});

import { captureInChild } from '@kinora/capture/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { NO_MODELS, openApp, VIDEO_FACTS } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const film = new Uint8Array(5000).fill(7);

let app: TestApp;
let caller: Animate3DCaller;
let url: string;
beforeAll(async () => {
  app = await openApp();
  caller = app.caller();
});
beforeEach(async () => (url = await caller.upload(film)));
afterAll(() => app.close());

/** The number by which a job with these parameters fails, or what its capture was asked for. */
async function outcome(...params: readonly string[]): Promise<unknown> {
  const { details } = await caller.ended(await caller.process(url, params));
  if (details!.exc_type !== undefined) return Number(details!.exc_type);
  const { trim, crop, slowness, feet, smoothing } = app.capture.asked.at(-1)!;
  return JSON.parse(JSON.stringify({ trim, crop, slowness, feet, smoothing }));
}

describe('parameters that act on the capture', () => {
  test.each([
    ['trim=1,1.6', { trim: [1, 1.6] }],
    ['trim=0.1234,0.5678', { trim: [0.1234, 0.5678] }],
    ['crop=0.239,0.121,0.742,0.981', { crop: [0.239, 0.121, 0.742, 0.981] }],
    ['crop=0,0,1,1', { crop: [0, 0, 1, 1] }],
    ['videoSpeedMultiplier=2', { slowness: 2 }],
    ['poseEstimation.videoSpeedMultiplier=1.5', { slowness: 1.5 }],
    ['poseFilteringStrength=0.4', { smoothing: 0.4 }],
    ['poseEstimation.poseFilteringStrength=1.0', { smoothing: 1 }],
    ['footLockingMode=auto', { feet: 'auto' }],
    ['footLockingMode=always', { feet: 'always' }],
    ['footLockingMode=never', { feet: 'never' }],
    ['poseEstimation.footLockingMode=grounding', { feet: 'grounding' }],
  ])('%s', async (param, expected) => expect(await outcome(param)).toEqual(expected));

  test('none of them leaves the capture as it is', async () => {
    expect(
      await outcome('config=configDefault', 'formats=bvh,glb', 'sim=0', 'trackFace=0', 'rootAtOrigin=false'),
    ).toEqual({});
  });
});

describe('parameters out of their range fail the job by 503', () => {
  test.each([
    ['trim=2', 'one number'],
    ['trim=1,1', 'no time between'],
    ['trim=1.6,1', 'to before from'],
    ['trim=-1,1', 'before the start'],
    ['trim=1,', 'to omitted'],
    [`trim=${VIDEO_FACTS.duration},9`, 'begins behind the end of the video'],
    ['crop=0.5,0,0.5,1', 'no width'],
    ['crop=0,0,1', 'three edges'],
    ['crop=0,0,1.1,1', 'beyond the picture'],
    ['videoSpeedMultiplier=0', '0'],
    ['videoSpeedMultiplier=8.1', 'above 8'],
    ['videoSpeedMultiplier=NaN', 'NaN'],
    ['videoSpeedMultiplier=1,5', 'locale comma decimals'],
    ['poseFilteringStrength=1.1', 'above 1'],
    ['poseFilteringStrength=1e-7', 'exponent notation'],
    ['footLockingMode=sometimes', 'unknown value'],
    ['sim=2', 'no flag'],
    ['trackFace=maybe', 'no flag'],
    ['formats=exe', 'unknown format'],
    ['formats=glb,docx', 'unknown format among others'],
    ['render.CamMode=3', 'no camera'],
    ['render.bgColor=0,177,64', 'three of four colours'],
    ['render.bgColor=0,300,64,0', 'a colour beyond 255'],
    ['fingers=1', 'nobody knows it'],
    ['glb', 'no key=value'],
  ])('%s (%s)', async (param) => expect(await outcome(param)).toBe(503));

  test('models is strict JSON of 1 to 16 people, each once', async () => {
    expect(await outcome("models=[{trackingId:'001', modelId:'x'}]")).toBe(503);
    expect(await outcome('models=[]')).toBe(503);
  });
});

describe('hands and a face', () => {
  test.each([
    ['trackHand=1', { hands: true, face: false }],
    ['trackFace=1', { hands: false, face: true }],
  ])('%s is captured where its models are', async (param, expected) => {
    const { details } = await caller.ended(await caller.process(url, [param]));
    expect(details!.exc_type).toBeUndefined();
    expect(app.capture.asked.at(-1)).toMatchObject(expected);
  });

  test.each([
    ['trackHand=1', 1301],
    ['trackFace=1', 701],
  ])('%s fails by %i where they are not', async (param, code) => {
    const bare = await openApp({ assets: NO_MODELS, captureVideo: captureInChild });
    try {
      const asker = bare.caller();
      const { status, details } = await asker.ended(await asker.process(await asker.upload(film), [param]));
      expect([status, details!.exc_type]).toEqual(['FAILURE', String(code)]);
      expect(details!.exc_message).toContain('this version of the embedded service does not have it');
    } finally {
      await bare.close();
    }
  });

  test("what is installed here does not bind a capture of the operator's own", async () => {
    const own = await openApp({ assets: NO_MODELS });
    try {
      const asker = own.caller();
      const asked = ['trackHand=1', 'trackFace=1'];
      const { details } = await asker.ended(await asker.process(await asker.upload(film), asked));
      expect(details!.exc_type).toBeUndefined();
      expect(own.capture.asked).toMatchObject([{ hands: true, face: true, assets: NO_MODELS }]);
    } finally {
      await own.close();
    }
  });
});

describe('what this version lacks fails by the number of the documents, and says so', () => {
  test.each([
    ['upperBodyOnly=true', 503],
    ['pipeline=mp_detection', 503],
    ['models=[{"trackingId":"001","modelId":"x"}]', 503],
    ['formats=fbx', 503],
    ['formats=bvh,mp4', 503],
    ['formats=png', 503],
    ['formats=jpg', 503],
    ['formats=dmpe', 503],
    ['render.sbs=0', 503],
    ['render.CamMode=1', 503],
    ['render.backdrop=studio', 503],
    ['render.shadow=1', 503],
    ['render.includeAudio=0', 503],
    ['camera=fixed', 503],
  ])('%s', async (param, code) => {
    const { status, details } = await caller.ended(await caller.process(url, [param]));
    expect([status, details!.exc_type]).toEqual(['FAILURE', String(code)]);
    expect(details!.exc_message).toContain('this version of the embedded service does not have it');
  });

  test.each([
    [
      'PNG',
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 9, 0, 0, 0, 7],
    ],
    ['JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 7, 0, 9, 3, 0, 0, 0, 0, 0, 0, 0]],
  ])('image input: %s, by 508', async (_kind, bytes) => {
    const image = await caller.upload(Uint8Array.from(bytes), 'pose.png');
    const { details } = await caller.ended(await caller.process(image));
    expect(details).toMatchObject({ exc_type: '508', exc_message: expect.stringContaining('pictures') as string });
    const info = await caller.post('/videoInfo', { url: image });
    expect(await info.json()).toMatchObject({ width: 9, height: 7 });
  });
});

test('another config fails by 509', async () => expect(await outcome('config=configFast')).toBe(509));

test('exactly the kinds that were asked for are made, each once', async () => {
  const kinds = async (formats: string): Promise<string[]> => {
    const rid = await caller.process(url, [`formats=${formats}`]);
    await caller.ended(rid);
    const [link] = (await caller.download(rid)).links;
    return link!.urls![0]!.files.flatMap((file) => Object.keys(file));
  };
  expect(await kinds('glb')).toEqual(['glb']);
  expect(await kinds('bvh,glb,bvh')).toEqual(['bvh', 'glb']);
  expect(await kinds('GLB')).toEqual(['glb']);
});

test('equal input gives equal output, byte for byte', async () => {
  const glb = async (): Promise<Buffer> => {
    const rid = await caller.process(url, ['formats=glb', 'sim=1', 'rootAtOrigin=1', 'model=roblox-r15']);
    await caller.ended(rid);
    const [link] = (await caller.download(rid)).links;
    const file = await app.request(link!.urls![0]!.files[0]!['glb']!.replace('http://localhost', ''));
    return Buffer.from(await file.arrayBuffer());
  };
  expect(Buffer.compare(await glb(), await glb())).toBe(0);
});

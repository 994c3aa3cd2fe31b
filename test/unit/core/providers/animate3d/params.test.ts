import { readParams, writeParams } from '@kinora/core/protocol';
import type { InputFacts, ProcessParams, RenderParams } from '@kinora/core/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownCode } from '../../../../support/thrown-code.ts';

const toPlaces = (value: number, places: number): number => Number(value.toFixed(places));
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => toPlaces(value, 6));
const ordered = (values: fc.Arbitrary<number>): fc.Arbitrary<[number, number]> =>
  fc
    .tuple(values, values)
    .map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]))
    .filter(([a, b]) => a < b);
const byte = fc.integer({ min: 0, max: 255 });
const anyRender: fc.Arbitrary<RenderParams> = fc
  .record(
    {
      sideBySide: fc.constant(false),
      background: fc.tuple(byte, byte, byte, byte),
      backdrop: fc.constant<'studio'>('studio'),
      shadow: fc.boolean(),
      includeAudio: fc.boolean(),
      camera: fc.constantFrom<'cinematic' | 'fixed' | 'face'>('cinematic', 'fixed', 'face'),
    },
    { requiredKeys: ['sideBySide'] },
  )
  .filter((render) => Object.keys(render).length > 0);

const anyParams: fc.Arbitrary<ProcessParams> = fc
  .record(
    {
      config: fc.constant('configDefault'),
      formats: fc.subarray(['bvh', 'fbx', 'glb'], { minLength: 1 }),
      model: fc.stringMatching(/^\w{1,20}$/),
      sim: fc.boolean(),
      trackFace: fc.boolean(),
      trackHand: fc.boolean(),
      rootAtOrigin: fc.boolean(),
      upperBodyOnly: fc.boolean(),
      footLockingMode: fc.constantFrom('auto', 'always', 'never', 'grounding'),
      videoSpeedMultiplier: fc.double({ min: 1, max: 8, noNaN: true }).map((value) => toPlaces(value, 6)),
      poseFilteringStrength: share,
      trim: ordered(fc.double({ min: 0, max: 600, noNaN: true }).map((value) => toPlaces(value, 3))),
      crop: fc
        .tuple(ordered(share), ordered(share))
        .map(([[left, right], [top, bottom]]): [number, number, number, number] => [left, top, right, bottom])
        .filter((edges) => edges.join() !== '0,0,1,1'),
      render: anyRender,
    },
    { requiredKeys: ['config'] },
  )
  .map((params) => (params.render ? { ...params, formats: [...(params.formats ?? []), 'mp4'] } : params));

describe('params', () => {
  test('what is written is read again, whatever it is', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        expect(readParams(writeParams(params))).toEqual(params);
      }),
    );
  });

  test('the samples of the seed', () => {
    expect(writeParams({ formats: ['bvh', 'fbx'], trackFace: true, footLockingMode: 'auto', trim: [1, 2.6] })).toEqual([
      'config=configDefault',
      'formats=bvh,fbx',
      'trackFace=1',
      'footLockingMode=auto',
      'trim=1,2.6',
    ]);
    expect(readParams(['crop=0.239,0.121,0.742,0.981']).crop).toEqual([0.239, 0.121, 0.742, 0.981]);
  });

  test('config is sent first though nobody names it', () => {
    expect(writeParams({ sim: true })).toEqual(['config=configDefault', 'sim=1']);
  });

  test('flags that nobody chose are left to the service', () => {
    expect(writeParams({})).toEqual(['config=configDefault']);
  });

  test('long names, flags as words and keys that are not typed are read', () => {
    expect(
      readParams([
        'poseEstimation.footLockingMode=never',
        'poseEstimation.videoSpeedMultiplier=2',
        'poseEstimation.poseFilteringStrength=0.5',
        'rootAtOrigin=true',
        'sim=false',
        'someNewKey=1',
      ]),
    ).toEqual({
      footLockingMode: 'never',
      videoSpeedMultiplier: 2,
      poseFilteringStrength: 0.5,
      rootAtOrigin: true,
      sim: false,
      others: { someNewKey: '1' },
    });
  });

  test('a value that is empty counts as absent, as the published SDK sends a model that was not chosen', () => {
    expect(readParams(['model=', 'sim=1'])).toEqual({ sim: true });
  });

  test('upperBodyOnly goes as a word, unknown to old servers', () => {
    expect(writeParams({ upperBodyOnly: true })).toContain('upperBodyOnly=true');
    expect(readParams(['upperBodyOnly=false'])).toEqual({ upperBodyOnly: false });
  });

  test('a key that is newer than this client passes through', () => {
    expect(writeParams({ others: { tPoseFirst: '1' } })).toContain('tPoseFirst=1');
  });
});

describe('numbers on the wire', () => {
  test('exponent notation 1e-7 is not sent', () => {
    expect(writeParams({ poseFilteringStrength: 1e-7 })).toContain('poseFilteringStrength=0');
  });

  test('exponent notation is not read either', () => {
    expect(thrownCode(() => readParams(['poseFilteringStrength=1e-7']))).toBe('animate3d/parameter');
  });

  test('locale comma decimals are refused, and a point is sent in every locale', () => {
    expect(thrownCode(() => readParams(['videoSpeedMultiplier=1,5']))).toBe('animate3d/parameter');
    expect(thrownCode(() => writeParams({ videoSpeedMultiplier: '1,5' as never }))).toBe('animate3d/parameter');
    expect(writeParams({ videoSpeedMultiplier: 1.5 })).toContain('videoSpeedMultiplier=1.5');
  });

  test('more than 3 decimals of a trim are rounded to the millisecond', () => {
    expect(writeParams({ trim: [0.12345, 2.00049] })).toContain('trim=0.123,2');
  });

  test('a sub-frame trim that would be empty on the wire is refused', () => {
    expect(thrownCode(() => writeParams({ trim: [1.0001, 1.0002] }))).toBe('animate3d/parameter');
  });

  test('a full-frame crop is omitted', () => {
    expect(writeParams({ crop: [0, 0, 1, 1] })).toEqual(['config=configDefault']);
  });
});

describe('values out of their range are refused before anything is sent', () => {
  test.each<[string, ProcessParams]>([
    ['a speed of 0', { videoSpeedMultiplier: 0 }],
    ['a speed that is NaN', { videoSpeedMultiplier: Number.NaN }],
    ['a speed above 8', { videoSpeedMultiplier: 8.5 }],
    ['a filter above 1', { poseFilteringStrength: 1.1 }],
    ['a filter below 0', { poseFilteringStrength: -0.1 }],
    ['an unknown foot locking mode', { footLockingMode: 'tight' as never }],
    ['a flag that is a word', { sim: 'false' as never }],
    ['a trim that ends before it begins', { trim: [2, 1] }],
    ['a trim without its end', { trim: [1] as never }],
    ['a trim to infinity', { trim: [0, Number.POSITIVE_INFINITY] }],
    ['a trim that begins before the video', { trim: [-1, 1] }],
    ['a crop beyond the frame', { crop: [0, 0, 1, 1.5] }],
    ['a crop without width', { crop: [0.5, 0, 0.5, 1] }],
    ['a crop upside down', { crop: [0, 0.8, 1, 0.2] }],
    ['a crop with NaN', { crop: [0, Number.NaN, 1, 1] }],
    ['an unknown format', { formats: ['usdz'] }],
    ['a format with a comma', { formats: ['bvh,fbx'] }],
    ['a parameter that is misspelt', { footLockMode: 'auto' } as never],
    ['a parameter by its name on the wire', { 'render.sbs': false } as never],
    ['a model with a line break', { model: 'a\nb' }],
    ['another key that is typed', { others: { trim: '1,2' } }],
    ['another key that is no key', { others: { 'a=b': '1' } }],
    ['another key of two lines', { others: { a: '1\n2' } }],
  ])('%s', (_what, params) => {
    expect(thrownCode(() => writeParams(params))).toBe('animate3d/parameter');
  });

  test.each<[string, string[]]>([
    ['no value', ['trim']],
    ['no key', ['=1']],
    ['a flag of 2', ['sim=2']],
    ['to of a trim omitted', ['trim=1']],
    ['a trim with another separator', ['trim=1;2']],
    ['a trim with comma decimals', ['trim=1,5,2,6']],
    ['a crop of words', ['crop=a,b,c,d']],
    ['an unknown mode of the feet', ['footLockingMode=tight']],
    ['a key that comes twice', ['trim=1,2', 'trim=0,9']],
    ['a key that comes by both of its names', ['footLockingMode=auto', 'poseEstimation.footLockingMode=never']],
    ['more strings than there are parameters', Array.from({ length: 65 }, (_, i) => `k${i}=1`)],
  ])('%s is not read', (_what, strings) => {
    expect(thrownCode(() => readParams(strings))).toBe('animate3d/parameter');
  });

  test('what was refused is named, and its value never told', () => {
    const act = (): unknown => readParams(['trim=https://h/x?signature=secret']);
    expect(act).toThrow(/"trim"/);
    expect(act).not.toThrow(/secret/);
  });
});

describe('what goes in', () => {
  const image: InputFacts = { kind: 'image' };
  const video: InputFacts = { kind: 'video', durationSeconds: 4 };

  test.each<[string, ProcessParams, InputFacts]>([
    ['mp4 of an image is refused', { formats: ['glb', 'mp4'] }, image],
    ['png of a video is refused', { formats: ['glb', 'png'] }, video],
    ['a trim of an image is refused', { trim: [0, 1] }, image],
    ['a trim beyond the end of the video is refused', { trim: [1, 4.5] }, video],
  ])('%s', (_what, params, input) => {
    expect(thrownCode(() => writeParams(params, input))).toBe('animate3d/parameter');
  });

  test('an image is given as png or jpg, a video as mp4', () => {
    expect(writeParams({ formats: ['bvh', 'png'] }, image)).toContain('formats=bvh,png');
    expect(writeParams({ formats: ['bvh', 'mp4'], trim: [1, 4] }, video)).toContain('formats=bvh,mp4');
  });

  test('an image may be cropped', () => {
    expect(writeParams({ crop: [0, 0, 0.5, 1] }, image)).toContain('crop=0,0,0.5,1');
  });
});

describe('the picture of the character', () => {
  const mp4 = { formats: ['mp4'] };

  test('the recipes of the seed', () => {
    expect(writeParams({ ...mp4, render: { sideBySide: false } })).toContain('render.sbs=0');
    expect(writeParams({ ...mp4, render: { backdrop: 'studio', background: [0, 177, 64], shadow: true } })).toEqual([
      'config=configDefault',
      'formats=mp4',
      'render.sbs=0',
      'render.bgColor=0,177,64,0',
      'render.backdrop=studio',
      'render.shadow=1',
    ]);
  });

  test('alpha is sent and ignored', () => {
    expect(writeParams({ ...mp4, render: { background: [1, 2, 3, 9] } })).toContain('render.bgColor=1,2,3,9');
    expect(readParams(['render.bgColor=1,2,3']).render?.background).toEqual([1, 2, 3]);
  });

  test('CamMode is written with its capital, and read in any case', () => {
    expect(writeParams({ ...mp4, render: { camera: 'face' } })).toContain('render.CamMode=2');
    expect(readParams(['render.camMode=1']).render).toEqual({ camera: 'fixed' });
  });

  test('a backdrop without sbs=0 gets it, and one beside the video is refused', () => {
    expect(writeParams({ ...mp4, render: { backdrop: 'studio' } })).toContain('render.sbs=0');
    const both = { ...mp4, render: { backdrop: 'studio', sideBySide: true } } as const;
    expect(thrownCode(() => writeParams(both))).toBe('animate3d/parameter');
  });

  test('options of a picture that nobody asked for are refused', () => {
    expect(thrownCode(() => writeParams({ formats: ['glb'], render: { shadow: true } }))).toBe('animate3d/parameter');
  });

  test.each<[string, RenderParams]>([
    ['a colour of 256', { background: [0, 0, 256] }],
    ['a colour with a fraction', { background: [0, 0.5, 0] }],
    ['a colour of two numbers', { background: [0, 0] as never }],
    ['another backdrop', { backdrop: 'forest' as never }],
    ['another camera', { camera: 'top' as never }],
    ['an option that is misspelt', { shadows: true } as never],
  ])('%s is refused', (_what, render) => {
    expect(thrownCode(() => writeParams({ ...mp4, render }))).toBe('animate3d/parameter');
  });

  test.each(['render.CamMode=3', 'render.sbs=2', 'render.bgColor=1,2', 'render.backdrop=forest', 'camera=top'])(
    '"%s" is not read',
    (text) => {
      expect(thrownCode(() => readParams([text]))).toBe('animate3d/parameter');
    },
  );

  const legacy = (camera: 'closeup' | 'fixed', render?: RenderParams): string[] =>
    writeParams({ ...mp4, ...{ camera }, ...(render && { render }) });

  test('the legacy camera becomes a CamMode', () => {
    expect(legacy('closeup')).toContain('render.CamMode=0');
    expect(legacy('fixed')).toContain('render.CamMode=1');
    expect(readParams(['render.camera=fixed']).render).toEqual({ camera: 'fixed' });
    expect(readParams(['camera=closeup']).render).toEqual({ camera: 'cinematic' });
  });

  test('with both cameras given CamMode wins', () => {
    expect(legacy('fixed', { camera: 'face' })).toContain('render.CamMode=2');
    expect(readParams(['render.CamMode=2', 'camera=fixed']).render).toEqual({ camera: 'face' });
  });
});

describe('several people', () => {
  const person = (id: number): { trackingId: string; modelId: string } => ({
    trackingId: String(id).padStart(3, '0'),
    modelId: 'same',
  });

  test('models goes as strict JSON', () => {
    const models = [{ trackingId: '001', modelId: 'a"b' }];
    const written = writeParams({ models }).find((pair) => pair.startsWith('models='))!;
    expect(JSON.parse(written.slice('models='.length))).toEqual(models);
    expect(thrownCode(() => readParams(["models=[{trackingId:'001', modelId:'x'}]"]))).toBe('animate3d/parameter');
  });

  test('one model for all is fine, and ids are three digits', () => {
    expect(readParams(['models=[{"trackingId":1,"modelId":"m"},{"trackingId":"12","modelId":"m"}]']).models).toEqual([
      { trackingId: '001', modelId: 'm' },
      { trackingId: '012', modelId: 'm' },
    ]);
  });

  test.each<[string, ProcessParams]>([
    ['nobody', { models: [] }],
    ['more than 16 people', { models: Array.from({ length: 17 }, (_, i) => person(i)) }],
    ['one person twice', { models: [person(1), person(1)] }],
    ['an id of no three digits', { models: [{ trackingId: '1', modelId: 'm' }] }],
    ['model beside models', { models: [person(1)], model: 'm' }],
  ])('%s is refused before anything is sent', (_what, params) => {
    expect(thrownCode(() => writeParams(params))).toBe('animate3d/parameter');
  });

  test('16 people are taken', () => {
    const models = Array.from({ length: 16 }, (_, i) => person(i));
    expect(readParams(writeParams({ models })).models).toEqual(models);
  });

  test('model beside models is read, as the published SDK sends both', () => {
    expect(readParams(['model=m', 'models=[{"trackingId":"001","modelId":"n"}]'])).toMatchObject({ model: 'm' });
  });
});

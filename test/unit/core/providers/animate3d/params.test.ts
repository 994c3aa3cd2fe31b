import { readParams, writeParams } from '@kinora/core/protocol';
import type { ProcessParams } from '@kinora/core/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownCode } from '../../../../support/thrown-code.ts';

const places = (value: number): number => Math.round(value * 1e6) / 1e6;
const share = fc.double({ min: 0, max: 1, noNaN: true }).map(places);
const pair = fc
  .tuple(share, share)
  .map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]))
  .filter(([a, b]) => a < b);

const anyParams: fc.Arbitrary<ProcessParams> = fc.record(
  {
    config: fc.constant('configDefault'),
    formats: fc.subarray(['bvh', 'fbx', 'mp4', 'glb'], { minLength: 1 }),
    model: fc.stringMatching(/^\w{1,20}$/),
    sim: fc.boolean(),
    trackFace: fc.boolean(),
    trackHand: fc.boolean(),
    rootAtOrigin: fc.boolean(),
    footLockingMode: fc.constantFrom('auto', 'always', 'never', 'grounding'),
    videoSpeedMultiplier: fc.double({ min: 1, max: 8, noNaN: true }).map(places),
    poseFilteringStrength: share,
    trim: pair,
    crop: fc
      .tuple(pair, pair)
      .map(([[left, right], [top, bottom]]): [number, number, number, number] => [left, top, right, bottom]),
  },
  { requiredKeys: ['config'] },
);

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

  test('long names, flags as words and keys that are not typed are read', () => {
    expect(
      readParams(['poseEstimation.footLockingMode=never', 'rootAtOrigin=true', 'sim=false', 'render.CamMode=1']),
    ).toEqual({ footLockingMode: 'never', rootAtOrigin: true, sim: false, others: { 'render.CamMode': '1' } });
  });

  test('no number is written with an exponent', () => {
    expect(writeParams({ poseFilteringStrength: 1e-7 })).toContain('poseFilteringStrength=0');
  });

  test.each<[string, ProcessParams]>([
    ['a speed below 1', { videoSpeedMultiplier: 0 }],
    ['a speed that is no number', { videoSpeedMultiplier: Number.NaN }],
    ['a filter above 1', { poseFilteringStrength: 1.1 }],
    ['a trim that ends before it begins', { trim: [2, 1] }],
    ['a trim without end', { trim: [0, Number.POSITIVE_INFINITY] }],
    ['a crop beyond the frame', { crop: [0, 0, 1, 1.5] }],
    ['a crop without width', { crop: [0.5, 0, 0.5, 1] }],
    ['a format with a comma', { formats: ['bvh,fbx'] }],
  ])('%s is refused before anything is sent', (_what, params) => {
    expect(thrownCode(() => writeParams(params))).toBe('animate3d/parameter');
  });

  test.each(['trim', '=1', 'sim=2', 'trim=1', 'trim=1;2', 'crop=a,b,c,d', 'footLockingMode=tight', 'trim=1,5,2,6'])(
    '"%s" is refused',
    (text) => {
      expect(thrownCode(() => readParams([text]))).toBe('animate3d/parameter');
    },
  );
});

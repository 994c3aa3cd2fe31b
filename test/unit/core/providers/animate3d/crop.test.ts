import { cropPixels } from '@kinora/core/animate3d';
import { describe, expect, test } from 'vitest';

describe('cropPixels()', () => {
  test('rounds each edge, as the sample of the seed shows', () => {
    expect(cropPixels([0.239, 0.121, 0.742, 0.981], { width: 1080, height: 1920 })).toEqual({
      left: 258,
      top: 232,
      width: 543,
      height: 1652,
    });
  });

  test('a crop of a rotated video is of what is seen', () => {
    const crop = [0, 0, 0.5, 1] as const;
    expect(cropPixels(crop, { width: 1920, height: 1080, rotation: 90 })).toMatchObject({ width: 540, height: 1920 });
    expect(cropPixels(crop, { width: 1920, height: 1080, rotation: -270 })).toMatchObject({ width: 540 });
    expect(cropPixels(crop, { width: 1920, height: 1080, rotation: 180 })).toMatchObject({ width: 960, height: 1080 });
  });
});

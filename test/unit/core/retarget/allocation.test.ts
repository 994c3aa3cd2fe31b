import { beforeAll, expect, test } from 'vitest';
import { heapPerFrames } from '../../../support/heap-per-frame.ts';
import type { HeapPerFrames } from '../../../support/heap-per-frame.ts';
import { describeShared } from '../../../support/shared-assets.ts';

/** Bytes a frame: less than the smallest object, a boxed number of 16 bytes, in every eighth frame. */
const NOTHING = 2;

describeShared('a frame of live retargeting', () => {
  let heap: HeapPerFrames;
  beforeAll(async () => {
    heap = await heapPerFrames();
  }, 120_000);

  test.each([
    ['of a clip with root motion', 'travels'],
    ['on a body whose feet hang from elsewhere', 'detachedFeet'],
    ['with fingers and a face', 'fingersAndFace'],
  ] as const)('%s allocates nothing', (_, pair) => {
    const { retargetPose, player, fading } = heap[pair];
    expect(retargetPose).toBeLessThanOrEqual(NOTHING);
    expect(player).toBeLessThanOrEqual(NOTHING);
    expect(fading).toBeLessThanOrEqual(NOTHING);
  });

  test('is measured in a way that finds a copy of three numbers', () => {
    expect(heap.planted).toBeGreaterThan(NOTHING);
  });
});

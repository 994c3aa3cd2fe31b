import { local } from '@kinora/capture';
import { readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import danceUrl from '../../../packages/performer/sample/dance.mp4?url';
import { limbError } from '../../support/limb-error.ts';

/** Half a second of the dance. */
async function capture(runtime: 'exact' | 'fast', video: Blob): Promise<Clip> {
  const provider = local({ runtime, trim: [0, 0.5] });
  const signal = new AbortController().signal;
  const ctx = { signal, onProgress: () => {}, saveCheckpoint: () => Promise.resolve() };
  const [glb] = await provider.run(video, {}, ctx);
  provider.dispose?.();
  return readGlb(glb!.bytes).clips[0]!;
}

test('both builds of LiteRT run, and agree within 3 cm', { timeout: 120_000 }, async () => {
  const video = await (await fetch(danceUrl)).blob();
  const [exact, fast] = [await capture('exact', video), await capture('fast', video)];
  // Chromium has relaxed SIMD: the same numbers to the last digit would be those of the same build.
  expect(fast.rotations).not.toEqual(exact.rotations);
  const times = Array.from({ length: exact.frames }, (_, frame) => frame / exact.rate);
  const error = limbError(fast, exact, times);
  console.info(`runtimes: exact and fast ${(error * 100).toFixed(2)} cm apart`);
  expect(error).toBeLessThan(0.03);
});

test('a runtime that is none is refused', () => {
  expect(() => local({ runtime: 'relaxed' as 'fast' })).toThrow(RangeError);
});

import { captureInChild } from '@kinora/capture/node';
import { clipDuration, parseBvh, readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { correlation, goldenHipHeights, hipHeights } from '../../../support/squats.ts';

/** A capture takes about 10 s on two idle cores, and many times that on busy ones. */
const PATIENCE_MS = 120_000;

async function capture(name: string): Promise<{ glb: Clip; bvh: Clip }> {
  const times: number[] = [];
  const [glb, bvh] = await captureInChild(sharedAsset(`videos/${name}`), {
    onProgress: ({ frames }) => frames && times.push(performance.now()),
  });
  const rate = ((times.length - 1) / (times.at(-1)! - times[0]!)) * 1000;
  console.info(`${name}: ${rate.toFixed(1)} frames a second in Node`);
  return { glb: readGlb(glb!.bytes).clips[0]!, bvh: parseBvh(bvh!.bytes, bvh!.name).clip };
}

describeShared('captureInChild() of real videos', { timeout: PATIENCE_MS }, () => {
  test('pose_squats.mp4: sees the person in every frame, and the hips follow the published ones', async () => {
    const { glb, bvh } = await capture('pose_squats.mp4');
    expect(glb).toMatchObject({ name: 'pose_squats', report: { tracked: 1, gaps: [] } });
    expect(bvh.frames).toBe(glb.frames);
    const golden = goldenHipHeights();
    expect(correlation(hipHeights(glb, golden.length), golden)).toBeGreaterThan(0.95);
  });

  test('pose2sim_singleperson_cam02.mp4: without a gap of half a second', async () => {
    const { glb } = await capture('pose2sim_singleperson_cam02.mp4');
    // 100 frames at 60 a second, the last one shown at 1.65 s.
    expect(clipDuration(glb)).toBeCloseTo(1.65, 1);
    expect(glb.report!.gaps.filter(({ from, to }) => to - from > 0.5)).toEqual([]);
  });
});

/** Measures captures in a worker, as a page's own run in one. */
import { expose } from '@kinora/core/rpc';
import type { ModelChoice } from '../../../packages/capture/src/pose-models.ts';
import { openVideo } from '../../../packages/capture/src/video/open-video.ts';
import { measureCapture } from '../measure.ts';
import type { Times } from '../measure.ts';

const api = {
  async measure(url: string, choice: ModelChoice, rounds: number): Promise<Times> {
    const video = await (await fetch(url)).blob();
    return measureCapture(video, openVideo, choice, rounds);
  },
};

export type BenchApi = typeof api;

expose(api);

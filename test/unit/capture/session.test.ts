import type { Progress } from '@kinora/core';
import { describe, expect, test } from 'vitest';
import { captureVideo } from '../../../packages/capture/src/session.ts';
import type { CaptureOptions, CapturePorts } from '../../../packages/capture/src/session.ts';
import type { Frame } from '../../../packages/capture/src/track/frame.ts';
import type { FrameSource } from '../../../packages/capture/src/video/frame-source.ts';
import { rgbaFrame } from '../../support/rgba-frame.ts';

/** A made-up video: grey frames at 25 a second, and a note of when it was closed. */
function greyVideo(frameCount: number, promised = frameCount): FrameSource & { closed: number } {
  const data = new Uint8Array(8 * 8 * 4).fill(128);
  return {
    width: 8,
    height: 8,
    duration: frameCount / 25,
    frameCount: promised,
    closed: 0,
    async *frames(): AsyncGenerator<Frame, void, undefined> {
      for (let i = 0; i < frameCount; i++) yield await Promise.resolve(rgbaFrame(data, 8, 8, i / 25));
    },
    close() {
      this.closed++;
    },
  };
}

/** BlazePose's outputs when nobody is there: 2254 anchors of 12 values, and their scores. */
const nobody = (): Promise<Float32Array[]> =>
  Promise.resolve([new Float32Array(2254 * 12), new Float32Array(2254).fill(-100)]);

function ports(source: FrameSource): CapturePorts<Blob> {
  let clock = 0;
  return {
    openVideo: () => Promise.resolve(source),
    loadModels: () => Promise.resolve({ detector: nobody, landmarks: nobody }),
    now: () => (clock += 100),
  };
}

function options(change: Partial<CaptureOptions> = {}): CaptureOptions & { readonly progress: Progress[] } {
  const progress: Progress[] = [];
  const { signal } = new AbortController();
  return { name: 'walk', maxSeconds: 60, signal, onProgress: (step) => progress.push(step), progress, ...change };
}

describe('captureVideo()', () => {
  test('refuses a video without a person, and has closed it', async () => {
    const source = greyVideo(10);
    await expect(captureVideo(new Blob(), ports(source), options())).rejects.toMatchObject({
      code: 'capture/no-person',
    });
    expect(source.closed).toBeGreaterThan(0);
  });

  test('tells each frame, and the time left from the fifth on', async () => {
    const run = options();
    await captureVideo(new Blob(), ports(greyVideo(10)), run).catch(() => {});
    const tracking = run.progress.filter(({ stage }) => stage === 'track');
    expect(tracking.map(({ frames }) => frames)).toEqual(
      Array.from({ length: 11 }, (_, done) => ({ done, total: 10 })),
    );
    expect(tracking.map(({ secondsLeft }) => secondsLeft?.toFixed(1))).toEqual([
      ...Array<undefined>(5).fill(undefined),
      ...['0.5', '0.4', '0.3', '0.2', '0.1', '0.0'],
    ]);
  });

  test.each([
    ['more', 10, 4],
    ['fewer', 4, 10],
    ['none', 5, 0],
  ])('never goes back and stays below 1 when the container promised %s frames', async (_name, promised, frames) => {
    const run = options();
    await captureVideo(new Blob(), ports(greyVideo(frames, promised)), run).catch(() => {});
    const shown = run.progress.map(({ progress01 }) => progress01);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(Math.max(...shown)).toBeLessThan(1);
  });

  test('stops at the frame at which it is aborted', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const source = greyVideo(100);
    const progress: Progress[] = [];
    const onProgress = (step: Progress): void => {
      progress.push(step);
      if (step.frames?.done === 3) abort.abort(reason);
    };
    const run = options({ signal: abort.signal, onProgress });
    await expect(captureVideo(new Blob(), ports(source), run)).rejects.toBe(reason);
    expect(progress.at(-1)?.frames?.done).toBe(3);
    expect(source.closed).toBeGreaterThan(0);
  });

  test('closes the video where the models cannot be loaded', async () => {
    const source = greyVideo(10);
    const broken = { ...ports(source), loadModels: () => Promise.reject(new Error('no models')) };
    await expect(captureVideo(new Blob(), broken, options())).rejects.toThrow('no models');
    expect(source.closed).toBeGreaterThan(0);
  });

  test('loads no models for a video that is refused', async () => {
    let loads = 0;
    const refusing: CapturePorts<Blob> = {
      ...ports(greyVideo(0)),
      openVideo: () => Promise.reject(new Error('not a video')),
      loadModels: () => Promise.reject(new Error(`load ${++loads}`)),
    };
    await expect(captureVideo(new Blob(), refusing, options())).rejects.toThrow('not a video');
    expect(loads).toBe(0);
  });
});

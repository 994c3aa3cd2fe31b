import type { PersonChoice, Progress } from '@kinora/core';
import { describe, expect, test } from 'vitest';
import { trackVideo } from '../../../packages/capture/src/track-video.ts';
import { createDetect } from '../../../packages/capture/src/track/detect.ts';
import { FrameTracker } from '../../../packages/capture/src/track/frame-tracker.ts';
import type { Frame } from '../../../packages/capture/src/track/frame.ts';
import type { Run, TrackedFrame } from '../../../packages/capture/src/track/landmarks.ts';
import { Scout } from '../../../packages/capture/src/track/people/scout.ts';
import type { FrameSource } from '../../../packages/capture/src/video/frame-source.ts';
import { rgbaFrame } from '../../support/rgba-frame.ts';

const RATE = 10;
const SIDE = 16;
const ANCHORS = 2254;
const POINTS = 39;

/** A film whose frames are told apart by their grey, and how often it was read. */
function greys(frameCount: number): FrameSource & { reads: number; open: number } {
  return {
    width: SIDE,
    height: SIDE,
    duration: frameCount / RATE,
    frameCount,
    reads: 0,
    open: 0,
    async *frames(): AsyncGenerator<Frame, void, undefined> {
      this.reads++;
      this.open++;
      try {
        for (let i = 0; i < frameCount; i++) yield await Promise.resolve(grey(i));
      } finally {
        this.open--;
      }
    },
    close() {},
  };
}

function grey(i: number): Frame {
  return rgbaFrame(new Uint8Array(SIDE * SIDE * 4).fill(i * 4), SIDE, SIDE, i / RATE);
}

/** Where people are, as shares of the picture, in the frames from one to before another. */
type Cast = readonly { readonly x: number; readonly from: number; readonly to: number }[];

/** Models that know the frame by its grey, and the film by heart. */
function modelsOf(cast: Cast): { detector: Run; landmarks: Run; calls: number } {
  const models = {
    calls: 0,
    detector(input: Float32Array): Promise<Float32Array[]> {
      const frame = Math.round(((input[input.length / 2 + 336]! + 1) * 255) / 8);
      const scores = new Float32Array(ANCHORS).fill(-100);
      const boxes = new Float32Array(ANCHORS * 12);
      cast.forEach(({ x, from, to }, anchor) => {
        if (frame < from || frame >= to) return;
        scores[anchor] = 3;
        const [left, top] = [224 * (x - 0.5 / 28), 224 * (0.5 - 0.5 / 28)];
        boxes.set([left, top, 40, 80, left, top, left, top - 50, left, top - 40, left, top - 50], anchor * 12);
      });
      return Promise.resolve([boxes, scores]);
    },
    landmarks(input: Float32Array): Promise<Float32Array[]> {
      models.calls++;
      const points = new Float32Array(POINTS * 5).fill(128);
      points.set([128, 128 - 80], 34 * 5);
      points[0] = input[input.length >> 1]! * 100;
      return Promise.resolve([new Float32Array(POINTS * 3), Float32Array.of(0.9), points]);
    },
  };
  return models;
}

async function track(cast: Cast, frameCount: number, person?: PersonChoice) {
  const source = greys(frameCount);
  const models = modelsOf(cast);
  const progress: Progress[] = [];
  const { frames } = await trackVideo(source, models, () => 0, {
    name: 'greys',
    signal: new AbortController().signal,
    onProgress: (step) => progress.push(step),
    ...(person && { person }),
  });
  return { frames, source, calls: models.calls, progress };
}

/** By one who has looked at all of the beginning before. */
async function trackKnowing(cast: Cast, frameCount: number) {
  const models = modelsOf(cast);
  const scout = new Scout(createDetect(models.detector));
  for (let i = 0; i < frameCount && !scout.isDone; i++) await scout.look(grey(i));
  const tracker = new FrameTracker(models, scout.found()?.target);
  const frames: TrackedFrame[] = [];
  for (let i = 0; i < frameCount; i++) frames.push(await tracker.track(grey(i)));
  return { frames, calls: models.calls };
}

const ALWAYS = { from: 0, to: Infinity };

describe('trackVideo()', () => {
  test.each<[string, Cast, number, number]>([
    ['one person', [{ x: 0.4, ...ALWAYS }], 15, 1],
    [
      'two from the beginning',
      [
        { x: 0.4, ...ALWAYS },
        { x: 0.8, ...ALWAYS },
      ],
      15,
      1,
    ],
    [
      'a second one who comes later',
      [
        { x: 0.4, ...ALWAYS },
        { x: 0.8, from: 4, to: Infinity },
      ],
      15,
      2,
    ],
    [
      'somebody else who turns out to be clearer',
      [
        { x: 0.1, ...ALWAYS },
        { x: 0.5, from: 2, to: Infinity },
      ],
      15,
      2,
    ],
    ['somebody who comes later', [{ x: 0.4, from: 4, to: Infinity }], 15, 2],
    ['somebody who comes late in less than a second', [{ x: 0.4, from: 5, to: Infinity }], 8, 2],
    ['somebody who comes after the first second', [{ x: 0.4, from: 12, to: Infinity }], 15, 1],
    ['nobody', [], 15, 1],
  ])('%s: all frames as if it had been known from the beginning', async (_what, cast, frameCount, reads) => {
    const { frames, source, progress } = await track(cast, frameCount);
    expect(frames).toEqual((await trackKnowing(cast, frameCount)).frames);
    expect([source.reads, source.open]).toEqual([reads, 0]);
    expect(progress.map((step) => step.frames?.done)).toEqual(Array.from({ length: frameCount + 1 }, (_, i) => i));
  });

  test('tracks nothing in vain once others were seen', async () => {
    const cast = [
      { x: 0.4, ...ALWAYS },
      { x: 0.8, from: 2, to: Infinity },
    ];
    const { calls } = await track(cast, 15);
    // The scout looks at the frames 0 and 3.
    expect(calls - (await trackKnowing(cast, 15)).calls).toBe(3);
  });

  test('tells how far it has come to somebody who was chosen late, and never goes back', async () => {
    const { frames, progress } = await track([{ x: 0.4, ...ALWAYS }], 20, { time: 1.5, x: 0.4, y: 0.5 });
    const shown = progress.map(({ progress01 }) => progress01);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    const looking = progress.filter((step) => step.frames?.done === 0).map(({ progress01 }) => progress01);
    expect(new Set(looking).size).toBe(16); // One for each frame up to 1.5 s.
    expect(shown.at(-1)).toBeLessThan(1);
    expect(frames.every(({ landmarks }) => landmarks)).toBe(true);
  });

  test('says of a crop in which part of the picture it looked, pixels', async () => {
    const options = { name: 'greys', signal: new AbortController().signal, onProgress: () => {} };
    const cropped = await trackVideo(greys(3), modelsOf([]), () => 0, { ...options, crop: [0.25, 0, 1, 0.5] });
    expect(cropped.view).toEqual({ left: SIDE / 4, top: 0, right: SIDE, bottom: SIDE / 2 });
    expect(await trackVideo(greys(3), modelsOf([]), () => 0, options)).not.toHaveProperty('view');
  });

  test('leaves no reading of the frames open where nobody is at the place that was chosen', async () => {
    const source = greys(10);
    const options = { name: 'greys', signal: new AbortController().signal, onProgress: () => {} };
    const person = { time: 0.3, x: 0.9, y: 0.1 };
    const tracking = trackVideo(source, modelsOf([{ x: 0.4, ...ALWAYS }]), () => 0, { ...options, person });
    await expect(tracking).rejects.toMatchObject({ code: 'capture/nobody-there' });
    expect(source.open).toBe(0);
  });
});

import type { Clip } from '@kinora/core/motion';
import type { Progress } from '@kinora/core';
import { describe, expect, test } from 'vitest';
import { captureVideo } from '../../../packages/capture/src/session.ts';
import type { CaptureOptions } from '../../../packages/capture/src/session.ts';
import { solveMotion } from '../../../packages/capture/src/solve/solve-motion.ts';
import { cropRegion } from '../../../packages/capture/src/track/crop.ts';
import type { Frame } from '../../../packages/capture/src/track/frame.ts';
import { wholeView } from '../../../packages/capture/src/track/region.ts';
import { checkTuning, viewOf } from '../../../packages/capture/src/tuning.ts';
import type { CaptureTuning } from '../../../packages/capture/src/tuning.ts';
import { jointPosition } from '../../support/clip-joints.ts';
import { goldenSquats } from '../../support/golden-squats.ts';
import { rgbaFrame } from '../../support/rgba-frame.ts';
import { describeShared } from '../../support/shared-assets.ts';

describe('crop', () => {
  test('rounds each edge to a pixel, as the documents’ own example', () => {
    const view = viewOf([0.239, 0.121, 0.742, 0.981], 1080, 1920);
    expect([view.right - view.left, view.bottom - view.top]).toEqual([543, 1652]);
  });

  test('leaves at least a pixel of any picture', () => {
    expect(viewOf([0.999, 0.999, 1, 1], 10, 10)).toEqual({ left: 9, top: 9, right: 10, bottom: 10 });
    expect(viewOf([0, 0, 1, 1], 10, 20)).toEqual({ left: 0, top: 0, right: 10, bottom: 20 });
  });

  test('shows the models that part of the picture alone', () => {
    const white = rgbaFrame(new Uint8Array(40 * 40 * 4).fill(255), 40, 40, 0);
    const frame = { ...white, view: { left: 10, top: 10, right: 20, bottom: 30 } };
    const out = new Float32Array(40 * 40 * 3);
    const whole = { centreX: 20, centreY: 20, acrossX: 40, acrossY: 0 };
    cropRegion(out, 40, frame, whole, { scale: 1, offset: 0 });
    const red = (x: number, y: number): number => out[(y * 40 + x) * 3]!;
    expect([red(15, 20), red(11, 11), red(18, 28)]).toEqual([255, 255, 255]);
    expect([red(5, 20), red(25, 20), red(15, 5), red(15, 35)]).toEqual([0, 0, 0, 0]);
    // And the detector looks at that part in full size.
    expect(wholeView(frame.view)).toEqual({ centreX: 15, centreY: 20, acrossX: 20, acrossY: 0 });
  });
});

describe('trim', () => {
  test.each([
    [[0, 0.2], 6],
    [[0.2, 0.4], 6],
    [[0.2, 99], 20],
    [[0.41, 0.411], 1],
  ] as const)('of %j tracks %i frames of 25 a second', async (trim, frames) => {
    expect(await trackedFrames({ trim }, 25)).toBe(frames);
  });

  test('that begins behind the end of the video is refused', async () => {
    await expect(run({ trim: [5, 6] }, 25)).rejects.toMatchObject({ code: 'capture/no-video' });
  });

  test('lets a part of a long video in, and no part that is too long itself', async () => {
    expect(await trackedFrames({ trim: [1, 1.2], maxSeconds: 0.5 }, 50)).toBe(6);
    await expect(run({ trim: [0, 1], maxSeconds: 0.5 }, 50)).rejects.toMatchObject({ code: 'capture/too-long' });
  });
});

test.each([
  { trim: [1, 1] },
  { trim: [-1, 1] },
  { trim: [0, NaN] },
  { crop: [0, 0, 0, 1] },
  { crop: [0, 0, 1, 1.1] },
  { slowness: 0 },
  { slowness: 8.1 },
  { slowness: NaN },
  { feet: 'often' },
  { smoothing: -0.1 },
  { smoothing: 1.1 },
  { fieldOfView: 0.19 },
  { fieldOfView: 33 },
  { fieldOfView: NaN },
] as CaptureTuning[])('%j is no tuning', (tuning) => {
  expect(() => checkTuning(tuning)).toThrow(RangeError);
});

describeShared('feet and smoothing, on the golden squats', () => {
  test('auto and always plant feet, grounding and never do not', () => {
    const track = goldenSquats();
    const seconds = (feet: NonNullable<CaptureTuning['feet']>): number =>
      (solveMotion(track, { feet }).contacts ?? []).reduce((sum, { from, to }) => sum + to - from, 0);
    expect(seconds('auto')).toBeGreaterThan(1);
    expect(seconds('always')).toBeGreaterThanOrEqual(seconds('auto'));
    expect([seconds('grounding'), seconds('never')]).toEqual([0, 0]);
  });

  test('never leaves the motion in the air, the first frame at standing height', () => {
    const clip = solveMotion(goldenSquats(), { feet: 'never' });
    const [x, y, z] = jointPosition(clip, 0, 'hips_JNT');
    expect([x, z]).toEqual([expect.closeTo(0, 5), expect.closeTo(0, 5)]);
    expect(y).toBeCloseTo(clip.rig.restTranslations[1]!, 5);
  });

  test('grounding keeps feet out of the ground', () => {
    const clip = solveMotion(goldenSquats(), { feet: 'grounding' });
    for (let frame = 0; frame < clip.frames; frame += 5) {
      for (const foot of ['l_foot_JNT', 'r_foot_JNT']) {
        expect(jointPosition(clip, frame / clip.rate, foot)[1]).toBeGreaterThan(0.02);
      }
    }
  });

  test('smoothing takes jitter away, more of it the stronger', () => {
    const [none, some, most] = [0, 0.5, 1].map((smoothing) => jitter(solveMotion(goldenSquats(), { smoothing })));
    expect(some).toBeLessThan(none!);
    expect(most).toBeLessThan(some!);
  });
});

/** Mean third difference of the right hand's path. */
function jitter(clip: Clip): number {
  const place = (frame: number): readonly number[] => jointPosition(clip, frame / clip.rate, 'r_hand_JNT');
  let sum = 0;
  for (let frame = 3; frame < clip.frames; frame++) {
    const [a, b, c, d] = [place(frame - 3), place(frame - 2), place(frame - 1), place(frame)];
    sum += Math.hypot(...[0, 1, 2].map((axis) => d[axis]! - 3 * c[axis]! + 3 * b[axis]! - a[axis]!));
  }
  return sum / (clip.frames - 3);
}

/** Tracks grey frames at 25 a second, in which the models see nobody. */
async function run(change: Partial<CaptureOptions>, frameCount: number, seen: Progress[] = []): Promise<void> {
  const grey = new Uint8Array(8 * 8 * 4).fill(128);
  const frames = async function* (): AsyncGenerator<Frame> {
    for (let i = 0; i < frameCount; i++) yield await Promise.resolve(rgbaFrame(grey, 8, 8, i / 25));
  };
  const source = { width: 8, height: 8, duration: frameCount / 25, frameCount, frames, close: () => {} };
  const nobody = (): Promise<Float32Array[]> =>
    Promise.resolve([new Float32Array(2254 * 12), new Float32Array(2254).fill(-100)]);
  await captureVideo(
    new Blob(),
    {
      openVideo: () => Promise.resolve(source),
      loadModels: () => Promise.resolve({ detector: nobody, landmarks: nobody }),
      now: () => 0,
    },
    {
      name: 'walk',
      maxSeconds: 60,
      signal: new AbortController().signal,
      onProgress: (step) => seen.push(step),
      ...change,
    },
  );
}

async function trackedFrames(change: Partial<CaptureOptions>, frameCount: number): Promise<number> {
  const seen: Progress[] = [];
  await expect(run(change, frameCount, seen)).rejects.toMatchObject({ code: 'capture/no-person' });
  return seen.findLast(({ stage }) => stage === 'track')!.frames!.done;
}

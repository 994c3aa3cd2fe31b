import { writeFileSync } from 'node:fs';
import type { CaptureAdvice, Clip } from '@kinora/core/motion';
import { afterAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../bench/accuracy/judge.ts';
import { judge } from '../../bench/accuracy/judge.ts';
import { intoCamera, intoPicture } from '../../bench/accuracy/measures/camera-axes.ts';
import { hipPath, LANDMARK_POINTS, LIMBS, limbsOfClip, mapLimbs, partAt } from '../../bench/accuracy/measures/limbs.ts';
import { mean } from '../../bench/accuracy/measures/position-error.ts';
import { trueMotionOf } from '../../bench/accuracy/measures/true-motion.ts';
import firstLight from '../../bench/accuracy/first-light.json' with { type: 'json' };
import { trackOf } from '../../bench/accuracy/tracks.ts';
import { QUALITIES } from '../../packages/capture/src/models/manifest.ts';
import type { Quality } from '../../packages/capture/src/models/manifest.ts';
import { ASIDE } from '../../packages/capture/src/solve/advice/framing.ts';
import { solveMotion } from '../../packages/capture/src/solve/solve-motion.ts';
import type { Track } from '../../packages/capture/src/track/landmarks.ts';
import { correlation, countDips, hipHeights } from '../support/squats.ts';
import { SAMPLE_NAMES, sampleNamed, samples } from '../support/samples.ts';
import type { SampleName } from '../support/samples.ts';

const results = new URL('../../docs/results/samples.md', import.meta.url);
const tracks = new Map<SampleName, Track>();
const verdicts = new Map<SampleName, Verdict>();
const clips = new Map<SampleName, Clip>();

// How much of the first solver's error may be left. The aim was a quarter off: dance, and wave and squat, have it. Of the walk,
// which is seen from behind for half of the time, a fifth comes off; of the jump little, for in its deep crouches the model is
// 20 cm off along the view (docs/capture.md).
const LEFT_OF_FIRST: Readonly<Record<SampleName, number>> = {
  dance: 0.75,
  'wave-and-squat': 0.75,
  walk: 0.8,
  jump: 0.95,
};
// Pixels of the film: 4 to 6 are measured, since points are marked elsewhere than joints. A camera beside the true one by 5 cm,
// or turned by 1°, would be 10 off.
const OFF_IN_PICTURE = 8;

afterAll(() => {
  if (verdicts.size === samples.length) writeFileSync(results, page());
});

describe.each(SAMPLE_NAMES)('%s', (name) => {
  const { videoPath, truth, camera } = sampleNamed(name);

  test('is tracked in 95 % of its frames', { timeout: 600_000 }, async () => {
    const track = await trackOf(videoPath, 'full', 'fresh');
    const solved = solveMotion(track);
    tracks.set(name, track);
    clips.set(name, solved);
    verdicts.set(name, judge(track, solved, trueMotionOf(truth()), camera));
    expect(verdicts.get(name)!.tracked).toBeGreaterThanOrEqual(0.95);
  });

  test('is solved nearer to the truth than at first, by as much as is said of it', () => {
    expect(verdicts.get(name)!.solved.position).toBeLessThanOrEqual(LEFT_OF_FIRST[name] * atFirst(name));
  });

  test('stands as upright as the truth, however the camera leans', () => {
    expect(degrees(verdicts.get(name)!.lean)).toBeLessThan(5);
  });

  test('has its true joints where they are seen, by its own camera', () => {
    const off = offInPicture(name);
    console.info(`${name}: true joints are ${off.toFixed(1)} px from the tracked ones in the mean`);
    expect(off).toBeLessThan(OFF_IN_PICTURE);
  });

  test('is advised on what is wrong with it alone, whichever the model', { timeout: 1_200_000 }, async () => {
    for (const quality of QUALITIES) {
      const track = quality === 'full' ? tracks.get(name)! : await trackOf(videoPath, quality, 'usual');
      const { advice } = solveMotion(track).report!;
      expect(advice, quality).toEqual(adviceDue(name, quality));
    }
  });
});

/** Pixels from where the sample's camera has the true joints of the limbs to where they were tracked, in the mean. */
function offInPicture(name: SampleName): number {
  const { truth, camera } = sampleNamed(name);
  const clip = truth();
  const frames = tracks.get(name)!.frames.filter(({ landmarks }) => landmarks);
  const times = frames.map(({ time }) => time);
  const [{ places }, middles] = [limbsOfClip(clip, times), hipPath(clip, times)];
  const project = intoPicture(camera);
  return mean(
    frames.flatMap(({ landmarks }, frame) =>
      LANDMARK_POINTS.map((point, joint) => {
        const place = (axis: number): number =>
          places[(frame * LIMBS + joint) * 3 + axis]! + middles[frame * 3 + axis]!;
        const [x, y] = project(place(0), place(1), place(2));
        return Math.hypot(landmarks!.image[point * 4]! - x, landmarks!.image[point * 4 + 1]! - y);
      }),
    ),
  );
}

/** By how each was filmed. Of the arms that swing up in the jump, at more than 3 m/s, `heavy` alone loses sight. */
function adviceDue(name: SampleName, quality: Quality): unknown[] {
  const text = expect.any(String) as string;
  if (name === 'walk') {
    const [from, to] = asideIn(name);
    const about = (time: number): number => expect.closeTo(time, 0.5) as number;
    return [{ code: 'turned-away', text, from: about(from), to: about(to) } satisfies CaptureAdvice];
  }
  if (name !== 'jump') return [];
  const tilted = { code: 'camera-tilted', text: expect.stringMatching(/leaned to one side by about [567]°/) as string };
  const [from, to, joints] = [
    expect.any(Number) as number,
    expect.any(Number) as number,
    expect.any(Array) as string[],
  ];
  const lost = { code: 'blurred', text, from, to, joints } satisfies CaptureAdvice;
  return quality === 'heavy' ? [tilted, lost] : [tilted];
}

/** The first and the last second in which a performer truly stands aside of the camera, or with the back to it. */
function asideIn(name: SampleName): [from: number, to: number] {
  const { truth, camera } = sampleNamed(name);
  const clip = truth();
  const times = Array.from({ length: clip.frames }, (_, i) => i / clip.rate);
  const { places } = mapLimbs(limbsOfClip(clip, times), intoCamera(camera));
  const aside = times.filter((_, frame) => {
    const [left, right] = [0, 1].map((side) => (frame * LIMBS + partAt('shoulder', side as 0 | 1)) * 3);
    const [x, y, z] = [0, 1, 2].map((axis) => places[left! + axis]! - places[right! + axis]!) as [
      number,
      number,
      number,
    ];
    return x / Math.hypot(x, y, z) < ASIDE;
  });
  return [aside[0]!, aside.at(-1)!];
}

/** @returns metres by which the first version of the solver was off. */
function atFirst(name: SampleName): number {
  const [, text] = (firstLight as Record<string, string[][]>)[`full ${name}`]!.find(
    ([what]) => what === '**solved: MPJPE**',
  ) as [string, string];
  return Number(/[\d.]+/.exec(text)![0]) / 100;
}

test('the squats rise and fall as the true ones', () => {
  const truth = sampleNamed('wave-and-squat').truth();
  const [ours, golden] = [clips.get('wave-and-squat')!, truth].map((clip) => hipHeights(clip, 170, 30)) as [
    number[],
    number[],
  ];
  expect(correlation(ours, golden)).toBeGreaterThanOrEqual(0.95);
  expect(countDips(ours)).toBe(countDips(golden));
});

function page(): string {
  const rows = [...verdicts].map(([name, { tracked, tracker, solved, lean, contactF1 }]) => {
    const { pitch, roll } = sampleNamed(name).tilt;
    return `| ${name} | ${pitch.toFixed(1)}°, ${roll.toFixed(1)}° | ${(tracked * 100).toFixed(0)} % | ${cm(tracker.position)} | ${cm(solved.position)} | ${((solved.position / atFirst(name)) * 100).toFixed(0)} % | ${offInPicture(name).toFixed(1)} px | ${degrees(lean).toFixed(1)}° | ${contactF1.toFixed(3)} |`;
  });
  return `# The samples, captured

Written by \`npm run test:long\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, model \`full\`.

Each sample is captured in Node and compared with the motion that it was rendered from. MPJPE: mean distance of shoulders,
elbows, wrists, hips, knees and ankles, both bodies with the middle of their hips at the origin. Lean: how far the solved body
stands from the true one's upright. Required: 95 % of the frames; of the error of the first version of the solver at
most 75 % (dance, wave and squat), 80 % (walk) and 95 % (jump); lean under 5°; the true joints within ${OFF_IN_PICTURE} px of the tracked ones
in the picture. More figures, of every model: [accuracy.md](accuracy.md).

| sample | camera looks up, leans to its left | tracked | tracker | solved | of the first | in the picture | lean | contacts, F1 |
| ------ | --------------------------------- | ------- | ------- | ------ | ------------ | -------------- | ---- | ------------ |
${rows.join('\n')}
`;
}

function cm(metres: number): string {
  return `${(metres * 100).toFixed(1)} cm`;
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

import type { CaptureAdvice, CapturePeople } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { adviceOf } from '../../../../packages/capture/src/solve/advice/advice.ts';
import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { Landmarks, Track, TrackedFrame } from '../../../../packages/capture/src/track/landmarks.ts';
import { FRONTAL, makeFace } from '../../../support/face-mesh.ts';
import { figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';

const DEGREE = Math.PI / 180;
const level = { value: 0, sigma: 1 * DEGREE };
const LEVEL = { side: level, down: level };
const NOTHING = { tangles: [], tilt: LEVEL, morphs: { names: [], weights: new Float32Array() } };

/** Moves its arms up and down, at a speed in cycles a second. */
const waving =
  (pace: number) =>
  (time: number): FigurePose => {
    return { ...standing(), raise: 1.2 + Math.sin(2 * Math.PI * pace * time) };
  };

const good = figureTrack({ seconds: 4, fps: 30, pose: waving(0.4), noise: 0.004 });

/** The same take, but for some of its frames. */
function during(from: number, to: number, change: (frame: TrackedFrame) => TrackedFrame, track = good): Track {
  const frames = track.frames.map((frame) => (frame.time >= from && frame.time < to ? change(frame) : frame));
  return { ...track, frames };
}

function withLandmarks(change: (landmarks: Landmarks) => Partial<Landmarks>): (frame: TrackedFrame) => TrackedFrame {
  return (frame) => ({ ...frame, landmarks: { ...frame.landmarks!, ...change(frame.landmarks!) } });
}

/** Moves points in the picture. */
function moved(points: readonly number[], place: (x: number, y: number) => readonly [number, number]) {
  return withLandmarks(({ image }) => {
    const copy = image.slice();
    for (const point of points) copy.set(place(copy[point * 4]!, copy[point * 4 + 1]!), point * 4);
    return { image: copy };
  });
}

const ALL = Array.from({ length: 33 }, (_, point) => point);
const lit = (mean: number, spread: number) => withLandmarks(() => ({ light: { mean, spread } }));
const nobody = ({ time }: TrackedFrame): TrackedFrame => ({ time });

function people(count: number, score = 0.98): CapturePeople {
  const persons = Array.from({ length: count }, (_, i) => {
    return { box: [i * 0.2, 0, i * 0.2 + 0.2, 1] as const, score, followed: i === 0 };
  });
  return { time: 0, persons };
}

type Case = readonly [code: CaptureAdvice['code'], take: Track, expected: Omit<CaptureAdvice, 'code' | 'text'>];

const between = (from: number, to: number): { from: number; to: number } => ({ from, to });

const CASES: readonly Case[] = [
  ['several-people', { ...good, people: people(3) }, {}],
  ['unlike-a-person', { ...good, people: people(1, 0.6) }, {}],
  ['nobody', { ...during(1, 2, nobody), people: people(1) }, between(1, 2)],
  [
    'feet-out-of-picture',
    during(
      1,
      2,
      moved([27, 29, 31], (x) => [x, 1400]),
    ),
    { ...between(1, 2), joints: ['l_foot_JNT', 'l_toebase_JNT'] },
  ],
  [
    'hands-out-of-picture',
    during(
      1,
      2,
      moved([15, 16], (_, y) => [-100, y]),
    ),
    { ...between(1, 2), joints: ['l_forearm_JNT', 'l_hand_JNT', 'r_forearm_JNT', 'r_hand_JNT'] },
  ],
  [
    'head-out-of-picture',
    during(
      1,
      2,
      moved([0, 7, 8], (x) => [x, -60]),
    ),
    { ...between(1, 2), joints: ['neck_JNT', 'head_JNT'] },
  ],
  [
    'too-small',
    during(
      0,
      9,
      moved(ALL, (x, y) => [x / 5, y / 5]),
    ),
    {},
  ],
  [
    'turned-away',
    figureTrack({ seconds: 4, fps: 30, pose: (t) => ({ ...standing(), heading: t >= 1.5 ? 2.8 : 0.2 }) }),
    between(1.5, 4),
  ],
  ['face-not-seen', during(1, 2.5, (frame) => ({ ...frame, lacksFace: true })), between(1, 2.5)],
  ['hands-too-small', during(0, 9, (frame) => ({ ...frame, hands: [undefined, undefined] })), {}],
  ['dark', during(0, 9, lit(0.1, 0.1)), {}],
  ['flat', during(1, 2, lit(0.6, 0.03)), between(1, 2)],
  ['cut', during(1.99, 2.01, (frame) => ({ ...frame, isCut: true })), between(2 - 1 / 30, 2)],
  ['camera-moved', during(1, 2, (frame) => ({ ...frame, cameraSpeed: 0.2 })), between(1, 2)],
  ['low-frame-rate', figureTrack({ seconds: 4, fps: 12, pose: waving(1) }), {}],
];

function told(advice: readonly CaptureAdvice[]): unknown[] {
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return advice.map(({ code, from, to, joints }) => ({
    code,
    ...(from !== undefined && to !== undefined && { from: rounded(from), to: rounded(to) }),
    ...(joints && { joints }),
  }));
}

describe('adviceOf()', () => {
  test('has nothing to say of a good take', () => {
    expect(adviceOf({ ...good, people: people(1) }, NOTHING)).toEqual([]);
    expect(adviceOf(during(0, 9, lit(0.45, 0.2)), NOTHING)).toEqual([]);
  });

  test.each(CASES)('says of a planted take, when, and which joints: %s', (code, take, expected) => {
    const { from, to, ...joints } = expected;
    const round = (value: number): number => Math.round(value * 100) / 100;
    const times = from === undefined || to === undefined ? {} : { from: round(from), to: round(to) };
    expect(told(adviceOf(take, NOTHING))).toEqual([{ code, ...times, ...joints }]);
  });

  test('doubts whom the detector was fairly sure of by their arms, and nobody of whom it was very sure', () => {
    const unseen = (points: readonly number[]): Track => {
      const hide = withLandmarks(({ image }) => ({
        image: image.map((value, i) => (i % 4 === 3 && points.includes(i >> 2) ? 0.6 : value)),
      }));
      return during(0, 9, hide);
    };
    const doubts = (take: Track, score: number): boolean =>
      adviceOf({ ...take, people: people(1, score) }, NOTHING).some(({ code }) => code === 'unlike-a-person');
    const [leftElbow, leftWrist, rightWrist] = [13, 15, 16];
    expect(doubts(unseen([leftElbow, rightWrist]), 0.9)).toBe(true);
    expect(doubts(unseen([leftElbow, rightWrist]), 0.97)).toBe(false);
    expect(doubts(unseen([leftElbow, leftWrist]), 0.9)).toBe(false); // Seen from the right.
    expect(doubts(good, 0.75)).toBe(false);
    expect(doubts(during(0, 9, nobody), 0.9)).toBe(false);
  });

  test('says that the one who is followed was hidden, where others are in view', () => {
    const advice = adviceOf({ ...during(1, 2, nobody), people: people(2) }, NOTHING);
    expect(told(advice)).toEqual([{ code: 'several-people' }, { code: 'hidden', from: 1, to: 2 }]);
  });

  test('says that nothing came of a face in the whole clip', () => {
    const missing = during(0, 9, (frame) => ({ ...frame, lacksFace: true }));
    const short = { ...missing, frames: missing.frames.slice(0, 24) };
    expect(solveMotion(short).report!.advice).toMatchObject([{ code: 'face-not-seen' }]);
    // The body faces the camera, and the head looks 63° to the side.
    const aside = during(0, 9, (frame) => ({ ...frame, face: makeFace({}, { ...FRONTAL, yaw: 1.1 }) }));
    const { morphs, report } = solveMotion(aside);
    expect(morphs).toBeUndefined();
    expect(told(report!.advice!)).toEqual([{ code: 'face-not-seen' }]);
    expect(solveMotion(during(0, 9, (frame) => ({ ...frame, face: makeFace() }))).report!.advice).toEqual([]);
  });

  test('counts only hands that are in the part of the picture that was looked at', () => {
    const unseen = during(0, 9, (frame) => ({ ...frame, hands: [undefined, undefined] }));
    // In the lowest quarter are no hands: that none was seen says nothing of their size.
    const below = { left: 0, top: unseen.height * 0.75, right: unseen.width, bottom: unseen.height };
    expect(adviceOf({ ...unseen, view: below }, NOTHING)).toEqual([]);
    const above = { ...below, top: 0 };
    expect(told(adviceOf({ ...unseen, view: above }, NOTHING))).toEqual([{ code: 'hands-too-small' }]);
  });

  test('says that a hand went too fast to be seen', () => {
    const fast = figureTrack({ seconds: 4, fps: 30, pose: waving(2) });
    const unseen = withLandmarks(({ image }) => {
      const copy = image.slice();
      copy[16 * 4 + 3] = 0.2;
      return { image: copy };
    });
    const advice = adviceOf(during(1, 2, unseen, fast), NOTHING);
    expect(new Set(advice.map(({ code }) => code))).toEqual(new Set(['blurred']));
    expect(advice[0]!.joints).toEqual(['r_forearm_JNT', 'r_hand_JNT']);
    // A slow one is not blurred, but hidden.
    expect(adviceOf(during(1, 2, unseen), NOTHING)).toEqual([]);
  });

  test('says that left and right were put right, and which', () => {
    const tangles = [
      { part: 'legs', from: 1, to: 1.2 },
      { part: 'legs', from: 2, to: 2.1 },
    ] as const;
    expect(told(adviceOf(good, { tangles, tilt: LEVEL }))).toMatchObject([
      { code: 'sides-untangled', from: 1, to: 2.1 },
    ]);
  });

  test.each([
    [12, 0, 'leaned to one side by about 12°'],
    [-6, 0, 'leaned to one side by about 6°'],
    [0, 25, 'looked down by about 22°'],
    [0, -25, 'looked up by about 23°'],
    [-12, 25, 'leaned to one side by about 12°, and looked down by about 23°'],
  ])('says how the camera was tilted: %d° to the side, %d° down', (roll, pitch, words) => {
    const tilts = { cameraRoll: roll * DEGREE, cameraPitch: pitch * DEGREE };
    const { report } = solveMotion(figureTrack({ seconds: 2, fps: 15, pose: () => standing(), ...tilts }));
    // The figure is partly out of such a picture, which is said as well.
    expect(report!.advice!.at(-1)).toMatchObject({
      code: 'camera-tilted',
      text: expect.stringContaining(words) as string,
    });
  });

  test.each([
    [2, 0],
    [0, 8],
    [0, -8],
  ])('is quiet where the camera is hardly tilted: %d° to the side, %d° down', (roll, pitch) => {
    const tilts = { cameraRoll: roll * DEGREE, cameraPitch: pitch * DEGREE };
    const { report } = solveMotion(figureTrack({ seconds: 2, fps: 15, pose: () => standing(), ...tilts }));
    expect(report!.advice).toEqual([]);
  });

  test('is quiet of a tilt that the solver is not sure of', () => {
    const found = (sigma: number): unknown[] =>
      adviceOf(good, { ...NOTHING, tilt: { side: level, down: { value: 18 * DEGREE, sigma: sigma * DEGREE } } });
    expect(found(5)).toHaveLength(1);
    expect(found(7)).toEqual([]);
  });

  test('does not call short moments a fault', () => {
    expect(
      adviceOf(
        during(
          1,
          1.3,
          moved([15], (_, y) => [-100, y]),
        ),
        NOTHING,
      ),
    ).toEqual([]);
  });

  test('counts the time of the clip, which begins with the first frame', () => {
    const late = { ...good, frames: good.frames.map((frame) => ({ ...frame, time: frame.time + 5 })) };
    expect(told(adviceOf(during(6, 7, lit(0.1, 0.1), late), NOTHING))).toEqual([{ code: 'dark', from: 1, to: 2 }]);
  });

  test.each([0, 1])('takes a take of %i frames', (count) => {
    expect(adviceOf({ ...good, frames: good.frames.slice(0, count) }, NOTHING)).toEqual([]);
  });

  test('is part of the report of a motion', () => {
    const { report } = solveMotion({ ...during(0, 9, lit(0.1, 0.1)), people: people(2) });
    expect(report).toMatchObject({ people: people(2) });
    expect(report!.advice!.map(({ code }) => code)).toEqual(['several-people', 'dark']);
  });
});

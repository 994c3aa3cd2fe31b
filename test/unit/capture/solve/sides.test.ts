import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPoints } from '../../../../packages/capture/src/solve/points.ts';
import type { Points } from '../../../../packages/capture/src/solve/points.ts';
import { untangleSides } from '../../../../packages/capture/src/solve/sides/untangle-sides.ts';
import type { Tangle } from '../../../../packages/capture/src/solve/sides/untangle-sides.ts';
import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { Landmarks, Track } from '../../../../packages/capture/src/track/landmarks.ts';
import { FIGURE, figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';
import { degreesBetween } from '../../../support/expect-rotation.ts';
import { aboutAxis, handPoints, turnIn } from '../../../support/hand-points.ts';

const ARMS = [13, 15, 17, 19, 21];
const LEGS = [25, 27, 29, 31];
const BODY = [...ARMS, ...LEGS, 11, 23, 7, 9];
const EYES = [1, 2, 3];

/** Steps on the spot with swinging arms, turned by an angle. */
function stepping(time: number, heading = 0.6): FigurePose {
  const still = standing();
  const lift = (phase: number): number => 0.12 * Math.max(0, Math.sin(2 * Math.PI * time + phase));
  const foot = (side: 1 | -1, phase: number): readonly [number, number, number] => [
    side * FIGURE.hip * Math.cos(heading),
    FIGURE.ankle + lift(phase),
    -side * FIGURE.hip * Math.sin(heading),
  ];
  return { ...still, heading, raise: 0.5 + 0.4 * Math.sin(3 * time), ankles: [foot(1, 0), foot(-1, Math.PI)] };
}

/** Exchanges left and right in some frames, as the model does: of a body "seen from behind" the face is at the far side. */
function tangled(track: Track, pairs: readonly number[], from: number, to: number): Track {
  return changed(track, from, to, (landmarks) => {
    for (const left of pairs) exchange(landmarks, left, left + 1);
    if (pairs !== BODY) return;
    for (const left of EYES) exchange(landmarks, left, left + 3);
    turnFace(landmarks);
  });
}

/** With other landmarks from one time until before another. */
function changed(track: Track, from: number, to: number, change: (landmarks: Landmarks) => void): Track {
  const frames = track.frames.map((frame) => {
    if (!frame.landmarks || frame.time < from || frame.time >= to) return frame;
    const landmarks = {
      ...frame.landmarks,
      image: frame.landmarks.image.slice(),
      world: frame.landmarks.world.slice(),
    };
    change(landmarks);
    return { ...frame, landmarks };
  });
  return { ...track, frames };
}

function exchange({ image, world }: Landmarks, a: number, b: number): void {
  for (const [values, size] of [
    [image, 4],
    [world, 3],
  ] as const) {
    const first = values.slice(a * size, (a + 1) * size);
    values.copyWithin(a * size, b * size, (b + 1) * size);
    values.set(first, b * size);
  }
}

/** Neither one way nor the other: both points of a pair lie between them. */
function wavered(track: Track, from: number, to: number): Track {
  return changed(track, from, to, ({ image, world }) => {
    for (const left of BODY) {
      for (const [values, size] of [
        [image, 4],
        [world, 3],
      ] as const) {
        for (let axis = 0; axis < size; axis++) {
          const [a, b] = [left * size + axis, (left + 1) * size + axis];
          values[a] = values[b] = (values[a]! + values[b]!) / 2;
        }
      }
    }
  });
}

/** The toes of a model that has mistaken a front for a back: no farther ahead than the heels. */
function withoutFeet(track: Track, from: number, to: number): Track {
  return changed(track, from, to, ({ world }) => {
    for (const heel of [29, 30]) world.copyWithin((heel + 2) * 3, heel * 3, (heel + 1) * 3);
  });
}

/** Points that lie below the picture. */
function unseen(track: Track, points: readonly number[], from: number, to: number): Track {
  return changed(track, from, to, ({ image }) => {
    for (const point of points) image.set([image[point * 4]!, track.height + 50, 0, 0.1], point * 4);
  });
}

function turnFace({ world }: Landmarks): void {
  const shoulders = (world[11 * 3 + 2]! + world[12 * 3 + 2]!) / 2;
  for (let point = 0; point < 11; point++) world[point * 3 + 2] = 2 * shoulders - world[point * 3 + 2]!;
}

function untangled(track: Track): { points: Points; tangles: readonly Tangle[] } {
  const points = readPoints(track);
  return { points, tangles: untangleSides(points).tangles };
}

function told(tangles: readonly Tangle[]): string[] {
  return tangles.map(({ part, from, to }) => `${part} from ${from.toFixed(2)} to ${to.toFixed(2)}`);
}

function expectSame(a: Points, b: Points, counts: (frame: number) => boolean = () => true): void {
  for (const [name, size] of [
    ['positions', 33 * 3],
    ['rays', 33 * 2],
  ] as const) {
    const off = a[name].map((value, i) => (counts(Math.floor(i / size)) ? Math.abs(value - b[name][i]!) : 0));
    expect(Math.max(...off)).toBeLessThan(1e-6);
  }
}

const track = figureTrack({ seconds: 2, fps: 30, pose: (time) => stepping(time), noise: 0.005 });

describe('untangleSides()', () => {
  test.each<['body' | 'arms' | 'legs', readonly number[]]>([
    ['body', BODY],
    ['arms', ARMS],
    ['legs', LEGS],
  ])('puts an exchanged %s right, and says when it was', (part, pairs) => {
    const { points, tangles } = untangled(tangled(track, pairs, 0.7, 1.2));
    expect(told(tangles)).toEqual([`${part} from 0.70 to 1.20`]);
    expectSame(points, readPoints(track));
  });

  test('puts a body right that is exchanged at the start, or at the end', () => {
    for (const [from, to] of [
      [0, 0.3],
      [1.7, 3],
    ] as const) {
      const { points } = untangled(tangled(track, BODY, from, to));
      expectSame(points, readPoints(track));
    }
  });

  test('puts a body right that is exchanged in every third frame', () => {
    let flickering = track;
    for (let frame = 1; frame < 60; frame += 3) {
      flickering = tangled(flickering, BODY, frame / 30 - 0.01, frame / 30 + 0.01);
    }
    expectSame(untangled(flickering).points, readPoints(track));
  });

  test('takes what lasts longer for right, where the feet do not tell', () => {
    const tiptoe = withoutFeet(track, 0, 3);
    const { points, tangles } = untangled(tangled(tiptoe, BODY, 0.5, 3));
    expect(told(tangles)).toEqual(['body from 0.00 to 0.50']);
    expectSame(points, readPoints(tangled(tiptoe, BODY, 0, 3)));
  });

  test.each([
    ['feet', [29, 30, 31, 32]],
    ['toes', [31, 32]],
    ['heels', [29, 30]],
  ] as const)('takes what lasts longer for right, though %s are not seen in it', (_, points) => {
    const mixed = unseen(tangled(track, BODY, 0.8, 3), points, 0.8, 3);
    expect(told(untangled(mixed).tangles)).toEqual(['body from 0.00 to 0.80']);
  });

  test('takes that for right in which feet point where the body looks, though it lasts shorter', () => {
    const mistaken = withoutFeet(tangled(track, BODY, 0.7, 3), 0.7, 3);
    expect(told(untangled(mistaken).tangles)).toEqual(['body from 0.70 to 2.00']);
  });

  test('passes over frames in which the model wavers, and knows which side is which behind them', () => {
    // 0.5 s at 60 frames a second, between frames that lie half-way, as the real model has it.
    const fine = figureTrack({ seconds: 2, fps: 60, pose: (time) => stepping(time), noise: 0.005 });
    const wavering = [0.7, 0.95, 1.2].reduce(
      (film, time) => wavered(film, time, time + 0.03),
      tangled(fine, BODY, 0.7, 1.2),
    );
    const { points, tangles } = untangled(wavering);
    expect(told(tangles)).toEqual(['body from 0.73 to 1.23']);
    const unseen = Array.from(points.times).filter((_, frame) => points.seen[frame * 33 + 11] === 0);
    expect(unseen.map((time) => time.toFixed(2))).toEqual(['0.70', '0.72', '0.95', '0.97', '1.20', '1.22']);
    expectSame(points, readPoints(fine), (frame) => points.seen[frame * 33 + 11]! > 0);
  });

  test.each<[string, number, (time: number) => FigurePose]>([
    ['turns around once a second', 30, (time) => stepping(time, 2 * Math.PI * time)],
    ['turns around once in two seconds, at 15 frames a second', 15, (time) => stepping(time, Math.PI * time)],
    ['crosses the legs, one before the other', 30, crossingLegs],
    ['crosses the legs, at 12 frames a second', 12, crossingLegs],
    ['claps over the head and lets the arms fall', 30, (t) => ({ ...standing(), raise: 1.5 + 1.5 * Math.sin(9 * t) })],
    ['stands still', 30, () => standing()],
  ])('leaves one alone who %s', (_what, fps, pose) => {
    const real = figureTrack({ seconds: 3, fps, pose, noise: 0.015 });
    const { points, tangles } = untangled(real);
    expect(tangles).toEqual([]);
    expect(points).toEqual(readPoints(real));
  });

  test('leaves frames alone that lie far apart: anybody may do anything between them', () => {
    const slides = figureTrack({ seconds: 4, fps: 2, pose: (time) => stepping(time, 3 * time) });
    expect(untangled(slides).tangles).toEqual([]);
  });

  test.each([0, 1, 2])('takes a clip of %i frames', (count) => {
    expect(untangled({ ...track, frames: track.frames.slice(0, count) }).tangles).toEqual([]);
  });

  test('takes frames in which nobody is seen', () => {
    const frames = track.frames.map((frame, i) => (i % 7 === 3 ? { time: frame.time } : frame));
    expect(untangled({ ...track, frames }).tangles).toEqual([]);
  });

  test('exchanging twice is exchanging nothing: wherever the mix-up is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.integer({ min: 1, max: 15 }), (first, count) => {
        const { points } = untangled(tangled(track, BODY, first / 30 - 0.01, (first + count) / 30 - 0.01));
        expectSame(points, readPoints(track));
      }),
      { numRuns: 20 },
    );
  });
});

describe('solveMotion() of hands on exchanged sides', () => {
  const { rig } = solveMotion({ ...track, frames: track.frames.slice(0, 4) });
  const fist = handPoints(rig, 'l', () => aboutAxis([0, 0, -1], 80), [0, 0, 0, 1]);
  const open = handPoints(rig, 'r', () => [0, 0, 0, 1], [0, 0, 0, 1]);

  /** Hands are called what the wrists are that they are looked for at. The picture is twice as fine: they are large enough. */
  function withHands(film: Track, isExchanged: (time: number) => boolean): Track {
    const frames = film.frames.map(({ landmarks, ...frame }) => ({
      ...frame,
      ...(landmarks && {
        landmarks: { ...landmarks, image: landmarks.image.map((value, i) => (i % 4 === 3 ? value : value * 2)) },
      }),
      hands: isExchanged(frame.time) ? ([open, fist] as const) : ([fist, open] as const),
    }));
    return { ...film, width: film.width * 2, height: film.height * 2, frames };
  }

  function bends(film: Track, side: 'l' | 'r'): number[] {
    const clip = solveMotion(film);
    return Array.from({ length: clip.frames }, (_, frame) =>
      degreesBetween(turnIn(clip, frame, side, 'Index', 0), [0, 0, 0, 1]),
    );
  }

  function expectFistAtLeft(film: Track): void {
    expect(Math.min(...bends(film, 'l'))).toBeGreaterThan(75);
    expect(Math.max(...bends(film, 'r'))).toBeLessThan(5);
  }

  test.each([
    ['arms', ARMS],
    ['body', BODY],
  ] as const)('keeps a fist at its arm to the last frame, where the %s end exchanged', (_, pairs) => {
    expectFistAtLeft(withHands(tangled(track, pairs, 1.4, 3), (time) => time >= 1.4));
  });

  test('keeps it from the first frame on, which is passed over before a body that is exchanged', () => {
    const fine = figureTrack({ seconds: 2, fps: 60, pose: (time) => stepping(time), noise: 0.005 });
    const film = wavered(tangled(fine, BODY, 0, 0.5), 0, 0.01);
    expectFistAtLeft(withHands(film, (time) => time < 0.5));
  });

  test('exchanges no hands where only legs are', () => {
    expectFistAtLeft(withHands(tangled(track, LEGS, 0.7, 1.2), () => false));
  });
});

/** Each foot in turn goes over to the other side, in front of the other one: twice a second. */
function crossingLegs(time: number): FigurePose {
  const over = 0.12 + 0.3 * Math.max(0, Math.sin(2 * Math.PI * time));
  const back = 0.12 + 0.3 * Math.max(0, -Math.sin(2 * Math.PI * time));
  return {
    ...standing(),
    ankles: [
      [FIGURE.hip + 0.12 - over, FIGURE.ankle, 0.1],
      [-FIGURE.hip - 0.12 + back, FIGURE.ankle, -0.1],
    ],
  };
}

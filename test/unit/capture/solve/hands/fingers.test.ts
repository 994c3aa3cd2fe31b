import type { CaptureGap, Clip } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveMotion } from '../../../../../packages/capture/src/solve/solve-motion.ts';
import type { HandLandmarks } from '../../../../../packages/capture/src/track/landmarks.ts';
import { clipDifference, degreesBetween, vectorAngles } from '../../../../support/expect-rotation.ts';
import { jointDirection } from '../../../../support/clip-joints.ts';
import { figureTrack, standing } from '../../../../support/figure.ts';
import {
  aboutAxis,
  bonesIn,
  bonesOf,
  FINGERS,
  handPoints,
  times,
  trackWithHands,
  turnIn,
} from '../../../../support/hand-points.ts';
import type { Finger, FingerTurns, Quat } from '../../../../support/hand-points.ts';

const NO_TURN: Quat = [0, 0, 0, 1];
const { rig } = solveMotion(figureTrack({ seconds: 0.1, fps: 30, pose: () => standing() }));

/** Palms down in a T-pose: a left finger points along +x and bends to −y, which is about −z; a right one is its mirror. */
function bent(side: 'l' | 'r', degrees: number): Quat {
  return aboutAxis([0, 0, side === 'l' ? -1 : 1], degrees);
}

/** Takes +x to one direction and +z to another one, which is square to it. */
function turnOf(x: readonly [number, number, number], z: readonly [number, number, number]): Quat {
  const toX = shortest([1, 0, 0], x);
  const [a, b, c] = times(times(toX, [0, 0, 1, 0]), [-toX[0], -toX[1], -toX[2], toX[3]]);
  return times(shortest([a, b, c], z), toX);
}

function shortest(from: readonly [number, number, number], to: readonly [number, number, number]): Quat {
  const axis = [
    from[1] * to[2] - from[2] * to[1],
    from[2] * to[0] - from[0] * to[2],
    from[0] * to[1] - from[1] * to[0],
  ] as const;
  return aboutAxis(axis, vectorAngles(from, to).max);
}

/** Towards the thumb, which lies at +z. */
function spread(side: 'l' | 'r', degrees: number): Quat {
  return aboutAxis([0, side === 'l' ? -1 : 1, 0], degrees);
}

/** Degrees between what was solved and what was true, the largest of all joints and frames. */
function worst(side: 'l' | 'r', turns: FingerTurns, hold: Quat, fingers: readonly Finger[] = FINGERS): number {
  const hand = handPoints(rig, side, turns, hold);
  const clip = solveMotion(trackWithHands(4, () => (side === 'l' ? [hand, undefined] : [undefined, hand])));
  return Math.max(
    ...fingers.flatMap((finger) =>
      [0, 1, 2].map((joint) => degreesBetween(turnIn(clip, 2, side, finger, joint), turns(finger, joint))),
    ),
  );
}

describe('solveMotion() of hands that are known', () => {
  const anyHold = fc
    .tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -180, max: 180 }),
    )
    .map(([x, z, degrees]) => aboutAxis([x, 0.5, z], degrees));

  test.each(['l', 'r'] as const)('law: fingers that bend and spread at their roots come back, %s', (side) => {
    const angles = fc.record({ bent: fc.integer({ min: -12, max: 95 }), spread: fc.integer({ min: -22, max: 22 }) });
    fc.assert(
      fc.property(fc.array(angles, { minLength: 5, maxLength: 5 }), anyHold, (hand, hold) => {
        const turns: FingerTurns = (finger, joint) => {
          if (joint > 0 || finger === 'Thumb') return NO_TURN;
          const at = hand[FINGERS.indexOf(finger)]!;
          return times(bent(side, at.bent), spread(side, at.spread));
        };
        // The bones of a hand lie by a degree askew in the frame that wrist and knuckles give.
        expect(worst(side, turns, hold)).toBeLessThan(2);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['l', 'r'] as const)('law: the middle finger bends at each of its joints, %s', (side) => {
    const flexion = fc.tuple(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 0, max: 105 }),
      fc.integer({ min: 0, max: 85 }),
    );
    fc.assert(
      fc.property(flexion, anyHold, (degrees, hold) => {
        const turns: FingerTurns = (finger, joint) => (finger === 'Middle' ? bent(side, degrees[joint]!) : NO_TURN);
        expect(worst(side, turns, hold, ['Middle'])).toBeLessThan(2);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['l', 'r'] as const)('law: a thumb goes across the palm and out of it, %s', (side) => {
    const degrees = fc.record({ across: fc.integer({ min: -15, max: 60 }), out: fc.integer({ min: -15, max: 40 }) });
    fc.assert(
      fc.property(degrees, anyHold, ({ across, out }, hold) => {
        // About the upward axis, and about the one that is square to it and to a thumb that points half to the front.
        const turned = times(
          aboutAxis([0, side === 'l' ? 1 : -1, 0], across),
          aboutAxis([1, 0, side === 'l' ? -1 : 1], out),
        );
        const isRoot = (finger: Finger, joint: number): boolean => finger === 'Thumb' && joint === 0;
        const truth = handPoints(rig, side, (finger, joint) => (isRoot(finger, joint) ? turned : NO_TURN), hold);
        const clip = solveMotion(trackWithHands(4, () => (side === 'l' ? [truth, undefined] : [undefined, truth])));
        expect(vectorAngles(bonesIn(clip, 2, side)[0]!, bonesOf(truth, side)[0]!).max).toBeLessThan(2);
      }),
      { numRuns: 20 },
    );
  });

  test('a fist closes into the palm, the left one as the right one', () => {
    const fist = (side: 'l' | 'r'): HandLandmarks =>
      handPoints(rig, side, (finger) => (finger === 'Thumb' ? NO_TURN : bent(side, 80)), aboutAxis([1, 1, 1], 50));
    const clip = solveMotion(trackWithHands(4, () => [fist('l'), fist('r')]));
    for (const side of ['l', 'r'] as const) {
      const bones = bonesIn(clip, 2, side);
      for (const finger of [1, 2, 3, 4]) {
        // Along, up and towards the thumb, as the hand has it: first into the palm, then back, then to the knuckles.
        expect(bones[finger * 3]![1]).toBeLessThan(-0.9);
        expect(bones[finger * 3 + 1]![0]).toBeLessThan(-0.7);
        expect(bones[finger * 3 + 2]![1]).toBeGreaterThan(0.2);
      }
    }
  });

  test('fingers that bend backwards come out straight', () => {
    const broken = handPoints(rig, 'l', (_, joint) => (joint === 1 ? bent('l', -70) : NO_TURN), NO_TURN);
    const clip = solveMotion(trackWithHands(4, () => [broken, undefined]));
    expect(degreesBetween(turnIn(clip, 2, 'l', 'Index', 1), NO_TURN)).toBeLessThan(12);
  });

  test('a hand moves on its own side alone', () => {
    const pointing = handPoints(rig, 'l', (_, joint) => (joint === 0 ? bent('l', 60) : NO_TURN), NO_TURN);
    const clip = solveMotion(trackWithHands(4, () => [pointing, undefined]));
    expect(degreesBetween(turnIn(clip, 2, 'r', 'Index', 0), NO_TURN)).toBe(0);
    expect(degreesBetween(turnIn(clip, 2, 'l', 'Index', 0), bent('l', 60))).toBeLessThan(2);
  });
});

describe('solveMotion() of a hand that is turned', () => {
  // Arms hang a little away from the body: the hand at rest goes along x, and is brought down and about itself.
  test.each([-50, 0, 50])('turns it as its own knuckles say, and not as the body has it, by %i°', (degrees) => {
    const plain = solveMotion(figureTrack({ seconds: 0.5, fps: 30, pose: () => standing(), distance: 2 }));
    const along = jointDirection(plain, 0.2, 'l_hand_JNT', [1, 0, 0]);
    const thumb = jointDirection(plain, 0.2, 'l_hand_JNT', [0, 0, 1]);
    const rolled = aboutAxis(along, degrees);
    const hand = handPoints(rig, 'l', () => NO_TURN, times(rolled, turnOf(along, thumb)));
    const clip = solveMotion(trackWithHands(16, () => [hand, undefined]));
    const [x, y, z] = times(times(rolled, [...thumb, 0]), aboutAxis(along, -degrees));
    expect(vectorAngles(jointDirection(clip, 0.2, 'l_hand_JNT', [0, 0, 1]), [x, y, z]).max).toBeLessThan(8);
  });
});

describe('solveMotion() of hands that are not seen', () => {
  const open = handPoints(rig, 'l', (_, joint) => (joint === 0 ? bent('l', 60) : NO_TURN), NO_TURN);
  const lostIn = (from: number, to: number, frames: number): Clip =>
    solveMotion(trackWithHands(frames, (frame) => [frame >= from && frame < to ? undefined : open, undefined]));
  const index = (clip: Clip, frame: number): number => degreesBetween(turnIn(clip, frame, 'l', 'Index', 0), NO_TURN);
  const confidence = ({ confidence: all, rig: { names } }: Clip, frame: number): number =>
    all![frame * names.length + names.indexOf('l_handIndex1_JNT')]!;

  const gapsOf = ({ report }: Clip): readonly CaptureGap[] =>
    report!.gaps.filter(({ joints }) => joints.includes('l_handIndex1_JNT'));

  test('keeps fingers for a quarter of a second', () => {
    const clip = lostIn(10, 17, 30);
    for (let frame = 0; frame < 30; frame++) expect(index(clip, frame)).toBeCloseTo(60, -0.5);
    expect(confidence(clip, 5)).toBe(1);
    expect(confidence(clip, 13)).toBe(0.5);
    expect(gapsOf(clip)).toEqual([]);
  });

  test('lets them come to rest in two seconds, without a jump', () => {
    const clip = lostIn(15, 75, 90);
    expect(index(clip, 45)).toBeLessThan(1);
    expect(index(clip, 85)).toBeCloseTo(60, -0.5);
    expect(confidence(clip, 45)).toBe(0);
    for (let frame = 1; frame < 90; frame++) {
      // 60° within 0.4 s, at most twice as fast as in the mean.
      expect(Math.abs(index(clip, frame) - index(clip, frame - 1))).toBeLessThan(10);
    }
    const [gap] = gapsOf(clip);
    expect(gap).toMatchObject({ from: expect.closeTo(0.5, 3) as number, to: expect.closeTo(2.5, 3) as number });
    expect(gap!.joints).not.toContain('r_handIndex1_JNT');
  });

  test('leaves a hand at rest that is never seen, and all of them where none was asked for', () => {
    const clip = solveMotion(trackWithHands(4, () => [undefined, undefined]));
    const without = solveMotion(figureTrack({ seconds: 0.1, fps: 30, pose: () => standing(), distance: 2 }));
    expect(clipDifference(clip, without).degrees).toBeLessThan(0.01);
    expect(without.report!.gaps).toEqual([]);
  });
});

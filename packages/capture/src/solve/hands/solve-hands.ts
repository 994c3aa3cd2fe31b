import { handSizeOf } from '../../track/hands/hand-region.ts';
import { HAND_LANDMARKS } from '../../track/landmarks.ts';
import type { HandLandmarks, Track } from '../../track/landmarks.ts';
import { smoothStep } from '../geometry.ts';
import { risingFrames } from '../points.ts';
import type { ArmsOf } from '../sides/untangle-sides.ts';
import { medianFilter, smooth } from '../smooth.ts';
import { fillHand } from './fill-hand.ts';
import type { HandGap } from './fill-hand.ts';
import { FINGERS, HAND_ANGLES, limitAngles, restAngles } from './fingers.ts';
import { writeAngles } from './angles.ts';
import { writeTurns } from './turns.ts';

export const HAND_JOINTS: number = FINGERS * 3;

/** How the fingers of both hands move. */
export interface HandMotion {
  /** [frames × 30 × 4] xyzw, local: left and right, each from the thumb to the little finger, from the hand to the tip. */
  readonly rotations: Float32Array;
  /** [frames × 2] 0…1: how well each hand was seen; 0 where it was not. */
  readonly seen: Float32Array;
  readonly gaps: readonly HandGap[];
}

/**
 * Pixels of a hand from wrist to finger tips. In small ones the model sees fingers, and not how they are bent: they flutter
 * about, no nearer to the truth than at rest (docs/results/hands.md). So they rest in those, and are believed in large ones.
 */
const SMALL_HAND = 45;
const LARGE_HAND = 80;

/** Of the solver's smoothing, seconds. */
export interface HandSmoothing {
  readonly median: number;
  readonly halfWindow: number;
}

/**
 * Turns the points of hands into rotations of finger joints.
 *
 * @param times - [frames] of the frames that count, seconds of the clip.
 * @param arms - [frames] hands are exchanged as the arms are that they hang on, and not seen where those are not.
 * @returns undefined where no hands were asked for.
 */
export function solveHands(
  track: Track,
  times: Float64Array,
  arms: readonly ArmsOf[],
  { median, halfWindow }: HandSmoothing,
): HandMotion | undefined {
  const frames = risingFrames(track);
  if (!frames.some(({ hands }) => hands)) return undefined;
  const rotations = new Float32Array(frames.length * 2 * HAND_JOINTS * 4);
  const seen = new Float32Array(frames.length * 2);
  const gaps = ([0, 1] as const).flatMap((side) => {
    const angles = new Float64Array(frames.length * HAND_ANGLES);
    const rest = restAngles();
    const ofSide = new Float32Array(frames.length);
    frames.forEach(({ hands, landmarks }, frame) => {
      const hand = hands?.[arms[frame] === 'other' ? 1 - side : side];
      if (arms[frame] === 'none' || !hand || !isWhole(hand)) return;
      const at = frame * HAND_ANGLES;
      writeAngles(angles, at, hand.world, side);
      restBy(angles, at, rest, landmarks ? smoothStep(handSizeOf(landmarks), SMALL_HAND, LARGE_HAND) : 0);
      ofSide[frame] = hand.presence;
    });
    const found = fillHand(times, angles, ofSide, rest, side);
    medianFilter(times, angles, HAND_ANGLES, median);
    smooth(times, angles, HAND_ANGLES, halfWindow);
    frames.forEach((_, frame) => {
      limitAngles(angles, frame * HAND_ANGLES);
      writeTurns(rotations, (frame * 2 + side) * HAND_JOINTS * 4, angles, frame * HAND_ANGLES, side);
      seen[frame * 2 + side] = ofSide[frame]!;
    });
    return found;
  });
  return { rotations, seen, gaps };
}

/** @param belief - 0…1: how much of the way from rest to what was seen the fingers go. */
function restBy(angles: Float64Array, at: number, rest: Float64Array, belief: number): void {
  for (let i = 0; i < HAND_ANGLES; i++) angles[at + i] = rest[i]! + (angles[at + i]! - rest[i]!) * belief;
}

function isWhole({ presence, world }: HandLandmarks): boolean {
  return presence > 0 && world.length === HAND_LANDMARKS * 3 && world.every((value) => Number.isFinite(value));
}

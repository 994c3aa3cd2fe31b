import { LANDMARKS } from '../../track/landmarks.ts';
import type { HandLandmarks, Track } from '../../track/landmarks.ts';
import { handSizeOf } from '../../track/hands/hand-region.ts';
import { add, subtract, vecAt } from '../geometry.ts';
import type { Vec } from '../geometry.ts';
import { POINT, pointAt, risingFrames } from '../points.ts';
import type { Points } from '../points.ts';

/** What BlazePose and the hand model both have of a hand: knuckles, by their numbers in each. */
const KNUCKLES = [
  { ofBody: POINT.leftIndex, ofHand: 5 },
  { ofBody: POINT.leftLittle, ofHand: 17 },
] as const;
const WRIST = 0;
/**
 * Pixels from wrist to finger tips. In smaller hands the model takes the palm for the back too often: at 46 pixels, in the
 * sample dance, its word left a hand 70° off where the body's was 50° off; at 97 and 130 it is 24° and 19° against 105° and 89°.
 */
const LARGE = 80;
/** Seconds in which a hand does not turn far: the body's own knuckles would only disturb. */
const BRIDGED = 0.3;

/**
 * Puts the knuckles of index and little finger where the hand model sees them from the wrist, in place, wherever it sees a
 * hand that is large enough: the body's model knows of a hand where it points, and hardly how it is turned (docs/results/hands.md).
 */
export function placeKnuckles(points: Points, track: Track): void {
  const frames = risingFrames(track);
  for (const side of [0, 1] as const) {
    let last = -1;
    frames.forEach(({ hands, landmarks }, frame) => {
      const hand = hands?.[side];
      if (!hand || !landmarks || !(handSizeOf(landmarks) >= LARGE)) return;
      if (points.seen[frame * LANDMARKS + POINT.leftWrist + side] === 0) return;
      place(points, frame, side, hand);
      const isShort = last >= 0 && points.times[frame]! - points.times[last]! <= BRIDGED;
      for (let between = last + 1; isShort && between < frame; between++) forget(points, between, side);
      last = frame;
    });
  }
}

function place(points: Points, frame: number, side: 0 | 1, { world, presence }: HandLandmarks): void {
  const at = (point: number): Vec => {
    const [x, y, z] = vecAt(world, point * 3);
    return [x, -y, -z];
  };
  const wrist = pointAt(points, frame, POINT.leftWrist + side);
  for (const { ofBody, ofHand } of KNUCKLES) {
    const point = frame * LANDMARKS + ofBody + side;
    points.positions.set(add(wrist, subtract(at(ofHand), at(WRIST))), point * 3);
    points.seen[point] = Math.max(points.seen[point]!, presence);
  }
}

function forget({ seen }: Points, frame: number, side: 0 | 1): void {
  for (const { ofBody } of KNUCKLES) seen[frame * LANDMARKS + ofBody + side] = 0;
}

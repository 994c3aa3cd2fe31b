import { HAND_LANDMARKS } from '../landmarks.ts';
import { sideOf } from '../region.ts';
import type { Region } from '../region.ts';
import type { ReadHand } from './read-hand.ts';

// Against the region that the body gives, whose points of hands are the least certain of all: MediaPipe's limits
// (`hand_tracking.pbtxt`: 0.2 of a side, 40°) are meant for a region that another model has refined.
const APART = 0.35;
const SMALLER = 0.4;
const LARGER = 1.6;
const TURNED_COSINE = 0.5;
/** Sides of a region within which one hand may be taken for the other. */
const NEAR = 1;
/** Sides of a region by which the points of one hand, read twice, lie apart at most. */
const SAME = 0.15;
/** How sure the model has to be that it sees the other hand. */
const SURE = 0.8;

/** Whether the hand that was followed is still the one that the body has there. */
export function agree(followed: Region, place: Region): boolean {
  const side = sideOf(place);
  const ratio = sideOf(followed) / side;
  const cosine = (followed.acrossX * place.acrossX + followed.acrossY * place.acrossY) / (sideOf(followed) * side);
  return distance(followed, place) < APART * side && ratio > SMALLER && ratio < LARGER && cosine > TURNED_COSINE;
}

/** Whether one of two hands may be taken for the other. */
export function areNear(left: Region, right: Region): boolean {
  return distance(left, right) < NEAR * Math.max(sideOf(left), sideOf(right));
}

/** Whether the model says that this is a hand of the other side. */
export function isOther({ rightness }: ReadHand, side: 0 | 1): boolean {
  return (side === 1 ? 1 - rightness : rightness) > SURE;
}

/** Whether the same hand was found twice. */
export function areSame(left: ReadHand, right: ReadHand): boolean {
  const [a, b] = [left.landmarks.image, right.landmarks.image];
  let sum = 0;
  let size = 0;
  for (let at = 0; at < HAND_LANDMARKS * 3; at += 3) {
    sum += length(a[at]! - b[at]!, a[at + 1]! - b[at + 1]!);
    size = Math.max(size, length(a[at]! - a[0]!, a[at + 1]! - a[1]!));
  }
  // A region is about as large as two hands.
  return sum / HAND_LANDMARKS < SAME * 2 * size;
}

function distance(a: Region, b: Region): number {
  return length(a.centreX - b.centreX, a.centreY - b.centreY);
}

function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

import { cropRegion } from '../crop.ts';
import { viewOfFrame } from '../frame.ts';
import type { Frame } from '../frame.ts';
import type { Landmarks, Run, TrackedFrame } from '../landmarks.ts';
import { isUsable, sideOf } from '../region.ts';
import type { Region } from '../region.ts';
import { regionFromHand, regionFromPose } from './hand-region.ts';
import { agree, areNear, areSame, isOther } from './whose-hand.ts';
import { HAND_SIZE, readHand } from './read-hand.ts';
import type { ReadHand } from './read-hand.ts';

export interface HandModels {
  /** Points of one hand: [224 × 224 × 3] in [0, 1]. */
  readonly hand: Run;
}

/** Follows the two hands of the person whose body is followed. */
export interface HandTracker {
  /**
   * Finds the hands in the next frame: where they were in the last one, or else where the body says that they are.
   *
   * @param pose - the body in the same frame. Without it no hand is anybody's.
   */
  track(frame: Frame, pose: Landmarks | undefined): Promise<NonNullable<TrackedFrame['hands']>>;
  /** Says that the next frame belongs to another scene. */
  cut(): void;
}

const RANGE = { scale: 1 / 255, offset: 0 };
const MIN_PRESENCE = 0.5;
/** Pixels: in less there are no fingers. */
const SMALLEST = 48;
const SIDES = [0, 1] as const;
type Side = (typeof SIDES)[number];
type Pair<T> = [left: T | undefined, right: T | undefined];

/** Frames must come in order, one at a time. */
export function createHandTracker({ hand }: HandModels): HandTracker {
  const look = createLook(hand);
  let regions: Pair<Region> = [undefined, undefined];

  /** Where the hand was, if the body does not contradict; else where the body says, and then closer. */
  async function find(frame: Frame, side: Side, places: Pair<Region>): Promise<ReadHand | undefined> {
    const place = places[side]!;
    if (!isInView(frame, place) || !(sideOf(place) >= SMALLEST)) return undefined;
    const other = places[1 - side]!;
    const mayBeOther = areNear(place, other);
    const accept = (read: ReadHand | undefined): ReadHand | undefined =>
      read && mayBeOther && isOther(read, side) ? undefined : read;
    const before = regions[side];
    const kept = before && agree(before, place) ? accept(await look(frame, before)) : undefined;
    if (kept) return kept;
    const seen = accept(await look(frame, place));
    if (!seen) return undefined;
    return accept(await look(frame, regionFromHand(seen.landmarks.image))) ?? seen;
  }

  return {
    async track(frame, pose) {
      const found: Pair<ReadHand> = [undefined, undefined];
      if (pose) {
        const places: Pair<Region> = [regionFromPose(pose, 0), regionFromPose(pose, 1)];
        for (const side of SIDES) found[side] = await find(frame, side, places);
        const [left, right] = found;
        // Both are the same hand: its handedness says whose.
        if (left && right && areSame(left, right)) found[left.rightness + right.rightness > 1 ? 0 : 1] = undefined;
      }
      const [left, right] = found.map((read) => read?.landmarks);
      regions = [left && regionFromHand(left.image), right && regionFromHand(right.image)];
      return [left, right];
    },
    cut() {
      regions = [undefined, undefined];
    },
  };
}

/** Looks for a hand in one place; undefined where the model is not sure of one. */
function createLook(hand: Run): (frame: Frame, region: Region) => Promise<ReadHand | undefined> {
  const input = new Float32Array(HAND_SIZE * HAND_SIZE * 3);
  return async (frame, region) => {
    if (!isUsable(region)) return undefined;
    cropRegion(input, HAND_SIZE, frame, region, RANGE);
    const read = readHand(await hand(input), region);
    return read.landmarks.presence >= MIN_PRESENCE ? read : undefined;
  };
}

function isInView(frame: Frame, { centreX, centreY }: Region): boolean {
  const { left, top, right, bottom } = viewOfFrame(frame);
  return centreX >= left && centreX <= right && centreY >= top && centreY <= bottom;
}

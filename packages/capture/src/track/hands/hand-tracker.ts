import { cropRegion } from '../crop.ts';
import type { Frame } from '../frame.ts';
import type { HandLandmarks, Landmarks, Run, TrackedFrame } from '../landmarks.ts';
import { isUsable } from '../region.ts';
import type { Region } from '../region.ts';
import { regionFromHand, regionFromPose } from './hand-region.ts';
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
  /** Forgets both hands, before another video. */
  reset(): void;
}

const RANGE = { scale: 1 / 255, offset: 0 };
const MIN_PRESENCE = 0.5;
const SIDES = [0, 1] as const;

/** Frames must come in order, one at a time. */
export function createHandTracker({ hand }: HandModels): HandTracker {
  const input = new Float32Array(HAND_SIZE * HAND_SIZE * 3);
  const regions: [Region | undefined, Region | undefined] = [undefined, undefined];

  async function look(frame: Frame, region: Region): Promise<ReadHand | undefined> {
    if (!isUsable(region)) return undefined;
    cropRegion(input, HAND_SIZE, frame, region, RANGE);
    const read = readHand(await hand(input), region);
    return read.landmarks.presence >= MIN_PRESENCE ? read : undefined;
  }

  return {
    async track(frame, pose) {
      const found: [HandLandmarks | undefined, HandLandmarks | undefined] = [undefined, undefined];
      if (!pose) return found;
      for (const side of SIDES) {
        const read = await look(frame, regions[side] ?? regionFromPose(pose, side));
        regions[side] = read && regionFromHand(read.landmarks.image);
        found[side] = read?.landmarks;
      }
      return found;
    },
    cut() {
      regions.fill(undefined);
    },
    reset() {
      regions.fill(undefined);
    },
  };
}

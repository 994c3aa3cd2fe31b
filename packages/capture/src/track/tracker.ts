import { cropRegion } from './crop.ts';
import { DETECTOR_SIZE, readDetections } from './detection.ts';
import { viewOfFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Landmarks, Run } from './landmarks.ts';
import { LANDMARK_SIZE, readLandmarks } from './read-landmarks.ts';
import type { ReadLandmarks } from './read-landmarks.ts';
import { isUsable, regionAroundPerson, sideOf, wholeView } from './region.ts';
import type { Region } from './region.ts';

/** Follows one person through the frames of one video. */
export interface Tracker {
  /**
   * Finds the person in the next frame: where it was in the last one, or else anywhere.
   *
   * @returns undefined where nobody is seen.
   */
  track(frame: Frame): Promise<Landmarks | undefined>;
  /** Forgets the person, before another video or after a cut. */
  reset(): void;
}

export interface TrackerModels {
  /** BlazePose detector: [224 × 224 × 3] in [−1, 1]. */
  readonly detector: Run;
  /** BlazePose landmarks: [256 × 256 × 3] in [0, 1]. */
  readonly landmarks: Run;
}

const DETECTOR_RANGE = { scale: 2 / 255, offset: -1 };
const LANDMARK_RANGE = { scale: 1 / 255, offset: 0 };
const MIN_PRESENCE = 0.5;

/** A tracker for the person who is seen best. Frames must come in order, one at a time. */
export function createTracker({ detector, landmarks }: TrackerModels): Tracker {
  const detectorInput = new Float32Array(DETECTOR_SIZE * DETECTOR_SIZE * 3);
  const landmarkInput = new Float32Array(LANDMARK_SIZE * LANDMARK_SIZE * 3);
  let region: Region | undefined;

  async function detect(frame: Frame): Promise<Region | undefined> {
    const picture = wholeView(viewOfFrame(frame));
    cropRegion(detectorInput, DETECTOR_SIZE, frame, picture, DETECTOR_RANGE);
    const person = readDetections(await detector(detectorInput))[0];
    if (!person) return undefined;
    const side = sideOf(picture);
    const left = picture.centreX - side / 2;
    const top = picture.centreY - side / 2;
    // In single precision, for the mean of several detections is weighted by Math.exp, whose last bit is each engine's own.
    const [centreX, centreY, edgeX, edgeY] = person.points.map((value, i) =>
      Math.fround(value * side + (i % 2 === 0 ? left : top)),
    );
    return regionAroundPerson(centreX!, centreY!, edgeX!, edgeY!);
  }

  async function look(frame: Frame, place: Region | undefined): Promise<ReadLandmarks | undefined> {
    if (!place || !isUsable(place)) return undefined;
    cropRegion(landmarkInput, LANDMARK_SIZE, frame, place, LANDMARK_RANGE);
    const read = readLandmarks(await landmarks(landmarkInput), place, frame.time);
    return read.landmarks.score >= MIN_PRESENCE ? read : undefined;
  }

  return {
    async track(frame) {
      // A person lost at the expected place may still be elsewhere in the same frame.
      const found = (await look(frame, region)) ?? (await look(frame, await detect(frame)));
      region = found?.next;
      return found?.landmarks;
    },
    reset() {
      region = undefined;
    },
  };
}

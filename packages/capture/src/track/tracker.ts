import { cropRegion } from './crop.ts';
import { createDetect } from './detect.ts';
import { viewOfFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Landmarks, Run } from './landmarks.ts';
import { clearestOf } from './people/clearest.ts';
import { Crowd } from './people/crowd.ts';
import { Follower } from './people/follower.ts';
import type { Target } from './people/follower.ts';
import type { Sighting } from './people/people.ts';
import { sightingOfLandmarks } from './people/sight.ts';
import { lightOf } from './picture/light.ts';
import { LANDMARK_SIZE, readLandmarks } from './read-landmarks.ts';
import type { ReadLandmarks } from './read-landmarks.ts';
import { isUsable } from './region.ts';
import type { Region } from './region.ts';

/** Follows one person through the frames of one video. */
export interface Tracker {
  /**
   * Finds the person in the next frame: where it was in the last one, or else anywhere.
   *
   * @returns undefined where nobody is seen, or only others are.
   */
  track(frame: Frame): Promise<Landmarks | undefined>;
  /** Says that the next frame belongs to another scene: the person may be anywhere in it. */
  cut(): void;
  /** Forgets the person, before another video. */
  reset(): void;
}

export interface TrackerModels {
  /** BlazePose detector: [224 × 224 × 3] in [−1, 1]. */
  readonly detector: Run;
  /** BlazePose landmarks: [256 × 256 × 3] in [0, 1]. */
  readonly landmarks: Run;
}

const LANDMARK_RANGE = { scale: 1 / 255, offset: 0 };
const MIN_PRESENCE = 0.5;

/**
 * A tracker for one person, who is not mixed up with others in view. Frames must come in order, one at a time.
 *
 * @param target - default: who is seen best in the first frame that shows somebody.
 */
export function createTracker({ detector, landmarks }: TrackerModels, target?: Target): Tracker {
  const detect = createDetect(detector);
  const landmarkInput = new Float32Array(LANDMARK_SIZE * LANDMARK_SIZE * 3);
  let follower = target && new Follower(target);
  let region: Region | undefined;

  async function look(frame: Frame, place: Region | undefined): Promise<ReadLandmarks | undefined> {
    if (!place || !isUsable(place)) return undefined;
    cropRegion(landmarkInput, LANDMARK_SIZE, frame, place, LANDMARK_RANGE);
    const read = readLandmarks(await landmarks(landmarkInput), place, frame.time);
    if (!(read.landmarks.score >= MIN_PRESENCE)) return undefined;
    return { ...read, landmarks: { ...read.landmarks, light: lightOf(landmarkInput, LANDMARK_SIZE) } };
  }

  /** Looks at the whole picture, and says where the person is: at the place that was found already, elsewhere, or nowhere. */
  async function lookAround(
    frame: Frame,
    found: ReadLandmarks | undefined,
    sighting: Sighting | undefined,
  ): Promise<ReadLandmarks | undefined> {
    const sightings = await detect(frame);
    follower ??= followClearest(sightings, frame);
    if (!follower) return found;
    const where = follower.locate(sightings, sighting, frame.time);
    return where === 'here' ? found : look(frame, where?.region);
  }

  return {
    async track(frame) {
      let found = await look(frame, region);
      let sighting = found && sightingOfLandmarks(frame, found);
      if (sighting && follower?.isSomebodyElse(sighting, frame.time)) found = sighting = undefined;
      if (!sighting || !follower || follower.wantsLook(sighting, frame.time)) {
        found = await lookAround(frame, found, sighting);
      } else {
        follower.follow(sighting, frame.time);
      }
      region = found?.next;
      return found?.landmarks;
    },
    cut() {
      region = undefined;
    },
    reset() {
      region = undefined;
      follower = target && new Follower(target);
    },
  };
}

function followClearest(sightings: readonly Sighting[], frame: Frame): Follower | undefined {
  const crowd = new Crowd();
  crowd.meet(sightings, frame.time);
  const { people } = crowd;
  const followed = clearestOf([{ time: frame.time, people }], viewOfFrame(frame));
  return followed === undefined ? undefined : new Follower({ people, followed });
}

import { cropRegion } from './crop.ts';
import { DETECTOR_SIZE, readDetections } from './detection.ts';
import { viewOfFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Run } from './landmarks.ts';
import { largest } from './people/crowd.ts';
import type { Sighting } from './people/people.ts';
import { sightingsOf } from './people/sight.ts';
import { wholeView } from './region.ts';

/** Finds the people of a whole picture, the surest first. */
export type Detect = (frame: Frame) => Promise<Sighting[]>;

const RANGE = { scale: 2 / 255, offset: -1 };

/** @param detector - BlazePose's: [224 × 224 × 3] in [−1, 1]. */
export function createDetect(detector: Run): Detect {
  const input = new Float32Array(DETECTOR_SIZE * DETECTOR_SIZE * 3);
  return async (frame) => {
    const picture = wholeView(viewOfFrame(frame));
    cropRegion(input, DETECTOR_SIZE, frame, picture, RANGE);
    return largest(sightingsOf(frame, readDetections(await detector(input)), picture));
  };
}

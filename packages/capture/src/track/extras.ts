import { createFaceTracker } from './face/face-tracker.ts';
import type { FaceModels } from './face/face-tracker.ts';
import type { Frame } from './frame.ts';
import { createHandTracker } from './hands/hand-tracker.ts';
import type { HandModels } from './hands/hand-tracker.ts';
import type { Landmarks, TrackedFrame } from './landmarks.ts';

/** Models of what is tracked beside the body, where it is asked for. */
export interface ExtraModels {
  readonly hands?: HandModels;
  readonly face?: FaceModels;
}

/** Follows hands and face of the person whose body is followed. */
export interface Extras {
  /** @param pose - of the same frame. */
  track(frame: Frame, pose: Landmarks | undefined): Promise<Pick<TrackedFrame, 'hands' | 'face' | 'lacksFace'>>;
  /** Says that the next frame belongs to another scene. */
  cut(): void;
}

/** Frames must come in order, one at a time. */
export function createExtras(models: ExtraModels): Extras {
  const hands = models.hands && createHandTracker(models.hands);
  const face = models.face && createFaceTracker(models.face);
  return {
    async track(frame, pose) {
      const seenHands = await hands?.track(frame, pose);
      const seenFace = await face?.track(frame, pose);
      return {
        ...(seenHands && { hands: seenHands }),
        ...(seenFace && { face: seenFace }),
        ...(face && !seenFace && { lacksFace: true }),
      };
    },
    cut() {
      hands?.cut();
      face?.cut();
    },
  };
}

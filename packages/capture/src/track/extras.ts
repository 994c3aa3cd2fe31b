import type { Frame } from './frame.ts';
import { createHandTracker } from './hands/hand-tracker.ts';
import type { HandModels } from './hands/hand-tracker.ts';
import type { Landmarks, Run, TrackedFrame } from './landmarks.ts';

/** Models of what is tracked beside the body, where it is asked for. */
export interface ExtraModels {
  readonly hands?: HandModels;
  readonly face?: FaceModels;
}

export interface FaceModels {
  /** Finds faces: [128 × 128 × 3] in [−1, 1]. */
  readonly detector: Run;
  /** Points of a face: [192 × 192 × 3] in [0, 1]. */
  readonly face: Run;
}

/** Follows hands and face of the person whose body is followed. */
export interface Extras {
  /** @param pose - of the same frame. */
  track(frame: Frame, pose: Landmarks | undefined): Promise<Pick<TrackedFrame, 'hands' | 'face'>>;
  /** Says that the next frame belongs to another scene. */
  cut(): void;
}

/** Frames must come in order, one at a time. */
export function createExtras(models: ExtraModels): Extras {
  const hands = models.hands && createHandTracker(models.hands);
  return {
    async track(frame, pose) {
      const seen = await hands?.track(frame, pose);
      return { ...(seen && { hands: seen }) };
    },
    cut() {
      hands?.cut();
    },
  };
}

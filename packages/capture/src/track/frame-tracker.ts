import { createExtras } from './extras.ts';
import type { ExtraModels, Extras } from './extras.ts';
import type { Frame } from './frame.ts';
import type { Landmarks, TrackedFrame } from './landmarks.ts';
import type { Target } from './people/follower.ts';
import { Scenery } from './picture/scenery.ts';
import { createTracker } from './tracker.ts';
import type { Tracker, TrackerModels } from './tracker.ts';

/** Finds all that is asked for of one person: body, hands and face, and what the picture tells of camera and film. */
export class FrameTracker {
  readonly #target: Target | undefined;
  readonly #body: Tracker;
  readonly #extras: Extras;
  readonly #scenery = new Scenery();
  #last: Landmarks | undefined;

  constructor(models: TrackerModels & ExtraModels, target: Target | undefined) {
    this.#target = target;
    this.#body = createTracker(models, target);
    this.#extras = createExtras(models);
  }

  /** Whether a target, of which more may be known by now, is the one that was given. */
  follows(target: Target | undefined): boolean {
    return target?.followed === this.#target?.followed && target?.people.length === this.#target?.people.length;
  }

  /** Frames must come in order, one at a time. */
  async track(frame: Frame): Promise<TrackedFrame> {
    const change = this.#scenery.observe(frame, this.#last);
    if (change.isCut) {
      this.#body.cut();
      this.#extras.cut();
    }
    const landmarks = await this.#body.track(frame);
    this.#last = landmarks;
    const more = await this.#extras.track(frame, landmarks);
    return { time: frame.time, ...(landmarks && { landmarks }), ...more, ...change };
  }
}

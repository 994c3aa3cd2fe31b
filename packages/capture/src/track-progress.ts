import type { Progress } from '@kinora/core';
import { RemainingTime } from './remaining-time.ts';

/** Shares of the whole. Loading and solving take seconds, whatever the video; tracking takes nearly all. */
export const TRACK_FROM = 0.04;
export const SOLVE_FROM = 0.97;
/** What looking through a whole video for somebody who was chosen takes of it: decoding, and a few looks a second. */
const SCOUTING = 0.2;

/** Tells how far tracking is. Never goes back, though the frames themselves may be begun again. */
export class TrackProgress {
  readonly #frameCount: number;
  readonly #remaining: RemainingTime;
  readonly #onProgress: (progress: Progress) => void;
  #from = TRACK_FROM;
  #told = -1;

  /** @param frameCount - as the container promises; there may be more or fewer. */
  constructor(frameCount: number, now: () => number, onProgress: (progress: Progress) => void) {
    this.#frameCount = frameCount;
    this.#remaining = new RemainingTime(now);
    this.#onProgress = onProgress;
  }

  /** So many frames were looked through for the one who was chosen. None of them is tracked yet. */
  scouted(frames: number): void {
    this.#from = TRACK_FROM + SCOUTING * Math.min(1, frames / this.#frameCount);
    this.#tell(0, undefined);
  }

  /** Tracking begins. */
  begin(): void {
    this.#remaining.restart();
    this.#tellNew(0);
  }

  /** @param done - frames that are tracked: one more than before. */
  tracked(done: number): void {
    this.#remaining.frameDone();
    this.#tellNew(done);
  }

  /** What was told before all had to be begun again is not told again. */
  #tellNew(done: number): void {
    if (done <= this.#told) return;
    this.#told = done;
    this.#tell(done, this.#remaining.seconds(Math.max(0, this.#frameCount - done)));
  }

  #tell(done: number, secondsLeft: number | undefined): void {
    const total = Math.max(done, this.#frameCount);
    const progress01 = this.#from + (SOLVE_FROM - this.#from) * (total === 0 ? 0 : done / total);
    this.#onProgress({
      stage: 'track',
      progress01,
      frames: { done, total },
      ...(secondsLeft !== undefined && { secondsLeft }),
    });
  }
}

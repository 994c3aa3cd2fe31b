/** Frames in a row that must agree before the resolution changes: one slow frame is a hiccup, not a slow machine. */
const WINDOW = 24;
/** Seconds per frame: slower than 33 fps is too slow, faster than 55 fps leaves room. */
const SLOW = 1 / 33;
const FAST = 1 / 55;
/** Pixels are drawn `coarseness` × `coarseness` in size. */
const FINEST = 1;
const COARSEST = 2.2;
const STEP = 1.3;

/**
 * How coarsely to draw so that the picture moves: coarser where frames are slow (a software renderer, an old phone),
 * finer again when they are quick for long enough. Each finer try that fails makes the next one wait twice as long.
 */
export class Resolution {
  coarseness: number = FINEST;
  #slow = 0;
  #fast = 0;
  #patience = WINDOW * 5;
  #wasFiner = false;

  /**
   * @param frameSeconds - from one drawn frame to the next, drawn without a pause between them.
   * @returns whether `coarseness` changed.
   */
  observe(frameSeconds: number): boolean {
    this.#slow = frameSeconds > SLOW ? this.#slow + 1 : 0;
    this.#fast = frameSeconds < FAST ? this.#fast + 1 : 0;
    if (this.#slow >= WINDOW && this.coarseness < COARSEST) {
      if (this.#wasFiner) this.#patience *= 2;
      return this.#change(Math.min(COARSEST, this.coarseness * STEP), false);
    }
    if (this.#fast >= this.#patience && this.coarseness > FINEST) {
      return this.#change(Math.max(FINEST, this.coarseness / STEP), true);
    }
    return false;
  }

  #change(coarseness: number, isFiner: boolean): boolean {
    this.coarseness = coarseness;
    this.#wasFiner = isFiner;
    this.#slow = 0;
    this.#fast = 0;
    return true;
  }
}
